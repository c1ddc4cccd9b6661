import type { NodeState } from '@/lib/model/graph';
import type { Plane } from '@/lib/model/ids';

/** Colours for paper: the light set, whatever the screen shows. */
export const INK = {
  text: '#16212b',
  muted: '#566370',
  line: '#cbd2d9',
  edge: '#aab4be',
  region: '#eef2f8',
  regionLine: '#bdd0f2',
  paper: '#ffffff',
} as const;
export const PLANE_INK: Readonly<Record<Plane, string>> = { kubernetes: '#2b66dd', nsx: '#0b857a' };
export const STATE_INK: Readonly<Record<NodeState, string>> = {
  healthy: INK.line,
  pending: INK.muted,
  warning: '#8f5608',
  failed: '#b3362a',
  unknown: INK.muted,
  orphan: '#8f5608',
  conflict: '#b3362a',
};
const DASHES: Partial<Record<NodeState, string>> = { pending: '1.5 3', orphan: '6 4' };
export const SANS = 'Geist, Inter, Helvetica, Arial, sans-serif';
const MONO = "'Geist Mono', Menlo, Consolas, monospace";
/** Width of an average letter against the size of the type. */
export const LETTER = { sans: 0.54, mono: 0.6 } as const;

export function dashes(state: NodeState): string {
  const dash = DASHES[state];
  return dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
}

interface Type {
  readonly size: number;
  readonly weight?: number;
  readonly ink?: string;
  readonly mono?: boolean;
  /** Longer words are cut in the middle to this width. */
  readonly room?: number;
}

export function text(
  x: number,
  y: number,
  words: string,
  { size, weight, ink = INK.text, mono = false, room }: Type,
): string {
  const letters = room === undefined ? words.length : Math.floor(room / (size * (mono ? LETTER.mono : LETTER.sans)));
  const font = mono ? ` font-family="${MONO}"` : '';
  const strong = weight === undefined ? '' : ` font-weight="${weight}"`;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${ink}"${font}${strong}>${escaped(cut(words, letters))}</text>`;
}

/** Words of at most so many letters: what tells names apart is often at their end. */
function cut(words: string, letters: number): string {
  if (words.length <= letters) return words;
  if (letters < 3) return '';
  const tail = Math.floor((letters - 1) / 3);
  return `${words.slice(0, letters - 1 - tail)}…${words.slice(words.length - tail)}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that may stand in a document; characters that XML forbids are left out. */
export function escaped(words: string): string {
  return words.replace(/[^\t\n\r -\uffff]/g, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
