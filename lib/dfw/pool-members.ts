import type { GraphNode, GraphQueries } from '../model';
import { isAddress, plainAddress } from './address';
import { addressesOf, contentsOf, groupAt, lookupOf } from './lookup';
import { toGroup } from './subjects';

/** One of those behind a front. */
export interface Behind {
  readonly address: string;
  /** The port that packets arrive at: `asked` is the one that they were sent to, `unknown` one that cannot be told. */
  readonly port: number | 'asked' | 'unknown';
  readonly pod: GraphNode | null;
  /** The source address that members see: kept, or put in place by the load balancer. */
  readonly source: 'kept' | 'translated';
}

/** All of those behind a front. */
export interface AllBehind {
  readonly members: readonly Behind[];
  /** Who stands there too and gets nothing now: whole sentences. */
  readonly aside: readonly string[];
}

/** Who takes new connections of an LB pool, and which members do not; a text when that cannot be told. */
export function membersOfPool(graph: GraphQueries, pool: GraphNode): AllBehind | string {
  const found =
    typeof pool.facts.group === 'string' ? membersOfGroup(graph, pool, pool.facts.group) : statedMembers(graph, pool);
  return typeof found === 'string' ? found : takers(pool, found);
}

/** Which members are down is not known here; which are switched off is. Backups are for when all others are either. */
function takers(pool: GraphNode, members: readonly Behind[]): AllBehind {
  const aside: string[] = [];
  const leaveOut = (those: readonly Behind[], fact: string, why: string): readonly Behind[] =>
    those.filter((member) => {
      const isOut = isAmong(pool, fact, member);
      if (isOut) aside.push(`Member ${wordsOf(member)} of LB pool ${pool.name} ${why}`);
      return !isOut;
    });
  const enabled = leaveOut(members, 'disabled', 'is disabled');
  const open = leaveOut(enabled, 'draining', 'is being drained: it keeps open connections and gets no new ones');
  if (open.every((member) => isAmong(pool, 'backups', member))) return { members: open, aside };
  return { members: leaveOut(open, 'backups', 'is a backup, for when all others are down'), aside };
}

/** A setting without a port is about all ports of the address. */
function isAmong({ facts }: GraphNode, fact: string, { address, port }: Behind): boolean {
  const texts = facts[fact];
  return (
    Array.isArray(texts) &&
    texts.some((text) => {
      const one = partsOf(text);
      return plainAddress(one.address) === plainAddress(address) && (one.port === 'asked' || one.port === port);
    })
  );
}

function wordsOf({ address, port }: Behind): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return typeof port === 'number' ? `${host}:${port}` : host;
}

/** NSX puts an address of its own in place unless that is switched off. */
const sourceBehind = (pool: GraphNode): Behind['source'] =>
  /disabled/i.test(String(pool.facts.snat ?? '')) ? 'kept' : 'translated';

function statedMembers(graph: GraphQueries, pool: GraphNode): readonly Behind[] {
  const pods = graph.hopsFrom(pool.id).flatMap(({ kind, to }) => (kind === 'backs' ? [to.node] : []));
  const texts = Array.isArray(pool.facts.members) ? pool.facts.members : [];
  return texts.flatMap((text): Behind[] => {
    const { address, port } = partsOf(text);
    if (address === '?') return [];
    const pod = pods.find((one) => one.facts.address === address) ?? null;
    return [{ address, port, pod, source: sourceBehind(pool) }];
  });
}

/** An address, of IPv6 in brackets, and mostly a port. */
const MEMBER = /^\[?(.+?)\]?(?::(\d+))?$/;

function partsOf(text: string): { readonly address: string; readonly port: number | 'asked' } {
  const [, address = '?', port] = MEMBER.exec(text) ?? [];
  return { address, port: port === undefined ? 'asked' : Number(port) };
}

/** A pool may take its members from a group: its ports, and single addresses that it lists. */
function membersOfGroup(graph: GraphQueries, pool: GraphNode, path: string): readonly Behind[] | string {
  const record = groupAt(graph, pool.source, path);
  if (record === null) return `pool ${pool.name} takes its members from group ${path}, which has not been read`;
  const { addresses, unevaluated } = contentsOf(toGroup(record), lookupOf(graph, pool.source));
  if (unevaluated.length > 0)
    return `pool ${pool.name} takes its members from group ${record.node.name}, which cannot be fully evaluated here: ${unevaluated.join('; ')}`;
  const ports = [...(graph.criteriaOf(record.node.id)?.members.keys() ?? [])].map(({ node }) => node);
  const all = new Set([...ports.flatMap((port) => addressesOf(graph, port)), ...addresses.filter(isAddress)]);
  const port = typeof pool.facts.groupPort === 'number' ? pool.facts.groupPort : 'asked';
  return Array.from(all, (address) => ({ address, port, pod: null, source: sourceBehind(pool) }));
}
