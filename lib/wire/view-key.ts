import type { ViewSpec } from '../view/view';

/** The canonical text of a view spec: `cluster=pandora&namespace=development&open=%2Bx&groups=1`; `` (all) has no parts. */
export function viewKey(spec: ViewSpec): string {
  const parts = new URLSearchParams();
  if (spec.cluster !== null) parts.set('cluster', spec.cluster);
  if (spec.namespace !== null) parts.set('namespace', spec.namespace);
  for (const box of [...new Set(spec.open)].sort()) parts.append('open', box);
  if (spec.groups) parts.set('groups', '1');
  return parts.toString();
}

export type ParsedViewKey =
  | { readonly ok: true; readonly spec: ViewSpec }
  | { readonly ok: false; readonly problems: readonly string[] };

const SINGLE = ['cluster', 'namespace', 'groups'];
const MAX_OPEN = 500;

/** The inverse of {@link viewKey}; every mistake is named. */
export function parseViewKey(text: string): ParsedViewKey {
  const params = new URLSearchParams(text);
  const problems: string[] = [];
  for (const name of new Set(params.keys())) {
    if (name !== 'open' && !SINGLE.includes(name)) {
      problems.push(`unknown view parameter "${name}"; known are cluster, namespace, open, groups`);
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
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, spec: { cluster, namespace, open: [...new Set(open)].sort(), groups: groups === '1' } };
}
