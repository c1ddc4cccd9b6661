import type { GraphNode, GraphQueries } from '../model';
import type { PodResponse, PortState } from '../wire';
import { type Carrier, carrierOf } from './carrier';

type FactRow = PodResponse['facts'][number];

/** The Pod and its port side by side. */
export function pairedFacts(
  graph: GraphQueries,
  pod: GraphNode,
  port: GraphNode | null,
  state: PortState | null,
): FactRow[] {
  const bindings = state?.state === 'read' ? state.bindings : [];
  const carrier = port === null ? null : carrierOf(graph, port);
  return [
    addressRow(
      pod,
      port,
      bindings.flatMap((binding) => binding.ip ?? []),
    ),
    row('MAC', null, first(bindings.flatMap((binding) => binding.mac ?? [])) ?? text(port?.facts.mac), {
      mono: true,
      compare: false,
    }),
    identityRow(pod, port),
    attachedRow(pod, carrier),
    row('VIF', null, text(port?.facts.vif), { mono: true, compare: false }),
    row('Parent VIF', null, text(port?.facts.parentVif), { mono: true, compare: false }),
    row('VLAN', null, vlan(port), { mono: true, compare: false }),
    row('State', text(pod.facts.phase), state?.state === 'read' ? state.realization : text(port?.facts.realization), {
      mono: false,
      compare: false,
    }),
    row('Since', time(pod.createdAt), time(port?.createdAt ?? null), { mono: false, compare: false }),
  ];
}

function row(
  label: string,
  kubernetes: string | null,
  nsx: string | null,
  how: { readonly mono: boolean; readonly compare: boolean },
): FactRow {
  const both = kubernetes !== null && nsx !== null;
  const one = kubernetes !== null || nsx !== null;
  const verdict = both
    ? how.compare
      ? kubernetes === nsx
        ? 'same'
        : 'differs'
      : 'unknown'
    : one
      ? 'one-sided'
      : 'unknown';
  return { label, kubernetes, nsx, mono: how.mono, verdict };
}

/** The Pod's address is not in NSX's intent: only a realized binding, or a static one, can be set beside it. */
function addressRow(pod: GraphNode, port: GraphNode | null, bound: readonly string[]): FactRow {
  const address = text(pod.facts.address);
  const known = bound.length > 0 ? bound : [text(port?.facts.address)].flatMap((one) => one ?? []);
  const nsx = known.length === 0 ? null : known.join(', ');
  const base = row('Address', address, nsx, { mono: true, compare: true });
  return address !== null && known.includes(address) ? { ...base, verdict: 'same' } : base;
}

function identityRow(pod: GraphNode, port: GraphNode | null): FactRow {
  const base = row('Identity', pod.key, port === null ? null : port.key.slice(port.key.lastIndexOf('/') + 1), {
    mono: true,
    compare: false,
  });
  const named = (port?.tags ?? []).find((tag) => /\/pod_uid$/.test(tag.scope))?.tag;
  if (named === undefined) return base;
  return { ...base, verdict: named === pod.key ? 'same' : 'differs' };
}

/** Where NSX has the port hang, and how that is known: the VIF alone does not tell which cluster node it is. */
function attachedRow(pod: GraphNode, carrier: Carrier | null): FactRow {
  const node = text(pod.facts.node);
  const where = carrier === null ? null : `${carrier.name} (${carrier.how})`;
  const base = row('Cluster node', node, where, { mono: false, compare: false });
  if (carrier === null || node === null) return base;
  return { ...base, verdict: carrier.name === node ? 'same' : 'differs' };
}

function vlan(port: GraphNode | null): string | null {
  return typeof port?.facts.vlan === 'number' ? String(port.facts.vlan) : null;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const first = (values: readonly string[]): string | null => values[0] ?? null;
const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
