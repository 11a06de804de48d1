import type { JupyterFrontEnd } from '@jupyterlab/application';
import { showErrorMessage } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { asset } from '../assets';
import { h } from '../dom';
import { ask, reason } from '../server';

interface ICurated {
  path: string;
  title: string;
  promise: string;
  minutes: number | null;
  level: string | null;
  picture: string | null;
  alt: string | null;
}

interface IIndex {
  themes: { name: string; notebooks: ICurated[] }[];
}

/** The curated notebooks by theme; each opens as the user's own copy. */
export class StartPage extends Widget {
  private readonly page = h('div', { role: 'region', 'aria-label': 'Start page' });

  constructor(private readonly app: JupyterFrontEnd) {
    super();
    this.addClass('jp-isopleth-start');
    this.node.append(this.page);
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(asset('start/index.json'), { cache: 'no-cache' });
      if (!answer.ok) {
        throw new Error(`The list of notebooks is not there (${answer.status}); “isopleth prepare” writes it.`);
      }
      const { themes } = (await answer.json()) as IIndex;
      const execute = (command: string, args = {}): (() => void) => () => void this.app.commands.execute(command, args);
      this.page.replaceChildren(
        h(
          'header',
          {},
          h('h1', {}, 'Isopleth'),
          h('p', {}, 'Notebooks that are tools and their documentation at once. Each opens as your own copy, in the folder notebooks of your home.'),
          h(
            'div',
            { class: 'jp-isopleth-buttons' },
            h('button', { type: 'button', class: 'jp-mod-styled jp-mod-accept', onclick: execute('notebook:create-new', { kernelName: '.net-csharp' }) }, 'New C# notebook'),
            h('button', { type: 'button', class: 'jp-mod-styled', onclick: execute('isopleth:catalogue') }, 'Search the catalogue'),
            h('button', { type: 'button', class: 'jp-mod-styled', onclick: execute('isopleth:jobs') }, 'Jobs'),
            h('button', { type: 'button', class: 'jp-mod-styled', onclick: execute('launcher:create') }, 'All kernels and tools')
          )
        ),
        ...themes.map(theme => this.theme(theme.name || 'first steps', theme.notebooks))
      );
    } catch (error) {
      this.page.replaceChildren(h('p', { role: 'alert', class: 'jp-isopleth-problem' }, reason(error)));
    }
  }

  private theme(name: string, notebooks: ICurated[]): HTMLElement {
    return h('section', { 'aria-label': name }, h('h2', {}, name[0]!.toUpperCase() + name.slice(1)), h('ul', {}, ...notebooks.map(notebook => this.card(notebook))));
  }

  private card(notebook: ICurated): HTMLElement {
    const facts = [notebook.minutes && `${notebook.minutes} minutes`, notebook.level].filter((f): f is string => !!f);
    return h(
      'li',
      { class: 'jp-isopleth-card' },
      h('div', { class: 'jp-isopleth-picture' }, notebook.picture && h('img', { src: asset(`start/${notebook.picture}`), alt: notebook.alt ?? '', loading: 'lazy' }) || ''),
      h('h3', {}, notebook.title),
      h('p', {}, notebook.promise),
      h('p', { class: 'jp-isopleth-badges' }, ...facts.map(fact => h('span', {}, fact))),
      h(
        'div',
        { class: 'jp-isopleth-buttons' },
        h('button', { type: 'button', class: 'jp-mod-styled jp-mod-accept', 'aria-label': `Open ${notebook.title}`, onclick: () => void this.open(notebook, false) }, 'Open'),
        h('button', { type: 'button', class: 'jp-mod-styled', 'aria-label': `Open a fresh copy of ${notebook.title}`, onclick: () => void this.open(notebook, true) }, 'Fresh copy')
      )
    );
  }

  private async open(notebook: ICurated, fresh: boolean): Promise<void> {
    try {
      const { path } = await ask<{ path: string }>('notebooks', { method: 'POST', body: { path: notebook.path, fresh } });
      await this.app.commands.execute('docmanager:open', { path });
    } catch (error) {
      await showErrorMessage('The notebook could not be opened', reason(error));
    }
  }
}
