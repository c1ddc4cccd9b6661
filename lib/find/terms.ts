import { networkOf } from '../dfw/address';
import { isInVpc, type Kind, KINDS } from '../kinds';
import type { GraphNode, NodeState } from '../model';
import type { Findable, Test } from './expression';
import type { Token } from './tokens';

type Term = Extract<Token, { readonly type: 'term' }>;
/** The test of a value, or what is wrong with it. */
type Field = (value: string, operator: Term['operator']) => Test | string;

const STATES: readonly NodeState[] = ['healthy', 'pending', 'warning', 'failed', 'unknown', 'orphan', 'conflict'];

const FIELDS: Readonly<Record<string, Field>> = {
  kind: (value) =>
    oneOf('kind', value, KIND_NAMES, (subject, names) =>
      subject.nodes.some(({ kind, key }) => names.has(kind) || (isInVpc(key) && names.has(IN_VPC.get(kind) ?? ''))),
    ),
  state: (value) => oneOf('state', value, STATES, ({ state }, names) => names.has(state)),
  name: (value, operator) =>
    textTest(value, operator, (subject) => [subject.title, ...subject.nodes.map(({ name }) => name)]),
  reason: (value, operator) => textTest(value, operator === '=' ? '=' : '~', ({ reason }) => [reason ?? '']),
  namespace: (value, operator) => anyTextTest(value, operator, ({ namespace }) => [namespace ?? '']),
  cluster: (value, operator) => anyTextTest(value, operator, ({ cluster }) => [cluster ?? '']),
  node: (value, operator) =>
    anyTextTest(value, operator, ({ nodes }) =>
      nodes.map(({ facts }) => textOf(facts.node) || textOf(facts.clusterNode)),
    ),
  workload: (value, operator) =>
    textTest(value, operator, ({ nodes }) => nodes.map(({ facts }) => textOf(facts.workload))),
  label: (value, operator) => pairTest(value, '=', operator, labelsOf),
  tag: (value, operator) => pairTest(value, '|', operator, tagsOf),
  ip: (value) => {
    const networks: ((address: string) => boolean)[] = [];
    for (const one of value.split(',')) {
      const holds = networkOf(one);
      if (holds === null) return `"${one}" is no address, network (10.0.0.0/16) or range`;
      networks.push(holds);
    }
    return ({ nodes }) =>
      nodes.some((node) => addressesOf(node).some((address) => networks.some((holds) => holds(address))));
  },
};

/** Words that stand for what people look for most. */
export const PRESETS: readonly { readonly word: string; readonly says: string; readonly test: Test }[] = [
  { word: 'unhealthy', says: 'Everything that is not healthy', test: ({ state }) => state !== 'healthy' },
  { word: 'orphans', says: 'NSX objects whose owner is gone', test: ({ state }) => state === 'orphan' },
  { word: 'no-port', says: 'Pods that should have a segment port and have none', test: hasNoPort },
  { word: 'not-realized', says: 'NSX objects that are not realized', test: isNotRealized },
];

/** What is of one kind with others, and called otherwise in a VPC: `segment` as `subnet`, `segment-port` as `subnet-port`. */
const IN_VPC: ReadonlyMap<string, string> = new Map(
  KINDS.flatMap(({ name, presentation: { inVpc } }: Kind) =>
    inVpc === undefined ? [] : [[name, inVpc.singular.replaceAll(' ', '-')]],
  ),
);
const KIND_NAMES = [...KINDS.map(({ name }) => name), ...IN_VPC.values()];
const FIELD_NAMES = Object.keys(FIELDS);

/** The test of one term, or what is wrong with it. */
export function testOf({ field, operator, value }: Term): Test | string {
  if (field === null) {
    const preset = PRESETS.find(({ word }) => word === value.toLowerCase());
    return preset?.test ?? textTest(value, '~', (subject) => [subject.title, subject.line, subject.reason ?? '']);
  }
  const known = FIELDS[field];
  return known?.(value, operator) ?? `"${field}" is not known; there are ${FIELD_NAMES.join(', ')}`;
}

