import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, MainAreaWidget, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { Widget } from '@lumino/widgets';
import { h } from '../dom';
import { jobsIcon } from '../icons';
import { ask, reason } from '../server';
import { PollingWidget } from './polling';

interface IRun {
  id: string;
  input: string;
  path: string | null;
  status: string;
  cell: number;
  cells: number | null;
  title: string;
  started: string;
  seconds?: number;
  slurm: string | null;
}

interface IQueued {
  id: string;
  name: string;
  state: string;
  elapsed: string;
  limit: string;
  reason: string;
}

interface IJobs {
  slurm: IQueued[] | null;
  problem: string | null;
  runs: IRun[];
}

const ENDED = /^(BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|TIMEOUT)/;

/** The user's jobs in the side bar: notebooks that run headless, and Slurm's queue. Asked for only while it is seen. */
export class JobsPanel extends PollingWidget {
  private last = '';
  private slurm = false;
  private readonly status = h('p', { class: 'jp-isopleth-status', role: 'status' });
  private readonly runs = h('ul', { class: 'jp-isopleth-list', 'aria-label': 'Notebooks that run headless' });
  private readonly queue = h('ul', { class: 'jp-isopleth-list', 'aria-label': 'Jobs of Slurm' });

  constructor(private readonly app: JupyterFrontEnd, private readonly notebooks: INotebookTracker) {
    super();
    this.id = 'isopleth-jobs';
    this.addClass('jp-isopleth-panel');
    this.title.icon = jobsIcon;
    this.title.caption = 'Jobs';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Jobs');
    this.node.append(
      h('div', { class: 'jp-isopleth-panel-head' }, h('h2', {}, 'Jobs'), h('button', { type: 'button', class: 'jp-mod-styled jp-mod-accept', onclick: () => void this.start() }, 'Run notebook headless…'), this.status),
      h('div', { class: 'jp-isopleth-panel-body' }, h('h3', { class: 'jp-isopleth-section' }, 'Headless runs'), this.runs, h('h3', { class: 'jp-isopleth-section' }, 'Slurm'), this.queue)
    );
  }

  protected async refresh(): Promise<void> {
    try {
      const jobs = await ask<IJobs>('jobs');
      this.status.textContent = jobs.problem ?? '';
      this.slurm = jobs.slurm !== null;
      const text = JSON.stringify(jobs);
      if (text !== this.last) {
        this.last = text;
        this.render(jobs);
      }
    } catch (error) {
      this.status.textContent = reason(error);
    }
  }

