import type { NodeState } from '@/lib/model/graph';
import type { Plane } from '@/lib/model/ids';

/** Least Pods of each strength of a tile; what has none is palest. */
export const STRENGTHS = [0, 1, 5, 15, 40, 100] as const;
/** How much of the hue a tile has from afar, and close by, where words stand on it. */
const FAR = [0.06, 0.14, 0.23, 0.33, 0.43, 0.54] as const;
const NEAR = [0.02, 0.05, 0.08, 0.11, 0.14, 0.17] as const;
/** Between these zooms the one becomes the other. */
const FADE = { from: 0.5, to: 0.75 } as const;

/** Colours and type of a picture of tiles, read from the page: they follow the theme, and planes that are stale. */
export interface TileInk {
  readonly font: string;
  readonly surface: string;
  readonly line: string;
  readonly strong: string;
  readonly text: string;
  readonly muted: string;
  readonly name: string;
  readonly bars: Readonly<Record<Plane, string>>;
  readonly states: Readonly<Record<NodeState, string>>;
  readonly tints: Readonly<Record<NodeState, string | null>>;
}

export function inkOf(element: Element): TileInk {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const [warning, failed, muted] = [read('--warning'), read('--failed'), read('--muted')];
  const [pale, red] = [read('--warning-tint'), read('--failed-tint')];
  return {
    font: style.fontFamily,
    surface: read('--surface'),
    line: read('--line'),
    strong: read('--strong'),
    text: read('--text'),
    muted,
    name: read('--kubernetes'),
    bars: { kubernetes: resolved(style, '--kubernetes-bar'), nsx: resolved(style, '--nsx-bar') },
    states: { healthy: muted, pending: muted, unknown: muted, warning, orphan: warning, failed, conflict: failed },
    tints: { healthy: null, pending: null, unknown: null, warning: pale, orphan: pale, failed: red, conflict: red },
  };
}

/** A token that may stand for another one. */
function resolved(style: CSSStyleDeclaration, name: string): string {
  const value = style.getPropertyValue(name).trim();
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : resolved(style, other);
}

/** Which of the strengths so many Pods have. */
export function strengthOf(pods: number): number {
  let strength = 0;
  for (const [index, least] of STRENGTHS.entries()) if (pods >= least) strength = index;
  return strength;
}

/** The fill of each strength at a zoom. */
export function fillsAt(zoom: number, { surface, bars }: Pick<TileInk, 'surface' | 'bars'>): readonly string[] {
  const near = Math.min(1, Math.max(0, (zoom - FADE.from) / (FADE.to - FADE.from)));
  return FAR.map((far, index) => mix(surface, bars.kubernetes, far + ((NEAR[index] ?? far) - far) * near));
}

/** So much of the second colour in the first; both as `#rrggbb` or `#rgb`, else the first as it is. */
export function mix(base: string, hue: string, part: number): string {
  const [from, to] = [channels(base), channels(hue)];
  if (from === null || to === null) return base;
  return `rgb(${from.map((value, index) => Math.round(value + ((to[index] ?? value) - value) * part)).join(' ')})`;
}

function channels(colour: string): readonly number[] | null {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour) ?? /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  return hex === null ? null : hex.slice(1).map((part) => Number.parseInt(part.padEnd(2, part), 16));
}
