import { loadScript } from '../assets';
import { isDark, themeValue } from '../theme';
import { Drawing } from './drawing';

type Json = Record<string, unknown>;

interface IPlotly {
  react(node: HTMLElement, data: Json[], layout: Json, config: Json): Promise<unknown>;
  purge(node: HTMLElement): void;
  PlotSchema: { get(): { traces: Json } };
}

export const PLOTLY = 'application/vnd.plotly.v1+json';

/** A figure of plotly.js: as large as it says, smaller where the cell is narrower, on the theme's ground. */
export class PlotlyDrawing extends Drawing {
  private plotly?: IPlotly;

  constructor() {
    super(PLOTLY, 'jp-isopleth-plotly');
  }

  dispose(): void {
    this.plotly?.purge(this.node);
    super.dispose();
  }

  protected async draw(given: unknown, description: string): Promise<void> {
    // plotly.js writes into what it is given, and what it is given here is the notebook's.
    const figure = structuredClone(given) as { data?: Json[]; layout?: Json; config?: Json };
    if (!Array.isArray(figure?.data)) {
      throw new Error('This figure has no list "data", which a figure of plotly must have.');
    }
    await loadScript('plotly.min.js');
    if (this.isDisposed) {
      return;
    }
    this.plotly = (window as unknown as { Plotly: IPlotly }).Plotly;
    const known = this.plotly.PlotSchema.get().traces;
    const unknown = figure.data.map(trace => String(trace['type'] ?? 'scatter')).find(type => !(type in known));
    if (unknown) {
      throw new Error(`This figure has a trace of the type "${unknown}", which the plotly.js that comes with Isopleth does not draw; it draws: ${Object.keys(known).join(', ')}.`);
    }
    if (!this.node.classList.contains('js-plotly-plot')) {
      this.node.replaceChildren();
    }
    const { data, layout } = themed(figure.data, fitted(figure.layout ?? {}, this.node.clientWidth));
    await this.plotly.react(this.node, data, layout, { displaylogo: false, ...figure.config, responsive: false });
    const drawing = this.node.querySelector('.plot-container');
    if (drawing && description) {
      drawing.setAttribute('role', 'img');
      drawing.setAttribute('aria-label', description);
    }
  }
}

/** The layout for a width [pixel]: a figure that is wider shrinks, one that says no width takes all of it. */
function fitted(layout: Json, available: number): Json {
  const width = typeof layout['width'] === 'number' ? layout['width'] : available;
  if (available <= 0 || width === 0) {
    return layout;
  }
  const fits = Math.min(width, available);
  const height = typeof layout['height'] === 'number' ? layout['height'] : 450;
  const shrunk = typeof layout['width'] === 'number' ? Math.max(height * (fits / width), Math.min(height, 200)) : height;
  return { ...layout, width: fits, height: Math.round(shrunk), autosize: false };
}

// plotly.js writes so where nothing else is said.
const INK = '#444';

/** In a dark theme, what lies around the plotting area takes the theme's colours. The area does so, too, where nothing in it was coloured for a light ground: a picture, a filled shape, a dark line. */
function themed(data: Json[], layout: Json): { data: Json[]; layout: Json } {
  if (!isDark() || !isWhite(layout['paper_bgcolor']) || layout['template'] !== undefined) {
    return { data, layout };
  }
  const ink = themeValue('--jp-ui-font-color1');
  const font = (holder: Json, name: string, color: string): Json => ({ ...holder, [name]: { color, ...(holder[name] as Json | undefined) } });
  const everywhere = isWhite(layout['plot_bgcolor']) && !(layout['images'] as unknown[] | undefined)?.length && data.every(drawnOnAnyGround);
  const dark = font({ ...layout, paper_bgcolor: 'rgba(0,0,0,0)' }, 'font', ink);
  for (const name of Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key))) {
    dark[name] = { ...(layout[name] as Json), linecolor: ink, tickcolor: ink, ...(everywhere ? { gridcolor: themeValue('--jp-border-color2') } : {}) };
  }
  if (everywhere) {
    return { data, layout: { ...dark, plot_bgcolor: 'rgba(0,0,0,0)' } };
  }
  dark['annotations'] = ((layout['annotations'] as Json[] | undefined) ?? []).map(note => font(note, 'font', INK));
  return { data: data.map(trace => font(trace, 'textfont', INK)), layout: dark };
}

function isWhite(color: unknown): boolean {
  return color === undefined || color === 'white' || color === '#fff' || color === '#ffffff';
}

function drawnOnAnyGround(trace: Json): boolean {
  const colors = [(trace['line'] as Json | undefined)?.['color'], (trace['marker'] as Json | undefined)?.['color']];
  return ['scatter', 'scattergl', 'bar', 'histogram', undefined].includes(trace['type'] as string | undefined) && (trace['fill'] ?? 'none') === 'none' && colors.every(color => typeof color !== 'string' || !isDarkColor(color));
}

/** Whether a colour as #rrggbb or rgb(…) would be lost on a dark ground; one told in another way counts as one that would. */
function isDarkColor(color: string): boolean {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(color)?.slice(1).map(part => parseInt(part, 16));
  const [red, green, blue] = hex ?? /^rgba?\((\d+), ?(\d+), ?(\d+)/.exec(color)?.slice(1).map(Number) ?? [0, 0, 0];
  return 0.3 * red! + 0.59 * green! + 0.11 * blue! < 70;
}
