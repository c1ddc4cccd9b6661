import type { FactValue, GraphNode, GraphQueries } from '../model';
import { isObject, type Json, objectsOf, textOf, textsOf } from './reading';

/** A fact that NSX tells only when it is asked about one object. */
export interface LiveFact {
  readonly name: string;
  readonly label: string;
  readonly value: FactValue;
  readonly mono?: boolean;
}

/** A question to the Policy API about one object, and how its answer reads. */
export interface LiveRead {
  /** What is asked for, for the case that there is no answer: `the state of its members`. */
  readonly what: string;
  /** Below the root of the Policy API. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The facts in an answer; anything may be missing from it. */
  readonly facts: (answer: Json) => readonly LiveFact[];
}

/** What to ask about an object while somebody looks at it; `graph` leads to the objects it is asked through. */
export type LiveReads = (node: GraphNode, graph: GraphQueries) => readonly LiveRead[];

/** What NSX has made of an intent: its state, the errors, and the addresses and networks that the intent does not hold. */
export const realizedEntities: LiveReads = (node) => [
  {
    what: 'what NSX has made of it',
    path: '/infra/realized-state/realized-entities',
    query: { intent_path: node.key },
    facts: (answer) => {
      const entities = objectsOf(answer.results);
      const alarms = entities.flatMap((entity) => objectsOf(entity.alarms)).map(alarmWords);
      return [
        ...oneFact('realized', 'Realized', realizedState(entities, node)),
        ...listFact('realizedErrors', 'Realization errors', [...new Set(alarms)]),
        ...listFact('realizedAddresses', 'Realized addresses', [...new Set(entities.flatMap(addressesOf))], true),
      ];
    },
  },
];

/** A fact of several values; none when there is no value. */
export function listFact(name: string, label: string, value: readonly string[], mono = false): readonly LiveFact[] {
  return value.length === 0 ? [] : [{ name, label, value, mono }];
}

/** A fact of one value; none when there is no value. */
export function oneFact(name: string, label: string, value: FactValue): readonly LiveFact[] {
  return value === null ? [] : [{ name, label, value }];
}

/** The worst of the entities decides. None may mean that realization has not begun, or that there is nothing to realize. */
function realizedState(entities: readonly Json[], { facts }: GraphNode): string | null {
  const states = entities.map((entity) => textOf(entity.state) ?? 'UNKNOWN');
  if (states.length === 0) return facts.realization == null || facts.realization === 'SUCCESS' ? null : 'UNREALIZED';
  return ['ERROR', 'UNREALIZED', 'UNAVAILABLE', 'UNKNOWN'].find((state) => states.includes(state)) ?? 'REALIZED';
}

function alarmWords(alarm: Json): string {
  const details = isObject(alarm.error_details) ? alarm.error_details : {};
  return textOf(alarm.message) ?? textOf(details.error_message) ?? 'an alarm without a message';
}

/** Extended attributes whose values are addresses or networks, whatever a release calls them. */
function addressesOf(entity: Json): readonly string[] {
  return objectsOf(entity.extended_attributes)
    .flatMap((attribute) => textsOf(attribute.values))
    .filter((value) => ADDRESS.test(value));
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:\/\d{1,3})?$/i;
