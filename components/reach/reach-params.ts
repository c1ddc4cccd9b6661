import { unescapeKey } from '@/lib/model/ids';
import type { NodeRef } from '@/lib/wire/details';

export const REACH_VIEWS = ['flow', 'matrix'] as const;
export type ReachView = (typeof REACH_VIEWS)[number];
/** Protocols that people name; any other is given by its number. */
export const PROTOCOL_NAMES = ['tcp', 'udp', 'icmp', 'icmpv6'] as const;

/** Everything the reachability page keeps in its URL. Ends are as the API takes them. */
export interface ReachParams {
  readonly view: ReachView;
  readonly from: string | null;
  readonly to: string | null;
  readonly protocol: string;
  readonly port: string;
  /** Scope of the matrix. */
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly group: string | null;
  /** The matrix as a list of pairs. */
  readonly table: boolean;
}

/** Reads the query. What cannot be meant is left for the server to refuse, with a reason. */
export function readReachParams(query: URLSearchParams): ReachParams {
  const text = (name: string): string | null => {
    const value = query.get(name);
    return value === null || value === '' ? null : value;
  };
  const cluster = text('cluster');
  return {
    view: REACH_VIEWS.find((view) => view === query.get('view')) ?? 'flow',
    from: text('from'),
    to: text('to'),
    protocol: text('protocol') ?? 'tcp',
    port: text('port') ?? '',
    cluster,
    namespace: cluster === null ? null : text('namespace'),
    group: text('group'),
    table: query.get('as') === 'table',
  };
}

/** The inverse of {@link readReachParams}; defaults are left out. */
export function writeReachParams(params: Partial<ReachParams>): URLSearchParams {
  const query = new URLSearchParams();
  const usual: Readonly<Record<string, string>> = { view: 'flow', protocol: 'tcp' };
  const names = ['view', 'cluster', 'namespace', 'group', 'from', 'to', 'protocol', 'port'] as const;
  for (const name of names) {
    const value = params[name];
    if (value !== null && value !== undefined && value !== '' && value !== usual[name]) query.set(name, value);
  }
  if (params.table === true) query.set('as', 'table');
  return query;
}

/** The page that shows this. */
export function reachLink(params: Partial<ReachParams>): string {
  const query = writeReachParams(params).toString();
  return `/reachability${query === '' ? '' : `?${query}`}`;
}

export const hasPorts = (protocol: string): boolean => ['tcp', 'udp', '6', '17'].includes(protocol.toLowerCase());

/** The part of the question that says what is sent, as the API takes it. */
export function trafficQuery({ protocol, port }: Pick<ReachParams, 'protocol' | 'port'>): URLSearchParams {
  const query = new URLSearchParams({ protocol });
  if (hasPorts(protocol) && port !== '') query.set('port', port);
  return query;
}

/** Kinds of objects that can send or receive packets. */
export const END_KINDS: readonly string[] = ['pod', 'service', 'lb-virtual-server', 'segment-port', 'cluster-node'];

type Named = Pick<NodeRef, 'id' | 'kind' | 'name' | 'namespace' | 'cluster'>;

/** An end of a question as a link carries it: Pods by name, which outlives the Pod of that name, all else by id. */
export function endText({ id, kind, name, namespace, cluster }: Named): string {
  return kind === 'pod' && cluster !== null && namespace !== null ? `pod:${cluster}/${namespace}/${name}` : id;
}

/** What to look up to know an end: a Pod by its name, another object by its id; null where the text says all. */
export function endOf(
  text: string,
): { readonly pod: readonly [string, string, string] } | { readonly id: string } | null {
  const [, cluster, namespace, name] = /^pod:([^/]+)\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (cluster !== undefined && namespace !== undefined && name !== undefined)
    return { pod: [cluster, namespace, name] };
  return isId(text) ? { id: text } : null;
}

const isId = (text: string): boolean => /^(nsx|kubernetes):/.test(text);

/** What an end is called before the server has said it: the last part of a name, path or id. */
export function endName(text: string): string {
  if (text === 'outside') return OUTSIDE;
  const key = isId(text) ? unescapeKey(text).split(':').slice(3).join(':') : text;
  return key.slice(key.lastIndexOf('/') + 1);
}

export const OUTSIDE = 'Anywhere outside NSX';
