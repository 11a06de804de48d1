import { h, svg } from '../dom';
import { land } from './coastlines';
import { extentOf, partsOf, type Box, type Geometry, type IFeature, type Position } from './geometry';

/** How a feature is drawn and told; what a feature's own properties say after simplestyle comes first. */
export interface IMapOptions {
  /** Width [pixel]. */
  width: number;
  /** Greatest height [pixel]. */
  maximumHeight: number;
  /** What the map shows, for those who cannot see it. */
  label: string;
  /** The extent; that of the features when left out. */
  box?: Box;
  /** What a feature is called. */
  title(feature: IFeature): string;
  /** Called when a feature is chosen. */
  choose?(feature: IFeature): void;
}

/** Draws features over coastlines on a plate of longitude and latitude, true to scale at its middle. */
export async function drawMap(features: IFeature[], options: IMapOptions): Promise<HTMLElement> {
  const whole = options.box ?? extentOf(features);
  const rings = await land(whole[2] - whole[0]);
  const stretch = Math.max(Math.cos((((whole[1] + whole[3]) / 2) * Math.PI) / 180), 0.1);
  const [x, y] = [(lon: number) => lon * stretch, (lat: number) => -lat];
  const [boxWidth, boxHeight] = [(whole[2] - whole[0]) * stretch, whole[3] - whole[1]];
  const width = Math.max(Math.min(options.width, (options.maximumHeight * boxWidth) / boxHeight), 40);

  const path = (lines: Position[][], close: boolean, shift = 0): string =>
    lines.map(line => line.map(([lon, lat], at) => `${at ? 'L' : 'M'}${x(lon + shift).toFixed(4)} ${y(lat).toFixed(4)}`).join('') + (close ? 'Z' : '')).join('');
  const view = svg('svg', {
    role: 'group', 'aria-label': options.label, preserveAspectRatio: 'xMidYMid slice', width: Math.round(width), height: Math.round((width * boxHeight) / boxWidth), class: 'jp-isopleth-map',
  });
  const graticule = svg('path', { class: 'jp-isopleth-graticule' });
  const labels = h('div', { class: 'jp-isopleth-map-labels', 'aria-hidden': 'true' });
  const grounds = [0, -360, 360].filter(shift => whole[0] < 180 + shift && whole[2] > -180 + shift);
  view.append(
    ...grounds.map(shift => svg('path', { class: 'jp-isopleth-land', d: path(near(rings, whole, shift), true, shift) })),
    graticule,
    ...features.map(feature => draw(feature, path, options))
  );

  const box = { left: x(whole[0]), top: y(whole[3]), width: boxWidth, height: boxHeight };
  const readout = h('output', { class: 'jp-isopleth-map-readout' });
  const show = (): void => {
    view.setAttribute('viewBox', `${box.left} ${box.top} ${box.width} ${box.height}`);
    const [west, south, east, north] = [box.left / stretch, -box.top - box.height, (box.left + box.width) / stretch, -box.top];
    const [lons, lats] = [lines(west, east), lines(Math.max(south, -90), Math.min(north, 90))];
    graticule.setAttribute('d', lons.map(lon => `M${x(lon)} ${y(south)}V${y(north)}`).join('') + lats.map(lat => `M${x(west)} ${y(lat)}H${x(east)}`).join(''));
    labels.replaceChildren(
      ...lons.slice(1).map(lon => h('span', { style: `left:${((lon - west) / (east - west)) * 100}%;bottom:2px` }, degrees(wrap(lon), 'E', 'W'))),
      ...lats.slice(1).map(lat => h('span', { style: `top:${((north - lat) / (north - south)) * 100}%;left:3px` }, degrees(lat, 'N', 'S')))
    );
  };
  const zoom = (factor: number, atX = 0.5, atY = 0.5): void => {
    box.left += box.width * (1 - factor) * atX;
    box.top += box.height * (1 - factor) * atY;
    box.width *= factor;
    box.height *= factor;
    show();
  };
  const move = (dx: number, dy: number): void => {
    box.left += dx * box.width;
    box.top += dy * box.height;
    show();
  };
  const reset = (): void => {
    Object.assign(box, { left: x(whole[0]), top: y(whole[3]), width: boxWidth, height: boxHeight });
    show();
  };
  reset();
  steer(view, { zoom, move, place: (px, py) => (readout.textContent = placeText((box.left + px * box.width) / stretch, -(box.top + py * box.height))) });
  const button = (label: string, text: string, act: () => void): HTMLElement => h('button', { type: 'button', title: label, 'aria-label': label, onclick: act }, text);
  return h(
    'div',
    { class: 'jp-isopleth-map-frame', style: `width:${Math.round(width)}px` },
    view,
    labels,
    h('div', { class: 'jp-isopleth-map-tools' }, button('Zoom in', '+', () => zoom(0.5)), button('Zoom out', '−', () => zoom(2)), button('Show all', '⤢', reset)),
    readout
  );
}

