/** Whether JupyterLab's theme is a dark one. */
export function isDark(): boolean {
  return document.body.dataset['jpThemeLight'] === 'false';
}

/** A colour, or other value, of JupyterLab's theme. */
export function themeValue(name: string): string {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

/** Calls back when the theme has changed; the result ends it. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(() => requestAnimationFrame(callback));
  observer.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name'] });
  return () => observer.disconnect();
}
