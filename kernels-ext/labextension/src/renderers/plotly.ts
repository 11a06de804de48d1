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
    const layout = themed(fitted(figure.layout ?? {}, this.node.clientWidth));
    await this.plotly.react(this.node, figure.data, layout, { displaylogo: false, ...figure.config, responsive: false });
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

/** In a dark theme, what lies around the plotting area takes the theme's colours; the area itself stays, since its marks were coloured for it. */
function themed(layout: Json): Json {
  const paper = layout['paper_bgcolor'];
  if (!isDark() || (paper !== undefined && paper !== '#ffffff' && paper !== 'white') || layout['template'] !== undefined) {
    return layout;
  }
  const ink = themeValue('--jp-ui-font-color1');
  const themedLayout: Json = { ...layout, paper_bgcolor: 'rgba(0,0,0,0)', font: { ...(layout['font'] as Json | undefined), color: ink } };
  for (const name of Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key))) {
    themedLayout[name] = { ...(layout[name] as Json), linecolor: ink, tickcolor: ink };
  }
  return themedLayout;
}
