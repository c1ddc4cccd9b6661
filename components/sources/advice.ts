import { kindsTitle } from '@/components/marks/kind-icon';
import { isSlowed } from '@/components/frame/source-words';
import type { KindStatus, SourceStatus } from '@/lib/model/source-status';
import { kindNamed } from '@/lib/kinds';
import type { Plane } from '@/lib/model/ids';

/** What of a source is not on the screen because of its state; null when nothing is missing for that. */
export function hiddenBy(source: SourceStatus): string | null {
  const cluster = source.plane === 'kubernetes';
  switch (source.state) {
    case 'live':
    case 'partial':
      return null;
    case 'stale':
      return hiddenByAge(source.kinds);
    case 'starting':
      return 'Being read for the first time: what is not shown yet may still come.';
    case 'failed':
      return cluster
        ? 'None of its Kubernetes objects is shown. What NSX holds for it is shown without them.'
        : 'None of its NSX objects is shown, so where the objects of its clusters land is not known.';
  }
}

/** A source is stale as soon as one of its kinds is; which, is worth knowing while others are live. */
function hiddenByAge(kinds: readonly KindStatus[]): string {
  const old = kinds.filter(({ state }) => state === 'stale');
  const live = kinds.filter(({ state }) => state === 'live').length;
  if (live === 0 || old.length === 0) return 'Changes since its last read are not shown.';
  const others = live === 1 ? 'The 1 other kind is live.' : `The ${live} other kinds are live.`;
  return `Changes since the last list are not shown of ${old.map(({ kind }) => kindsTitle(kind)).join(', ')}. ${others}`;
}

/** What people can do when a source does not come back by itself; null when there is nothing to do. */
export function adviceOn({ plane, state, requests, health }: SourceStatus): string | null {
  if (state !== 'failed' && state !== 'stale') return null;
  if (plane === 'kubernetes')
    return 'If it stays so, check the API server, the way to it from here, and the account in the kubeconfig.';
  // Refusals of before say nothing about an address that is down now.
  if (isSlowed(requests) && health?.level !== 'red')
    return 'If it stays so, see what else asks NSX as the same user, or give Portolan a user of its own or a smaller budget in the settings.';
  return 'If it stays so, check NSX, the way to it from here, and the login and certificate in the settings.';
}

/** What people can do about the kinds that are not read in full, each advice once. */
export function adviceOnKinds(plane: Plane, kinds: readonly KindStatus[]): readonly string[] {
  const advice: string[] = [];
  const forbidden = kinds.filter(isForbidden);
  if (forbidden.length > 0) advice.push(plane === 'nsx' ? NSX_RIGHTS : kubernetesRights(forbidden));
  if (plane === 'nsx' && kinds.some(({ state, message }) => state === 'live' && message !== null)) advice.push(INDEX);
  if (kinds.some(({ unreadable }) => unreadable > 0)) advice.push(UNREADABLE);
  return advice;
}

const isForbidden = ({ state, namespaces, message }: KindStatus): boolean =>
  state === 'forbidden' || (message !== null && namespaces !== null && namespaces !== undefined);

const NSX_RIGHTS = 'To read what is forbidden, give the user the role Auditor in NSX.';
const INDEX =
  'Portolan goes back to searching by itself. If the remark stays, have an NSX administrator rebuild the search index.';
const UNREADABLE =
  'To see what is wrong with an unreadable object, find it by its name, open it, and look at its issues and its raw form.';

function kubernetesRights(kinds: readonly KindStatus[]): string {
  const resources = kinds.flatMap(({ kind }) => {
    const known = kindNamed(kind);
    return known?.plane === 'kubernetes' ? [known.resource.plural] : [];
  });
  return `To read what is forbidden, let the account get, list and watch ${resources.join(', ')} in all namespaces; npm run print-rbac prints such a role.`;
}
