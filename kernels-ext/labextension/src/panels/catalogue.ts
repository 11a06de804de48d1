import type { JupyterFrontEnd } from '@jupyterlab/application';
import { showErrorMessage } from '@jupyterlab/apputils';
import { type INotebookTracker, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { Widget } from '@lumino/widgets';
import { h } from '../dom';
import { catalogueIcon } from '../icons';
import type { Box, IFeature } from '../map/geometry';
import { drawMap } from '../map/map';
import { ask, reason } from '../server';

interface IEntry {
  name: string;
  description: string;
  driver: string;
  where: string;
  when: string;
  parameters: { name: string; description: string; values: string }[];
  metadata: Record<string, unknown>;
  code: string;
  unavailable: string | null;
  reasons?: string[];
  missing?: string[];
}

interface IFound {
  search: string;
  entries: IEntry[];
  problems: string[];
}

const themeOf = (entry: IEntry): string => entry.name.split('.')[0]!;
const keywordsOf = (entry: IEntry): string[] => (Array.isArray(entry.metadata['keywords']) ? entry.metadata['keywords'].map(String) : []);
const facets: { name: string; of(entry: IEntry): string[]; shown: number }[] = [
  { name: 'Theme', of: entry => [themeOf(entry)], shown: 12 },
  { name: 'Level', of: entry => (typeof entry.metadata['processing_level'] === 'string' ? [entry.metadata['processing_level']] : []), shown: 8 },
  { name: 'Data', of: entry => [entry.unavailable ? 'not here' : 'here'], shown: 2 },
  { name: 'Format', of: entry => [entry.driver], shown: 8 },
  { name: 'Keyword', of: keywordsOf, shown: 12 },
];

/** The catalogue in the side bar: searched by meaning, narrowed by facets, seen on a map, and put into the notebook as code. */
export class CataloguePanel extends Widget {
  private found: IFound = { search: '', entries: [], problems: [] };
  private readonly chosen = new Map<string, Set<string>>();
  private asked = 0;
  private timer = 0;
  private loaded = false;
  private mapWidth = 0;
  private readonly input = h('input', { type: 'search', class: 'jp-isopleth-search', placeholder: 'What, where, when: “sulphur dioxide Sicily”', 'aria-label': 'Search the catalogue by meaning', oninput: () => this.later() });
  private readonly status = h('p', { class: 'jp-isopleth-status', role: 'status' });
  private readonly facetBox = h('div', { class: 'jp-isopleth-facets' });
  private readonly mapBox = h('div', { class: 'jp-isopleth-extents' });
  private readonly list = h('ul', { class: 'jp-isopleth-list', 'aria-label': 'Entries of the catalogue' });
  private readonly sizes = new ResizeObserver(() => {
    if (this.loaded && Math.abs(this.mapBox.clientWidth - this.mapWidth) > 8) {
      void this.showMap(this.narrowed());
    }
  });

  constructor(private readonly app: JupyterFrontEnd, private readonly notebooks: INotebookTracker) {
    super();
    this.id = 'isopleth-catalogue';
    this.addClass('jp-isopleth-panel');
    this.title.icon = catalogueIcon;
    this.title.caption = 'Catalogue of data';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Catalogue of data');
    this.node.append(h('div', { class: 'jp-isopleth-panel-head', role: 'search' }, h('h2', {}, 'Catalogue'), this.input, this.status), h('div', { class: 'jp-isopleth-panel-body' }, this.mapBox, this.facetBox, this.list));
    this.sizes.observe(this.mapBox);
  }

  dispose(): void {
    this.sizes.disconnect();
    super.dispose();
  }

  protected onAfterShow(): void {
    if (!this.loaded) {
      this.loaded = true;
      void this.search();
    }
  }

  protected onActivateRequest(): void {
    this.input.focus();
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), 300);
  }

  private async search(): Promise<void> {
    const asked = ++this.asked;
    this.status.textContent = 'Searching…';
    try {
      const found = await ask<IFound>(`catalogue?words=${encodeURIComponent(this.input.value)}`);
      // An answer that a later question has overtaken is thrown away.
      if (asked === this.asked) {
        this.found = found;
        this.chosen.clear();
        this.render();
      }
    } catch (error) {
      if (asked === this.asked) {
        this.status.textContent = reason(error);
        this.list.replaceChildren();
        this.facetBox.replaceChildren();
        this.mapBox.replaceChildren();
        this.loaded = false;
      }
    }
  }

  private narrowed(): IEntry[] {
    return this.found.entries.filter(entry => facets.every(facet => !this.chosen.get(facet.name)?.size || facet.of(entry).some(value => this.chosen.get(facet.name)!.has(value))));
  }

  private render(): void {
    const entries = this.narrowed();
    const all = this.found.entries.length;
    this.status.textContent = all === 0 ? `Nothing fits “${this.found.search}”.` : `${entries.length === all ? all : `${entries.length} of ${all}`} ${all === 1 ? 'entry' : 'entries'}${this.found.search ? ', best first' : ''}`;
    if (this.found.problems.length) {
      this.status.append(h('details', {}, h('summary', {}, `${this.found.problems.length} problems of the catalogue`), ...this.found.problems.map(problem => h('p', {}, problem))));
    }
    this.facetBox.replaceChildren(...facets.map(facet => this.facet(facet)).filter((f): f is HTMLElement => !!f));
    this.list.replaceChildren(...entries.map(entry => this.item(entry)));
    void this.showMap(entries);
  }

  private facet(facet: (typeof facets)[number]): HTMLElement | undefined {
    const counts = new Map<string, number>();
    this.found.entries.forEach(entry => facet.of(entry).forEach(value => counts.set(value, (counts.get(value) ?? 0) + 1)));
    const values = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, facet.shown);
    if (values.length < 2) {
      return undefined;
    }
    const chosen = this.chosen.get(facet.name) ?? new Set<string>();
    const box = ([value, count]: [string, number]): HTMLElement =>
      h('label', {}, h('input', { type: 'checkbox', checked: chosen.has(value), 'data-value': value, onchange: () => this.choose(facet.name, value) }), ` ${value} `, h('span', { class: 'jp-isopleth-count' }, `${count}`));
    return h('details', { open: chosen.size > 0, 'data-facet': facet.name }, h('summary', {}, facet.name), h('div', { role: 'group', 'aria-label': facet.name }, ...values.map(box)));
  }

  private choose(facet: string, value: string): void {
    const chosen = this.chosen.get(facet) ?? new Set<string>();
    this.chosen.set(facet, chosen);
    if (!chosen.delete(value)) {
      chosen.add(value);
    }
    this.render();
    this.facetBox.querySelector<HTMLInputElement>(`[data-facet="${facet}"] [data-value="${CSS.escape(value)}"]`)?.focus();
  }

  private item(entry: IEntry): HTMLElement {
    const line = (name: string, value: string): HTMLElement | false => value !== '' && h('div', {}, h('dt', {}, name), h('dd', {}, value));
    const more = h(
      'details',
      {},
      h('summary', {}, 'More'),
      h('dl', {}, line('where', entry.where), line('when', entry.when), line('format', entry.driver), ...entry.parameters.map(p => line(p.name, [p.description, p.values].filter(Boolean).join('; '))),
        line('variables', keywords(entry.metadata['variables'])), line('license', keywords(entry.metadata['license'])), line('source', keywords(entry.metadata['source']))),
      h('pre', {}, h('code', {}, entry.code))
    );
    return h(
      'li',
      { id: `isopleth-entry-${entry.name}`, tabindex: -1 },
      h('h3', {}, entry.name),
      h('p', {}, entry.description),
      h('p', { class: 'jp-isopleth-facts' }, [entry.where.split(',')[0], entry.when].filter(Boolean).join(' · ')),
      entry.missing?.length ? h('p', { class: 'jp-isopleth-facts' }, `not found: ${entry.missing.join(', ')}`) : '',
      entry.unavailable && h('p', { class: 'jp-isopleth-facts' }, `Its data are not here. ${entry.unavailable}`),
      more,
      h('button', { type: 'button', class: 'jp-mod-styled jp-mod-accept', 'aria-label': `Insert code to open ${entry.name}`, onclick: () => void this.insert(entry) }, 'Insert code')
    );
  }

  private async showMap(entries: IEntry[]): Promise<void> {
    const features = entries.flatMap(extentOf);
    this.mapWidth = this.mapBox.clientWidth;
    if (!features.length || this.mapWidth < 40) {
      this.mapBox.replaceChildren();
      return;
    }
    try {
      const map = await drawMap(features, {
        width: this.mapWidth, maximumHeight: 260, label: `Extents of ${features.length} entries`, title: feature => String(feature.id),
        choose: feature => this.list.querySelector<HTMLElement>(`#${CSS.escape(`isopleth-entry-${feature.id}`)}`)?.focus(),
      });
      this.mapBox.replaceChildren(map);
    } catch (error) {
      this.mapBox.replaceChildren(h('p', { role: 'alert' }, reason(error)));
    }
  }

  private async insert(entry: IEntry): Promise<void> {
    try {
      const panel = this.notebooks.currentWidget ?? (await this.newNotebook());
      await panel.context.ready;
      const notebook = panel.content;
      const active = notebook.activeCell;
      if (active?.model.type !== 'code' || active.model.sharedModel.getSource().trim() !== '') {
        NotebookActions.insertBelow(notebook);
      }
      notebook.activeCell!.model.sharedModel.setSource(entry.code);
      this.app.shell.activateById(panel.id);
      notebook.mode = 'edit';
    } catch (error) {
      await showErrorMessage('The code could not be inserted', reason(error));
    }
  }

  private async newNotebook(): Promise<NotebookPanel> {
    return (await this.app.commands.execute('notebook:create-new', { kernelName: '.net-csharp' })) as NotebookPanel;
  }
}

function keywords(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
}

// Boxes of STAC: west, south, east, north; west lies beyond east where the box crosses the date line. The largest come first, that small ones can be pressed.
function extentOf(entry: IEntry): IFeature[] {
  const box = entry.metadata['bbox'];
  if (!Array.isArray(box) || box.length !== 4 || !box.every(Number.isFinite)) {
    return [];
  }
  const [west, south, east, north] = box as Box;
  const end = east < west ? east + 360 : east;
  return [{ type: 'Feature', id: entry.name, geometry: { type: 'Polygon', coordinates: [[[west, south], [end, south], [end, north], [west, north], [west, south]]] } }];
}
