import { isBookkeepingScope } from '../kinds/nsx/tags';
import type { Tag } from '../model';
import type { LabelTag, PodResponse } from '../wire';

/** Labels that change with every rollout; NCP leaves them out, so their absence is no fault. */
const NEVER_COPIED = new Set(['pod-template-hash']);
const MAX_SCOPE = 128;
const MAX_TAG = 256;

/** Labels of a Pod beside the tags of its port, and the tags that are nobody's label. */
export function compareLabels(
  labels: Readonly<Record<string, string>>,
  tags: readonly Tag[] | null,
): Pick<PodResponse, 'labels' | 'otherTags'> {
  const left = (tags ?? []).filter((tag) => !isBookkeepingScope(tag.scope));
  const rows: LabelTag[] = [];
  for (const [key, label] of Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const at = left.findIndex((tag) => sameScope(tag.scope, key));
    const [tag] = at < 0 ? [] : left.splice(at, 1);
    rows.push({ key, label, tag: tag?.tag ?? null, ...verdictOf(key, label, { tag, known: tags !== null }) });
  }
  for (const tag of left) {
    const words = 'no such label: added in NSX, or left from a removed label';
    rows.push({ key: tag.scope, label: null, tag: tag.tag, verdict: 'extra-tag', words });
  }
  const otherTags = (tags ?? [])
    .filter((tag) => isBookkeepingScope(tag.scope))
    .map(({ scope, tag }) => ({ scope, tag }));
  return { labels: rows, otherTags };
}

/** NSX cuts scopes at 128 characters: NCP first drops the part before the last slash, then cuts and adds a hash. */
function sameScope(scope: string, key: string): boolean {
  if (key.length <= MAX_SCOPE) return scope === key;
  const short = key.slice(key.lastIndexOf('/') + 1);
  return scope === short || (short.length > MAX_SCOPE && scope.length > 9 && short.startsWith(scope.slice(0, -9)));
}

function verdictOf(
  key: string,
  label: string,
  port: { readonly tag: Tag | undefined; readonly known: boolean },
): Pick<LabelTag, 'verdict' | 'words'> {
  const { tag, known } = port;
  if (tag === undefined && NEVER_COPIED.has(key)) return { verdict: 'never-copied', words: 'never copied by NCP' };
  if (tag === undefined) {
    return {
      verdict: 'missing-tag',
      words: known ? 'NCP has not copied it to the port' : 'there is no port to copy it to',
    };
  }
  if (tag.tag === label && tag.scope === key) return { verdict: 'same', words: 'same' };
  const long = key.length > MAX_SCOPE || label.length > MAX_TAG;
  if (long && (tag.tag === label || label.startsWith(tag.tag.slice(0, -9)))) {
    return {
      verdict: 'truncated',
      words: 'cut to what an NSX tag can hold: groups that name the whole label do not match',
    };
  }
  const letters = tag.tag.toLowerCase() === label.toLowerCase() ? ' in case only; groups match all the same' : '';
  return { verdict: 'differs', words: `label and tag differ${letters}` };
}
