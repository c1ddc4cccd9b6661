import { KINDS } from '../kinds';
import type { FactValue, GraphNode } from '../model';

/** What a word can be looked for in; also what a word may ask for, as in `vlan:105`. */
export const FIELDS = [
  'name',
  'ns',
  'uid',
  'path',
  'ip',
  'mac',
  'vif',
  'vlan',
  'rule',
  'tag',
  'label',
  'fact',
] as const;
export type Field = (typeof FIELDS)[number];

/** A fact that can be found. */
export interface FactField {
  readonly name: string;
  readonly label: string;
  readonly field: Field;
}

/** What of a kind can be found besides what every object has. */
export interface KindFields {
  readonly facts: readonly FactField[];
  /** Facts that hold addresses, and facts that hold networks or ranges of them. */
  readonly addresses: readonly FactField[];
  readonly networks: readonly FactField[];
}

const MEANING: Readonly<Record<string, Field>> = {
  address: 'ip',
  addresses: 'ip',
  clusterAddress: 'ip',
  translated: 'ip',
  gateway: 'ip',
  network: 'ip',
  networks: 'ip',
  cidr: 'ip',
  cidrs: 'ip',
  ranges: 'ip',
  privateIps: 'ip',
  transit: 'ip',
  source: 'ip',
  destination: 'ip',
  mac: 'mac',
  vif: 'vif',
  parentVif: 'vif',
  vlan: 'vlan',
  vlans: 'vlan',
  ruleId: 'rule',
};
const NETWORKS = new Set([
  'network',
  'networks',
  'cidr',
  'cidrs',
  'ranges',
  'privateIps',
  'transit',
  'source',
  'destination',
]);
/** Words for people that are worth finding although they are no identifiers. */
const ALSO = new Set(['node', 'clusterNode', 'workload']);

const BY_KIND: ReadonlyMap<string, KindFields> = new Map(
  KINDS.map((kind) => {
    const facts = kind.presentation.facts.flatMap(({ name, label, mono }): readonly FactField[] => {
      const field = MEANING[name];
      if (field !== undefined) return [{ name, label, field }];
      return mono === true || ALSO.has(name) ? [{ name, label, field: 'fact' }] : [];
    });
    const ofAddress = facts.filter(({ field }) => field === 'ip');
    const fields: KindFields = {
      facts,
      addresses: ofAddress.filter(({ name }) => !NETWORKS.has(name)),
      networks: ofAddress.filter(({ name }) => NETWORKS.has(name)),
    };
    return [kind.name, fields];
  }),
);
const NONE: KindFields = { facts: [], addresses: [], networks: [] };

/** What of a kind can be found. */
export const fieldsOf = (kind: string): KindFields => BY_KIND.get(kind) ?? NONE;

/** The texts of a fact. Numbers are told apart: they are found whole. */
export function textsOf(value: FactValue | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value : [];
}

/** Calls back with every text of an object that can be found but for namespace, labels and tags, and with every number. */
export function eachOwnValue(node: GraphNode, text: (text: string) => void, number: (value: number) => void): void {
  text(node.name);
  text(node.key);
  for (const { name } of fieldsOf(node.kind).facts) {
    const value = node.facts[name];
    if (typeof value === 'number') number(value);
    else for (const one of textsOf(value)) text(one);
  }
}
