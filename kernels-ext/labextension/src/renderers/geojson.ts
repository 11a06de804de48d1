import { featuresOf, type IFeature } from '../map/geometry';
import { drawMap } from '../map/map';
import { Drawing } from './drawing';

export const GEOJSON = 'application/geo+json';

/** GeoJSON on a map with coastlines; nothing is fetched from beyond the server. */
export class GeoJsonDrawing extends Drawing {
  constructor() {
    super(GEOJSON, 'jp-isopleth-geojson');
  }

  protected async draw(given: unknown, description: string): Promise<void> {
    const features = featuresOf(given);
    const map = await drawMap(features, {
      width: Math.min(this.node.clientWidth || 760, 760),
      maximumHeight: 480,
      label: description || `Map of ${features.length} features`,
      title,
    });
    this.node.replaceChildren(map);
  }
}

// What a feature says of itself, without what only says how it looks.
function title(feature: IFeature): string {
  const look = /^(fill|stroke|marker)(-|$)/;
  const said = Object.entries(feature.properties ?? {}).filter(([key, value]) => !look.test(key) && value !== null);
  const name = said.find(([key]) => /^(name|title)$/i.test(key))?.[1] ?? feature.id ?? feature.geometry?.type ?? 'no geometry';
  return [String(name), ...said.filter(([key]) => !/^(name|title)$/i.test(key)).map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)].join('\n');
}
