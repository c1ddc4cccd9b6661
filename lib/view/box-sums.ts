import type { Plane } from '../model';
import { type Steps, STRIDE } from '../steps';
import { Contents, counted, NODE_PORTS } from './contents';
import { compareText } from './order';
import { severity } from './severity';
import { type Slice, worse, type Worst } from './slices';
import type { OuterStep, SpaceSummary } from './summary';
import type { Grouping } from './view';

/** Networks that the card of a folded box names; more are counted. */
const MOST_NETWORKS = 3;
const COUNTS = ['ill', 'orphans', 'pods', 'strays', 'nodePorts'] as const;

/** What slices have together, in whatever order they are added. */
class Sum {
  readonly counts = { objects: 0, ill: 0, orphans: 0, pods: 0, strays: 0, nodePorts: 0 };
  readonly planes = new Set<Plane>();
  readonly networks = new Set<string>();
  readonly vlans = new Set<number>();
  readonly contents = new Contents();
  readonly outer = new Map<string, OuterStep>();
  worst: Worst | null = null;

  add(slice: Slice): void {
    this.counts.objects += slice.primaries.length;
    for (const name of COUNTS) this.counts[name] += slice[name];
    if (slice.hasKubernetes) this.planes.add('kubernetes');
    if (slice.hasNsx) this.planes.add('nsx');
    if (slice.worst !== null) this.worst = worse(this.worst, slice.worst);
    if (slice.contents !== null) this.contents.merge(slice.contents);
    for (const network of slice.networks) this.networks.add(network);
    for (const vlan of slice.vlans) this.vlans.add(vlan);
    for (const step of slice.outer) this.#addStep(step);
  }

  /** Several steps become one line; which of them gives the words must not depend on the order they were met in. */
  #addStep(step: OuterStep): void {
    const key = `${step.kind}|${step.outward}|${step.end}`;
    const known = this.outer.get(key);
    if (known === undefined || step.evidence < known.evidence) this.outer.set(key, step);
  }
}

/** A box of a grouped view in numbers: the sum of what Namespaces have in it. */
export function* sumSlices(by: Grouping, slices: Iterable<Slice>): Steps<SpaceSummary> {
  const sum = new Sum();
  let added = 0;
  for (const slice of slices) {
    sum.add(slice);
    if (++added % STRIDE === 0) yield;
  }
  const { objects, ill, orphans, pods, strays, nodePorts } = sum.counts;
  const { state, reason } = sum.worst ?? HEALTHY;
  const { contents } = sum;
  const podWords = said(pods, 'Pod', 'Pods');
  const strayWords = said(strays, 'port without a Pod', 'ports without a Pod');
  const nodeWords = said(nodePorts, NODE_PORTS.one, NODE_PORTS.many);
  return {
    objects,
    ill,
    orphans,
    pods,
    state,
    reason,
    planes: PLANES.filter((plane) => sum.planes.has(plane)),
    severity: severity(state),
    contents: sentence([...contents.all, ...podWords, ...strayWords, ...nodeWords].join(', ')),
    line: listed([...sum.networks].sort(compareText)),
    words: [
      ...(pods + strays === 0 ? ['no Pods'] : [...podWords, ...strayWords]),
      ...(by === 'segment' ? [] : contents.networks),
      ...said(sum.vlans.size, 'VLAN', 'VLANs'),
    ].join(' · '),
    outer: [...sum.outer.values()],
    above: [],
    met: new Map(),
  };
}

const said = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [counted(count, one, many)];

const PLANES = ['kubernetes', 'nsx'] as const;
const HEALTHY = { state: 'healthy', reason: null } as const;

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

function listed(all: readonly string[]): string {
  if (all.length <= MOST_NETWORKS) return all.join(', ');
  return `${all.slice(0, MOST_NETWORKS - 1).join(', ')} and ${all.length - MOST_NETWORKS + 1} more`;
}
