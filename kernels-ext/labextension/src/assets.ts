import { PageConfig, URLExt } from '@jupyterlab/coreutils';

/** The address of a file that stands beside the bundle. */
export function asset(name: string): string {
  return URLExt.join(PageConfig.getOption('fullLabextensionsUrl'), 'isopleth', 'static', name);
}

const scripts = new Map<string, Promise<void>>();

/** Loads a script beside the bundle, once. */
export function loadScript(name: string): Promise<void> {
  let loading = scripts.get(name);
  if (!loading) {
    loading = new Promise<void>((done, fail) => {
      const script = document.createElement('script');
      script.src = asset(name);
      script.onload = () => done();
      script.onerror = () => {
        scripts.delete(name);
        fail(new Error(`${name} could not be loaded from the server; check that it still runs, then run the cell again.`));
      };
      document.head.append(script);
    });
    scripts.set(name, loading);
  }
  return loading;
}
