// What JupyterLab loads: a container of module federation, written by hand. The bundle's first line makes `shared` and a `require` that looks
// into it; here JupyterLab's own modules are put in before any module of ours is evaluated.

type Share = Record<string, { get(): Promise<() => unknown>; loaded?: number }>;

declare const shared: Record<string, unknown>;

const modules = [
  '@jupyterlab/application',
  '@jupyterlab/apputils',
  '@jupyterlab/coreutils',
  '@jupyterlab/launcher',
  '@jupyterlab/notebook',
  '@jupyterlab/rendermime',
  '@jupyterlab/services',
  '@jupyterlab/ui-components',
  '@lumino/widgets',
];

let scope: Record<string, Share>;

async function take(name: string): Promise<void> {
  // JupyterLab shares one version of each; were there more, the one already loaded is the page's.
  const versions = Object.values(scope[name] ?? {});
  const chosen = versions.find(v => v.loaded) ?? versions[0];
  if (!chosen) {
    throw new Error(`Isopleth's extension needs ${name}, which this JupyterLab does not share; it is made for JupyterLab 4.`);
  }
  shared[name] = (await chosen.get())();
}

const containers = ((window as unknown as { _JUPYTERLAB: Record<string, unknown> })._JUPYTERLAB ??= {});
containers['isopleth'] = {
  init: (given: Record<string, Share>) => {
    scope = given;
  },
  get: async (name: string) => {
    if (name !== './extension') {
      throw new Error(`Isopleth's extension has no part ${name}.`);
    }
    await Promise.all(modules.map(take));
    const extension = { __esModule: true, default: (await import('./index')).default };
    return () => extension;
  },
};
