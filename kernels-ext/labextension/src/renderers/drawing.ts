import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { h } from '../dom';
import { onThemeChange } from '../theme';

/** An output that is drawn anew when its width or the theme changes. What cannot be drawn is told in words, and the output's picture shown where it has one. */
export abstract class Drawing extends Widget implements IRenderMime.IRenderer {
  private model?: IRenderMime.IMimeModel;
  private width = 0;
  private readonly stopListening = onThemeChange(() => void this.redraw());
  private readonly sizes = new ResizeObserver(() => {
    const width = this.node.clientWidth;
    if (width > 0 && width !== this.width) {
      this.width = width;
      void this.redraw();
    }
  });

  constructor(protected readonly mimeType: string, cssClass: string) {
    super();
    this.addClass('jp-isopleth-drawing');
    this.addClass(cssClass);
    this.sizes.observe(this.node);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.model = model;
    this.width = this.node.clientWidth;
    await this.redraw();
  }

  dispose(): void {
    this.stopListening();
    this.sizes.disconnect();
    super.dispose();
  }

  /** Draws the data into the node. */
  protected abstract draw(data: unknown, description: string): Promise<void>;

  private async redraw(): Promise<void> {
    if (!this.model || this.isDisposed) {
      return;
    }
    try {
      const text = this.model.data['text/plain'];
      await this.draw(this.model.data[this.mimeType], typeof text === 'string' ? text : Array.isArray(text) ? text.join('') : '');
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
    }
  }

  private tell(reason: string): void {
    const picture = this.model?.data['image/png'];
    this.node.replaceChildren(
      h('p', { role: 'alert', class: 'jp-isopleth-problem' }, reason),
      typeof picture === 'string' && h('img', { src: `data:image/png;base64,${picture}`, alt: String(this.model?.data['text/plain'] ?? '') }) || ''
    );
  }
}
