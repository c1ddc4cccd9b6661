import { parseFind } from '../find';
import { BOX_KINDS, type ViewSpec } from '../view/view';

/** The canonical text of a view spec: `cluster=pandora&namespace=development&open=%2Bx&groups=1`; `` (all) has no parts. */
export function viewKey(spec: ViewSpec): string {
  const parts = new URLSearchParams();
  if (spec.cluster !== null) parts.set('cluster', spec.cluster);
  if (spec.namespace !== null) parts.set('namespace', spec.namespace);
  for (const box of [...new Set(spec.open)].sort()) parts.append('open', box);
  if (spec.groups) parts.set('groups', '1');
  if (spec.at !== undefined) parts.set('at', spec.at);
  if (spec.at !== undefined && spec.depth !== undefined) parts.set('depth', String(spec.depth));
  if (spec.by !== undefined) parts.set('by', spec.by);
  for (const name of ['find', 'hide'] as const) if (spec[name] !== undefined) parts.set(name, spec[name]);
  return parts.toString();
}

export type ParsedViewKey =
  | { readonly ok: true; readonly spec: ViewSpec }
  | { readonly ok: false; readonly problems: readonly string[] };

const SINGLE = ['cluster', 'namespace', 'groups', 'at', 'depth', 'by', 'find', 'hide'];
const MAX_OPEN = 500;
const MAX_ID = 1_000;
const DEPTH = /^[1-4]$/;

/** The inverse of {@link viewKey}; every mistake is named. */
export function parseViewKey(text: string): ParsedViewKey {
  const params = new URLSearchParams(text);
  const problems: string[] = [];
  for (const name of new Set(params.keys())) {
    if (name !== 'open' && !SINGLE.includes(name)) {
      problems.push(`unknown view parameter "${name}"; known are open, ${SINGLE.join(', ')}`);
    } else if (name !== 'open' && params.getAll(name).length > 1)
      problems.push(`view parameter "${name}" is given twice`);
  }
  const groups = params.get('groups');
  if (groups !== null && groups !== '0' && groups !== '1') problems.push('view parameter "groups" is 0 or 1');
  const open = params.getAll('open');
  if (open.length > MAX_OPEN) problems.push(`more than ${MAX_OPEN} boxes are open`);
  if (open.some((box) => !/^[+-]./.test(box))) problems.push('view parameter "open" is +<box> or -<box>');
  const namespace = params.get('namespace');
  const cluster = params.get('cluster');
  if (namespace !== null && cluster === null) problems.push('view parameter "namespace" needs "cluster"');
  const aim = aimOf(params, problems);
  const by = params.get('by');
  if (by !== null && !BOX_KINDS.some((kind) => kind === by))
    problems.push(`view parameter "by" is one of ${BOX_KINDS.join(', ')}`);
  const grouping = groupingOf(by);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    spec: { cluster, namespace, open: [...new Set(open)].sort(), groups: groups === '1', ...aim, ...grouping },
  };
}

/** Boxes by Namespace are what a view without a grouping has. */
function groupingOf(by: string | null): Pick<ViewSpec, 'by'> {
  const kind = BOX_KINDS.find((known) => known === by);
  return kind === undefined || kind === 'namespace' ? {} : { by: kind };
}

/** The object a view is about, and the expressions; mistakes in them are told in words a person can act on. */
function aimOf(params: URLSearchParams, problems: string[]): Pick<ViewSpec, 'at' | 'depth' | 'find' | 'hide'> {
  const [at, depth] = [params.get('at'), params.get('depth')];
  if (depth !== null && !DEPTH.test(depth)) problems.push('view parameter "depth" is a number from 1 to 4');
  if (depth !== null && at === null) problems.push('view parameter "depth" needs "at"');
  if (at !== null && (at === '' || at.length > MAX_ID)) problems.push('view parameter "at" is the id of an object');
  const aim: { -readonly [K in 'at' | 'depth' | 'find' | 'hide']?: ViewSpec[K] } = {};
  if (at !== null) aim.at = at;
  if (depth !== null) aim.depth = Number(depth);
  for (const name of ['find', 'hide'] as const) {
    const text = params.get(name);
    if (text === null) continue;
    const parsed = parseFind(text);
    if (!parsed.ok)
      problems.push(`view parameter "${name}", character ${parsed.mistake.at + 1}: ${parsed.mistake.message}`);
    aim[name] = text;
  }
  return aim;
}
