import { STATE_LOOKS } from '@/components/marks/state';
import { boxWords } from '@/lib/view/box-words';
import type { BoxKind, Card, Region, Tile } from '@/lib/view/view';
import { boxTitle, isOfVpc } from './card-words';

/** A folded box that is drawn as a tile. */
export type TileRegion = Region & { readonly tile: Tile };

export const isTile = (region: Region): region is TileRegion => region.tile !== undefined;

/** The tiles of a view. */
export function tilesOf(regions: Iterable<Region>): readonly TileRegion[] {
  return [...regions].filter(isTile);
}

/** A tile's accessible name: `Namespace team-7 in fleet, 25 Pods · 2 segments, 57 objects folded, warning: 2 of 57 objects...`. */
export function tileName(region: TileRegion): string {
  const { cluster, summary, tile } = region;
  const name = `${boxTitle(region)}${cluster === null ? '' : ` in ${cluster}`}`;
  const found = tile.found === undefined ? '' : `${counted(tile.found)} found`;
  const parts = [name, summary, foldedWords(tile), found, stateWords(region)];
  return parts.filter((part) => part !== '').join(', ');
}

export function foldedWords({ objects }: Tile): string {
  return objects === 1 ? '1 object folded' : `${counted(objects)} objects folded`;
}

/** `warning: 2 of 57 objects: no segment port`; empty for a healthy one. */
export function stateWords({ state, reason }: Pick<Region, 'state' | 'reason'>): string {
  if (state === 'healthy') return '';
  const word = STATE_LOOKS[state].word.toLowerCase();
  return reason === null ? word : `${word}: ${reason}`;
}

/** A tile as a row of tables: the box as one card that folds all that is in it. */
export function cardOfTile({
  id,
  kind,
  cluster,
  namespace,
  title,
  summary,
  node,
  tile,
  state,
  reason,
}: TileRegion): Card {
  const { planes, objects, found } = tile;
  const face = {
    id,
    kind,
    lane: 'tier-1',
    region: null,
    cluster,
    namespace,
    title,
    line: summary,
    badge: null,
  } as const;
  const facts = { planes, state, reason, nodes: node === null ? [] : [node], folded: objects };
  return { ...face, ...facts, ...(found === undefined ? {} : { found }) };
}

/** What is said beside the name of each cluster that has tiles: `2,000 Namespaces · 31 not healthy`. */
export function headingsOf(regions: Iterable<Region>): ReadonlyMap<string, string> {
  const clusters = new Map<string, Tally>();
  for (const region of regions) {
    const tally = clusters.get(region.cluster ?? '') ?? { kind: region.kind, all: 0, ofVpc: 0, tiles: 0, ill: 0 };
    clusters.set(region.cluster ?? '', tally);
    tally.all++;
    if (isOfVpc(region)) tally.ofVpc++;
    if (!isTile(region)) continue;
    tally.tiles++;
    if (region.state !== 'healthy') tally.ill++;
  }
  return new Map([...clusters].map(([cluster, tally]) => [cluster, headingWords(tally)]));
}

interface Tally {
  readonly kind: BoxKind;
  all: number;
  ofVpc: number;
  tiles: number;
  ill: number;
}

function headingWords({ kind, all, ofVpc, tiles, ill }: Tally): string {
  const { one, many } = boxWords({ by: kind }, ofVpc === 0 ? 'tier-1' : ofVpc === all ? 'vpc' : 'both');
  // What is opened is drawn elsewhere, with its own state.
  const count = tiles === all ? counted(all) : `${counted(tiles)} of ${counted(all)}`;
  return `${count} ${all === 1 ? one : many} · ${ill === 0 ? 'all healthy' : `${counted(ill)} not healthy`}`;
}

/** What a heading calls a cluster. */
export const clusterTitle = (cluster: string): string => (cluster === '' ? 'In no cluster' : cluster);

const counted = (value: number): string => value.toLocaleString('en');