function draw(feature: IFeature, path: (lines: Position[][], close: boolean) => string, options: IMapOptions): SVGElement {
  const { points, lines, rings } = partsOf(feature.geometry as Geometry | null);
  const style = feature.properties ?? {};
  const said = (name: string): string | undefined => (typeof style[name] === 'string' || typeof style[name] === 'number' ? String(style[name]) : undefined);
  const title = options.title(feature);
  const group = svg('g', { class: 'jp-isopleth-feature', role: options.choose ? 'button' : 'img', 'aria-label': title, tabindex: options.choose ? 0 : undefined }, svg('title', {}, title));
  if (rings.length) {
    group.append(svg('path', { class: 'jp-isopleth-area', 'fill-rule': 'evenodd', d: path(rings, true), style: styleText({ fill: said('fill'), 'fill-opacity': said('fill-opacity'), stroke: said('stroke'), 'stroke-width': said('stroke-width') }) }));
  }
  if (lines.length) {
    group.append(svg('path', { class: 'jp-isopleth-line', d: path(lines, false), style: styleText({ stroke: said('stroke'), 'stroke-width': said('stroke-width') }) }));
  }
  if (points.length) {
    // A point is a line of no length with round ends, whose width no zoom changes.
    group.append(svg('path', { class: 'jp-isopleth-point', d: path(points.map(p => [p, p]), false), style: styleText({ stroke: said('marker-color') }) }));
  }
  if (options.choose) {
    const choose = options.choose;
    group.addEventListener('click', () => choose(feature));
    group.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose(feature);
      }
    });
  }
  return group;
}

// What a style may hold is a colour or a number; anything else could be a way out of the attribute.
function styleText(style: Record<string, string | undefined>): string | undefined {
  const text = Object.entries(style).filter(([, value]) => value && /^[#\w.%(), -]+$/.test(value)).map(([name, value]) => `${name}:${value}`).join(';');
  return text || undefined;
}

function near(rings: Position[][], box: Box, shift: number): Position[][] {
  return rings.filter(ring => {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of ring) {
      [west, east, south, north] = [Math.min(west, lon), Math.max(east, lon), Math.min(south, lat), Math.max(north, lat)];
    }
    const [width, height] = [box[2] - box[0], box[3] - box[1]];
    return west + shift < box[2] + width && east + shift > box[0] - width && south < box[3] + height && north > box[1] - height;
  });
}

// Where lines of a grid lie between two angles [degree]: at a round step that gives some four of them.
function lines(from: number, to: number): number[] {
  const step = [60, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02].find(s => (to - from) / s >= 3) ?? 0.01;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(Math.floor(to / step) - first + 1, 0) }, (_, i) => Number(((first + i) * step).toFixed(2)));
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Math.abs(value)}°${value === 0 ? '' : value < 0 ? negative : positive}`;
}

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

function placeText(lon: number, lat: number): string {
  const round = (value: number): number => Number(value.toFixed(2));
  return Math.abs(lat) > 90 ? '' : `${degrees(round(lat), 'N', 'S')}, ${degrees(round(wrap(lon)), 'E', 'W')}`;
}

interface ISteering {
  zoom(factor: number, atX: number, atY: number): void;
  move(dx: number, dy: number): void;
  place(x: number, y: number): void;
}

// Dragging moves; the wheel zooms with Ctrl held, so that it scrolls the notebook otherwise; keys do the same.
function steer(view: SVGSVGElement, steering: ISteering): void {
  view.setAttribute('tabindex', '0');
  const at = (event: MouseEvent): [number, number] => {
    const box = view.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  let grip: [number, number] | undefined;
  view.addEventListener('pointerdown', event => {
    grip = at(event);
  });
  view.addEventListener('pointermove', event => {
    const [px, py] = at(event);
    if (grip && event.buttons & 1) {
      steering.move(grip[0] - px, grip[1] - py);
      grip = [px, py];
    }
    steering.place(px, py);
  });
  view.addEventListener('wheel', event => {
    if (event.ctrlKey) {
      event.preventDefault();
      steering.zoom(event.deltaY > 0 ? 1.25 : 0.8, ...at(event));
    }
  });
  const keys: Record<string, () => void> = {
    ArrowLeft: () => steering.move(-0.1, 0), ArrowRight: () => steering.move(0.1, 0), ArrowUp: () => steering.move(0, -0.1), ArrowDown: () => steering.move(0, 0.1),
    '+': () => steering.zoom(0.8, 0.5, 0.5), '-': () => steering.zoom(1.25, 0.5, 0.5),
  };
  view.addEventListener('keydown', event => {
    const act = event.target === view ? keys[event.key] : undefined;
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  });
}
