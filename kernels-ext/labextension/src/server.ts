import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** Asks the user's own server below /isopleth; what it says went wrong is the error's message. */
export async function ask<T>(path: string, options: { method?: string; body?: unknown } = {}): Promise<T> {
  const settings = ServerConnection.makeSettings();
  const answer = await ServerConnection.makeRequest(
    URLExt.join(settings.baseUrl, 'isopleth', path),
    { method: options.method ?? 'GET', body: options.body === undefined ? null : JSON.stringify(options.body) },
    settings
  );
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(answer.status === 404 ? 'This server lacks the part that answers Isopleth’s panels (isopleth_server); the lab has it.' : messageOf(text) ?? `The server answered ${answer.status} ${answer.statusText}.`);
  }
  return JSON.parse(text) as T;
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { message?: string }).message;
  } catch {
    return undefined;
  }
}

/** What went wrong, in words. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
