import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { GEOJSON, GeoJsonDrawing } from './renderers/geojson';
import { MERMAID, MermaidDrawing } from './renderers/mermaid';
import { PLOTLY, PlotlyDrawing } from './renderers/plotly';
import style from './style.css';

const renderers: JupyterFrontEndPlugin<void> = {
  id: 'isopleth:renderers',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (_: JupyterFrontEnd, registry: IRenderMimeRegistry) => {
    const sheet = document.createElement('style');
    sheet.textContent = style;
    document.head.append(sheet);
    const add = (mimeType: string, createRenderer: () => IRenderMime.IRenderer): void => registry.addFactory({ safe: true, mimeTypes: [mimeType], createRenderer }, 0);
    add(PLOTLY, () => new PlotlyDrawing());
    add(GEOJSON, () => new GeoJsonDrawing());
    add(MERMAID, () => new MermaidDrawing());
  },
};

export default [renderers];
