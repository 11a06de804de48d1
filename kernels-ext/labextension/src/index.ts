import { ILabShell, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { houseIcon } from './icons';
import { CataloguePanel } from './panels/catalogue';
import { JobsPanel } from './panels/jobs';
import { GEOJSON, GeoJsonDrawing } from './renderers/geojson';
import { MERMAID, MermaidDrawing } from './renderers/mermaid';
import { PLOTLY, PlotlyDrawing } from './renderers/plotly';
import { StartPage } from './start/page';
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

const panels: JupyterFrontEndPlugin<void> = {
  id: 'isopleth:panels',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ILayoutRestorer, ICommandPalette],
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker, restorer: ILayoutRestorer | null, palette: ICommandPalette | null) => {
    const side = [new CataloguePanel(app, notebooks), new JobsPanel(app, notebooks)];
    side.forEach((panel, at) => {
      app.shell.add(panel, 'left', { rank: 300 + at });
      restorer?.add(panel, panel.id);
      const command = panel.id.replace('isopleth-', 'isopleth:');
      app.commands.addCommand(command, { label: `Isopleth: ${panel.title.caption}`, execute: () => app.shell.activateById(panel.id) });
      palette?.addItem({ command, category: 'Isopleth' });
    });
  },
};

const start: JupyterFrontEndPlugin<void> = {
  id: 'isopleth:start',
  autoStart: true,
  optional: [ILabShell, ILauncher, ICommandPalette],
  activate: (app: JupyterFrontEnd, shell: ILabShell | null, launcher: ILauncher | null, palette: ICommandPalette | null) => {
    const command = 'isopleth:start';
    let page: MainAreaWidget<StartPage> | undefined;
    app.commands.addCommand(command, {
      label: 'Start page',
      caption: 'The curated notebooks by theme',
      icon: houseIcon,
      execute: () => {
        if (!page || page.isDisposed) {
          page = new MainAreaWidget({ content: new StartPage(app) });
          page.id = 'isopleth-start';
          page.title.label = 'Start';
          page.title.icon = houseIcon;
          page.title.closable = true;
        }
        if (!page.isAttached) {
          app.shell.add(page, 'main');
        }
        app.shell.activateById(page.id);
      },
    });
    palette?.addItem({ command, category: 'Isopleth' });
    launcher?.add({ command, category: 'Other', rank: 0 });

    // Where nothing was open, and no address names a file, the user is met by the start page.
    void shell?.restored.then(() => {
      const open = [...shell.widgets('main')].filter(widget => !widget.id.startsWith('launcher'));
      if (open.length === 0 && !/\/tree\//.test(location.pathname)) {
        void app.commands.execute(command);
      }
    });
  },
};

export default [renderers, panels, start];
