import { LabIcon } from '@jupyterlab/ui-components';

const icon = (name: string, paths: string): LabIcon =>
  new LabIcon({ name: `isopleth:${name}`, svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">${paths}</g></svg>` });

/** Lines of equal value. */
export const houseIcon = icon('house', '<path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm-1.5 3C7.6 7 6 9.200 6 12s2.300 5.500 5.500 5.500S18 15.300 18 12.800 13.400 7 10.500 7zm0 2c2 0 5.500 2.300 5.500 3.800s-2 2.700-4.500 2.700S8 14 8 12s.9-3 2.500-3z" fill-rule="evenodd"/>');
export const catalogueIcon = icon('catalogue', '<path d="M4 5h10v2H4zm0 4h10v2H4zm0 4h6v2H4zm0 4h6v2H4z"/><path d="M16 12a4 4 0 1 1-.01 0zm0 1.800a2.200 2.200 0 1 0 .01 0z" fill-rule="evenodd"/><path d="m18.300 19.300 1.300-1.300 3 3-1.300 1.300z"/>');
export const jobsIcon = icon('jobs', '<path d="M3 5h18v4H3zm2 1.500v1h8v-1zM3 10.500h18v4H3zm2 1.500v1h12v-1zM3 16h18v4H3zm2 1.500v1h5v-1z" fill-rule="evenodd"/>');
