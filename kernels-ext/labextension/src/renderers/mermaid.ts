import { loadScript } from '../assets';
import { h } from '../dom';
import { isDark, themeValue } from '../theme';
import { Drawing } from './drawing';

interface IMermaid {
  initialize(options: Record<string, unknown>): void;
  render(id: string, text: string): Promise<{ svg: string }>;
}

export const MERMAID = 'text/vnd.mermaid';

let drawn = 0;

/** A diagram of mermaid. */
export class MermaidDrawing extends Drawing {
  constructor() {
    super(MERMAID, 'jp-isopleth-mermaid');
  }

  protected async draw(given: unknown): Promise<void> {
    const text = Array.isArray(given) ? given.join('') : String(given);
    await loadScript('mermaid.js');
    const mermaid = (window as unknown as { mermaid: IMermaid }).mermaid;
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: isDark() ? 'dark' : 'default', fontFamily: themeValue('--jp-ui-font-family'), suppressErrorRendering: true });
    const { svg } = await mermaid.render(`jp-isopleth-mermaid-${++drawn}`, text);

    // As an image it can neither run a script nor style the page.
    const width = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+)/.exec(svg)?.[1];
    const image = h('img', { alt: text, width: width && Math.ceil(Number(width)), src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` });
    this.node.replaceChildren(image);
    await image.decode();
  }
}
