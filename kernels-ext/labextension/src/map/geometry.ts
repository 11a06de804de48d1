/** Degrees: longitude, then latitude. */
export type Position = [number, number, ...number[]];

export type Geometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint' | 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString' | 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] }
  | { type: 'GeometryCollection'; geometries: Geometry[] };

export interface IFeature {
  type: 'Feature';
  geometry: Geometry | null;
  properties?: Record<string, unknown> | null;
  id?: string | number;
}

/** West, south, east and north [degree]; east may lie beyond 180. */
export type Box = [number, number, number, number];

/** The features of any GeoJSON object. */
export function featuresOf(given: unknown): IFeature[] {
  const object = given as { type?: string; features?: IFeature[] } | null;
  switch (object?.type) {
    case 'FeatureCollection':
      return Array.isArray(object.features) ? object.features : [];
    case 'Feature':
      return [object as IFeature];
    case 'Point':
    case 'MultiPoint':
    case 'LineString':
    case 'MultiLineString':
    case 'Polygon':
    case 'MultiPolygon':
    case 'GeometryCollection':
      return [{ type: 'Feature', geometry: object as Geometry, properties: {} }];
    default:
      throw new Error(`This is no GeoJSON: its type is ${JSON.stringify(object?.type)}, where FeatureCollection, Feature or a geometry is expected.`);
  }
}

/** The parts of a geometry: positions one by one, or lines of them; a polygon's rings are lines that close. */
export function partsOf(geometry: Geometry | null): { points: Position[]; lines: Position[][]; rings: Position[][] } {
  const parts = { points: [] as Position[], lines: [] as Position[][], rings: [] as Position[][] };
  const add = (g: Geometry | null): void => {
    switch (g?.type) {
      case 'Point':
        parts.points.push(g.coordinates);
        break;
      case 'MultiPoint':
        parts.points.push(...g.coordinates);
        break;
      case 'LineString':
        parts.lines.push(g.coordinates);
        break;
      case 'MultiLineString':
        parts.lines.push(...g.coordinates);
        break;
      case 'Polygon':
        parts.rings.push(...g.coordinates);
        break;
      case 'MultiPolygon':
        parts.rings.push(...g.coordinates.flat());
        break;
      case 'GeometryCollection':
        g.geometries.forEach(add);
        break;
    }
  };
  add(geometry);
  return parts;
}

/** The extent of features, with a margin and no flatter than the eye likes; the whole Earth when there is nothing. */
export function extentOf(features: IFeature[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const feature of features) {
    const { points, lines, rings } = partsOf(feature.geometry);
    for (const [lon, lat] of [...points, ...lines.flat(), ...rings.flat()]) {
      if (Number.isFinite(lon) && Number.isFinite(lat)) {
        [west, east, south, north] = [Math.min(west, lon), Math.max(east, lon), Math.min(south, lat), Math.max(north, lat)];
      }
    }
  }
  if (west > east) {
    return [-180, -90, 180, 90];
  }
  const margin = Math.max(0.08 * Math.max(east - west, north - south), 0.02);
  const box: Box = [west - margin, Math.max(south - margin, -90), east + margin, Math.min(north + margin, 90)];
  if (box[2] - box[0] >= 340) {
    return [Math.min(-180, west), box[1], Math.max(180, east), box[3]];
  }
  const stretch = 1 / Math.cos((((box[1] + box[3]) / 2) * Math.PI) / 180);
  const lacking = (box[3] - box[1]) * 0.8 * Math.min(stretch, 8) - (box[2] - box[0]);
  return lacking > 0 ? [box[0] - lacking / 2, box[1], box[2] + lacking / 2, box[3]] : widen(box, stretch);
}

function widen(box: Box, stretch: number): Box {
  const lacking = (box[2] - box[0]) * 0.4 / Math.min(stretch, 8) - (box[3] - box[1]);
  return lacking > 0 ? [box[0], Math.max(box[1] - lacking / 2, -90), box[2], Math.min(box[3] + lacking / 2, 90)] : box;
}