  private render(jobs: IJobs): void {
    const focused = this.node.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : null;
    const none = (text: string): HTMLElement => h('li', { class: 'jp-isopleth-none' }, text);
    this.runs.replaceChildren(...(jobs.runs.length ? jobs.runs.map(run => this.run(run)) : [none('None yet. “isopleth run” in a terminal shows here, too.')]));
    this.queue.replaceChildren(...(jobs.slurm === null ? [none(jobs.problem ? 'Slurm does not answer.' : 'There is no Slurm here.')] : jobs.slurm.length ? jobs.slurm.map(job => this.job(job)) : [none('The queue holds no job of yours.')]));
    if (focused) {
      this.node.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  private run(run: IRun): HTMLElement {
    const name = run.input.split('/').pop()!;
    const running = run.status === 'running';
    const done = run.status === 'completed' ? 'done' : run.status === 'lost' ? 'its process is gone' : run.status.replace('_', ' ');
    const state = running ? `cell ${run.cell}${run.cells ? ` of ${run.cells}` : ''}: ${run.title}` : `${done}${run.seconds === undefined ? '' : `, ${run.seconds.toFixed(0)} s`}${run.title ? `. ${run.title}` : ''}`;
    return h(
      'li',
      { 'data-state': run.status },
      h('h4', {}, name),
      running && h('progress', { 'aria-label': `Progress of ${name}`, max: run.cells ?? 1, value: run.cells ? Math.max(run.cell - 1, 0) : undefined }),
      h('p', {}, state),
      h('p', { class: 'jp-isopleth-facts' }, new Date(run.started).toLocaleString() + (run.slurm ? ` · Slurm job ${run.slurm}` : '')),
      h(
        'div',
        { class: 'jp-isopleth-buttons' },
        run.path !== null && this.button('Open', `Open the notebook of ${name}, ${run.id}`, () => this.app.commands.execute('docmanager:open', { path: run.path })),
        this.button('Log', `Log of ${name}, ${run.id}`, () => this.log('run', run.id, name)),
        running && this.button('Cancel', `Cancel ${name}, ${run.id}`, () => this.cancel('run', run.id))
      )
    );
  }

  private job(job: IQueued): HTMLElement {
    const ended = ENDED.test(job.state);
    return h(
      'li',
      { 'data-state': job.state.toLowerCase() },
      h('h4', {}, `${job.id} ${job.name}`),
      h('p', {}, `${job.state.toLowerCase().replace(/_/g, ' ')}, ${job.elapsed} of ${job.limit}${job.reason && job.reason !== 'None' ? ` (${job.reason})` : ''}`),
      h(
        'div',
        { class: 'jp-isopleth-buttons' },
        this.button('Log', `Log of job ${job.id}`, () => this.log('slurm', job.id, job.name)),
        !ended && this.button('Cancel', `Cancel job ${job.id}`, () => this.cancel('slurm', job.id))
      )
    );
  }

  private button(text: string, label: string, act: () => Promise<unknown>): HTMLElement {
    return h('button', { type: 'button', class: 'jp-mod-styled', 'aria-label': label, onclick: () => void act().catch(error => showErrorMessage(text, reason(error))) }, text);
  }

  private async cancel(kind: string, id: string): Promise<void> {
    await ask(`jobs/${kind}/${encodeURIComponent(id)}`, { method: 'DELETE' });
    await this.refresh();
  }

  private async log(kind: string, id: string, name: string): Promise<void> {
    const widget = new MainAreaWidget({ content: new LogView(kind, id) });
    widget.id = `isopleth-log-${kind}-${id}`;
    widget.title.label = `Log: ${name}`;
    widget.title.icon = jobsIcon;
    widget.title.closable = true;
    this.app.shell.add(widget, 'main');
  }

  private async start(): Promise<void> {
    const panel = this.notebooks.currentWidget;
    if (!panel) {
      await showErrorMessage('No notebook is open', 'Open the notebook that is to run, then press the button again.');
      return;
    }
    await this.refresh();
    const parameters = h('textarea', { rows: 4, 'aria-label': 'Parameters', placeholder: 'name = value, one a line' });
    const slurm = h('input', { type: 'checkbox', id: 'isopleth-on-slurm', disabled: !this.slurm });
    const body = new Widget({
      node: h('div', { class: 'jp-isopleth-dialog' }, h('p', {}, `${panel.context.path} runs with a kernel of its own; a copy with the outputs is made beside it.`), h('label', {}, 'Parameters', parameters), h('label', {}, slurm, ' as a job of Slurm')),
    });
    const answer = await showDialog({ title: 'Run headless', body, buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Run' })] });
    if (!answer.button.accept) {
      return;
    }
    try {
      await panel.context.save();
      await ask('jobs', { method: 'POST', body: { path: panel.context.path, slurm: slurm.checked, parameters: pairs(parameters.value) } });
      await this.refresh();
    } catch (error) {
      await showErrorMessage('The notebook could not be started', reason(error));
    }
  }
}

/** Lines of NAME = VALUE. */
function pairs(text: string): Record<string, string> {
  const lines = text.split('\n').map(line => line.trim()).filter(Boolean);
  return Object.fromEntries(
    lines.map(line => {
      const at = line.indexOf('=');
      if (at < 1) {
        throw new Error(`“${line}” is no parameter; each line is NAME = VALUE.`);
      }
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    })
  );
}

/** A job's log, which grows while one looks at it. */
class LogView extends PollingWidget {
  private readonly text = h('pre', { tabindex: 0, role: 'log', 'aria-label': 'Log' });

  constructor(private readonly kind: string, private readonly identity: string) {
    super();
    this.addClass('jp-isopleth-log');
    this.node.append(this.text);
  }

  protected async refresh(): Promise<void> {
    let text: string;
    try {
      text = (await ask<{ log: string }>(`jobs/${this.kind}/${encodeURIComponent(this.identity)}`)).log || 'Nothing yet.';
    } catch (error) {
      text = reason(error);
    }
    if (text !== this.text.textContent) {
      const atEnd = this.node.scrollTop + this.node.clientHeight >= this.node.scrollHeight - 20;
      this.text.textContent = text;
      if (atEnd) {
        this.node.scrollTop = this.node.scrollHeight;
      }
    }
  }
}
