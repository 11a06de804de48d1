import { asset } from '../assets';
import type { Position } from './geometry';

interface ITopology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: Record<string, ITopologyObject>;
}

interface ITopologyObject {
  type: string;
  geometries?: ITopologyObject[];
  arcs?: number[][] | number[][][];
}

const loaded = new Map<string, Promise<Position[][]>>();

/** The rings of the land, as fine as a map so many degrees wide can show. */
export function land(degrees: number): Promise<Position[][]> {
  const detail = degrees > 70 ? '110m' : degrees > 8 ? '50m' : '10m';
  let rings = loaded.get(detail);
  if (!rings) {
    rings = fetch(asset(`land-${detail}.json`)).then(async answer => {
      if (!answer.ok) {
        throw new Error(`The coastlines (land-${detail}.json) could not be loaded: ${answer.status} ${answer.statusText}.`);
      }
      return decode((await answer.json()) as ITopology);
    });
    rings.catch(() => loaded.delete(detail));
    loaded.set(detail, rings);
  }
  return rings;
}

// TopoJSON: arcs are shared between rings, quantised, and each position is told from the one before; ~i is arc i backwards.
function decode(topology: ITopology): Position[][] {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map(arc => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]): Position => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const ring = (indices: number[]): Position[] =>
    indices.flatMap((index, at) => {
      const arc = index >= 0 ? arcs[index]! : [...arcs[~index]!].reverse();
      return at === 0 ? arc : arc.slice(1);
    });
  const rings: Position[][] = [];
  const walk = (object: ITopologyObject): void => {
    object.geometries?.forEach(walk);
    if (object.type === 'Polygon') {
      rings.push(...(object.arcs as number[][]).map(ring));
    } else if (object.type === 'MultiPolygon') {
      rings.push(...(object.arcs as number[][][]).flat().map(ring));
    }
  };
  walk(topology.objects['land']!);
  return rings;
}