function oneOf(
  field: string,
  value: string,
  known: readonly string[],
  test: (subject: Findable, names: ReadonlySet<string>) => boolean,
): Test | string {
  const names = new Set(value.toLowerCase().split(','));
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = known.filter((other) => other.includes(name) || name.includes(other));
    return `"${name}" is no ${field}; there are ${(near.length > 0 ? near : known).slice(0, 12).join(', ')}`;
  }
  return (subject) => test(subject, names);
}

/** `=` and `:` compare whole texts, `~` asks for a part; a star stands for anything. Capitals do not matter. */
function textTest(value: string, operator: Term['operator'], textsOf: (subject: Findable) => readonly string[]): Test {
  const fits = textFits(value, operator);
  return (subject) => textsOf(subject).some(fits);
}

/** Any of several texts, listed by commas: for names, which hold none. */
function anyTextTest(
  value: string,
  operator: Term['operator'],
  textsOf: (subject: Findable) => readonly string[],
): Test {
  const tests = value.split(',').map((one) => textTest(one, operator, textsOf));
  return (subject) => tests.some((test) => test(subject));
}

function textFits(value: string, operator: Term['operator']): (text: string) => boolean {
  const wanted = value.toLowerCase();
  if (wanted.includes('*')) {
    const parts = (operator === '~' ? `*${wanted}*` : wanted).split('*');
    return (text) => fitsParts(text.toLowerCase(), parts);
  }
  return operator === '~' ? (text) => text.toLowerCase().includes(wanted) : (text) => text.toLowerCase() === wanted;
}

/** The parts one after the other, the first at the start and the last at the end. No pattern that could take forever. */
function fitsParts(text: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** `app`, `app=web`: a key, or a key with its value. */
function pairTest(
  value: string,
  separator: string,
  operator: Term['operator'],
  pairsOf: (node: GraphNode) => Iterable<readonly [key: string, value: string]>,
): Test {
  const at = value.indexOf(separator);
  const [key, wanted] = at < 0 ? [value, null] : [value.slice(0, at), value.slice(at + 1)];
  const fits = wanted === null ? null : textFits(wanted, operator);
  return ({ nodes }) => {
    for (const node of nodes) {
      for (const [name, text] of pairsOf(node)) {
        if ((key === '' || name.toLowerCase() === key.toLowerCase()) && (fits === null || fits(text))) return true;
      }
    }
    return false;
  };
}

const labelsOf = ({ labels = {} }: GraphNode): Iterable<readonly [string, string]> => Object.entries(labels);

const tagsOf = ({ tags = [] }: GraphNode): Iterable<readonly [string, string]> =>
  tags.map(({ scope, tag }) => [scope, tag] as const);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Everything among the facts that may be an address: `10.0.0.4`, `10.0.0.4:80`, `10.0.0.0/24` (its first). */
function addressesOf({ facts }: GraphNode): readonly string[] {
  const found: string[] = [];
  for (const name in facts) {
    const fact = facts[name];
    for (const text of typeof fact === 'string' ? [fact] : Array.isArray(fact) ? fact : []) {
      if (!MAY_BE_ADDRESS.test(text)) continue;
      const [bare = ''] = text.split('/');
      found.push(bare.includes('.') ? (bare.split(':')[0] ?? '') : bare);
    }
  }
  return found;
}

const MAY_BE_ADDRESS = /^[\da-f.:/]{3,50}$/i;

function hasNoPort({ nodes }: Findable): boolean {
  const [pod] = nodes;
  if (pod?.kind !== 'pod' || pod.facts.hostNetwork === true) return false;
  if (pod.facts.phase === 'Succeeded' || pod.facts.phase === 'Failed') return false;
  return nodes.every(({ plane }) => plane === 'kubernetes');
}

const REALIZED: ReadonlySet<string> = new Set(['realized', 'success', 'up']);

function isNotRealized({ nodes }: Findable): boolean {
  return nodes.some(({ plane, facts }) => {
    const said = textOf(facts.realization);
    return plane === 'nsx' && said !== '' && !REALIZED.has(said.toLowerCase());
  });
}
