import type { GraphQueries } from '../model';
import type { Check } from './check';
import type { Front, Host } from './endpoints';
import { hasExcludeList } from './exclusion';
import { hasSwitch } from './firewall-switch';

/** What a verdict takes for granted: whole sentences. */
export function assumptions(
  graph: GraphQueries,
  checks: readonly Check[],
  { from, to }: { readonly from: Host; readonly to: Host | Front },
): readonly string[] {
  const stateless = new Set(checks.flatMap(({ rule }) => (rule?.order.stateful === false ? [rule] : [])));
  const checked = checks.flatMap(({ port }) => (port === null ? [] : [port.source]));
  return [
    'Rules and tags as configured: NSX may lag behind',
    ...(checked.every((source) => hasSwitch(graph, source))
      ? []
      : ['That the distributed firewall is switched on: its switch has not been read']),
    ...(checked.every((source) => hasExcludeList(graph, source))
      ? []
      : ['That no port of the way is on the exclude list: it has not been read']),
    ...from.assumed,
    ...(to.type === 'host' ? to.assumed : []),
    ...(from.ports.length === 0 && from.node === null ? [`That packets from ${from.name} find a route in`] : []),
    ...(to.type === 'host' && to.ports.length === 0
      ? [`That ${to.name} answers, and that there is a route to it`]
      : []),
    ...[...stateless].map((rule) => `Policy ${rule.policy?.name ?? ''} is stateless: replies need a rule of their own`),
  ];
}
