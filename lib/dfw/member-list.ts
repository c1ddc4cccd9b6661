import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries } from '../model';
import { compareNatural } from '../natural';
import { sorted, STRIDE, type Steps } from '../steps';
import type { GroupMember, MemberColumn } from '../wire';
import { matchesOf, realizedBy } from './lookup';
import { differenceOf } from './member-causes';
import { type ComparedMember, type Comparison, sameAddress } from './members';
import { nearMissOf } from './near-misses';

/** Which members, in which order. */
export interface MemberQuestion {
  /** Words; a member must hold each of them in names, namespace, cluster, path or addresses. */
  readonly text: string;
  /** Only those by one evaluation alone. */
  readonly differing: boolean;
  readonly sort: MemberColumn;
  readonly down: boolean;
}

/** Members in order, for paging, with what can be said of all of them. */
export interface MemberList {
  readonly members: readonly ComparedMember[];
  readonly differing: number;
  readonly withoutAddress: number;
}

/** Those of a comparison that are asked for. What changes between two steps may be listed or not. */
export function* listMembers(
  graph: GraphQueries,
  comparison: Pick<Comparison, 'members'>,
  question: MemberQuestion,
): Steps<MemberList> {
  const words = question.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const keyOf = KEYS[question.sort];
  const found: Keyed[] = [];
  let [differing, withoutAddress, visited] = [0, 0, 0];
  for (const member of comparison.members) {
    if (++visited % STRIDE === 0) yield;
    const differs = member.verdict === 'only-ours' || member.verdict === 'only-nsx';
    if (differs) differing++;
    if (member.port !== null && member.addresses.length === 0) withoutAddress++;
    if (question.differing && !differs) continue;
    const named: Named = { member, pod: member.port === null ? null : realizedBy(graph, member.port.id) };
    if (words.length > 0 && !holds(named, words)) continue;
    found.push({ member, key: keyOf(named), name: nameOf(named) });
  }
  const down = question.down ? -1 : 1;
  const order = (a: Keyed, b: Keyed): number =>
    down * compareKeys(a.key, b.key) ||
    compareNatural(a.name, b.name) ||
    (pathOf(a.member) < pathOf(b.member) ? -1 : 1);
  const list = yield* sorted(found, order);
  return { members: list.map(({ member }) => member), differing, withoutAddress };
}

/** Members as they are told, with the reasons: for those of a page, or in steps for all. */
export function* describeMembers(
  graph: GraphQueries,
  comparison: Comparison,
  members: readonly ComparedMember[],
): Steps<GroupMember[]> {
  const described: GroupMember[] = [];
  for (const member of members) {
    described.push(describeMember(graph, comparison, member));
    if (described.length % DESCRIBED === 0) yield;
  }
  return described;
}

/** Fewer than elsewhere between two steps: each is matched again, to say by what. */
const DESCRIBED = 64;

export function describeMember(graph: GraphQueries, comparison: Comparison, member: ComparedMember): GroupMember {
  const { id } = comparison.group.node;
  const difference = differenceOf(graph, comparison, member, (port) => nearMissOf(graph, id, port));
  const about = {
    verdict: member.verdict,
    cause: difference?.cause ?? null,
    explanation: difference?.words ?? null,
  };
  const { port } = member;
  if (port === null)
    return {
      port: null,
      pod: null,
      path: pathOf(member),
      addresses: [],
      addressesFrom: null,
      realized: null,
      matches: [],
      ...about,
    };
  const pod = realizedBy(graph, port.id);
  const { addresses } = member;
  const { effective } = comparison;
  const asked =
    effective !== null && addresses.length > 0 && (member.verdict === 'both' || member.verdict === 'only-nsx');
  return {
    port: toRef(port),
    pod: pod === null ? null : toRef(pod),
    path: port.key,
    addresses: [...addresses],
    addressesFrom: addresses.length === 0 ? null : fromPod(pod) ? 'pod' : 'port',
    realized: asked ? addresses.every((address) => effective.has(sameAddress(address))) : null,
    matches: matchesOf(graph, port.id, id).map((match) => ({ ...match })),
    ...about,
  };
}

/** As `addressesOf` has it: what Kubernetes tells comes first. */
const fromPod = (pod: GraphNode | null): boolean =>
  pod !== null && (Array.isArray(pod.facts.addresses) || typeof pod.facts.address === 'string');

interface Named {
  readonly member: ComparedMember;
  readonly pod: GraphNode | null;
}

interface Keyed {
  readonly member: ComparedMember;
  readonly key: string | number;
  readonly name: string;
}

/** What people look at first: differences. */
const VERDICTS: readonly GroupMember['verdict'][] = ['only-ours', 'only-nsx', 'nsx-unknown', 'both'];

const KEYS: Readonly<Record<MemberColumn, (named: Named) => string | number>> = {
  verdict: ({ member }) => VERDICTS.indexOf(member.verdict),
  name: (named) => nameOf(named),
  namespace: ({ pod }) => pod?.namespace ?? '',
  cluster: ({ member, pod }) => pod?.cluster ?? member.port?.cluster ?? '',
  address: ({ member }) => (member.port === null ? '' : (member.addresses[0] ?? '')),
};

export const pathOf = (member: ComparedMember): string =>
  member.port === null ? (member.listed.path ?? member.listed.name ?? member.listed.id) : member.port.key;

const nameOf = ({ member, pod }: Named): string => pod?.name ?? member.port?.name ?? pathOf(member);

function holds(named: Named, words: readonly string[]): boolean {
  const { member, pod } = named;
  const addresses = member.port === null ? [] : member.addresses;
  const text = [pod?.name, pod?.namespace, pod?.cluster, member.port?.name, pathOf(member), ...addresses]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

const compareKeys = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : compareNatural(String(a), String(b));
