import { type Answer, DataPlane, type End, type Passage } from '../dataplane/data-plane';
import type { Check } from '../dataplane/firewall';
import { readQuestion } from '../dataplane/flow';
import { rulesHit } from '../dataplane/way';
import { asList, isObject, type Json, type JsonObject, omit } from '../json';
import type { ManagerState } from '../state';

function shownCheck(check: Check | undefined): Json {
  if (check === undefined) return null;
  const { port, side, action, reason, decided, jumped } = check;
  return {
    port,
    side,
    action,
    reason,
    rule: decided?.path ?? null,
    rule_id: decided?.body.rule_id ?? null,
    policy: decided?.policy ?? null,
    category: decided?.category ?? null,
    ...(jumped === undefined ? {} : { jumped_by: jumped.path ?? null }),
  };
}

const shownEnd = ({ address, port }: End): JsonObject => ({ address: address ?? null, port: port?.path ?? null });

const shownPassage = ({ outcome, from, to, out, in: arrival, replies }: Passage): JsonObject => ({
  outcome,
  source: shownEnd(from),
  destination: shownEnd(to),
  out: shownCheck(out),
  in: shownCheck(arrival),
  ...(replies.length === 0 ? {} : { replies: replies.map(shownCheck) }),
});

function shown(answer: Answer): JsonObject {
  if (answer.kind !== 'virtual-server') {
    const passage = shownPassage(answer);
    return { ...passage, destination: { ...shownEnd(answer.to), kind: answer.kind } };
  }
  const { kind, outcome, from, address, server, out, members } = answer;
  return {
    outcome,
    source: shownEnd(from),
    destination: { address, port: null, kind, virtual_server: server ?? null },
    out: shownCheck(out),
    in: null,
    members: members.map((member) => ({
      ...shownPassage(member),
      pool: member.target.pool,
      member_port: member.target.port,
    })),
  };
}

const planes = new WeakMap<ManagerState, { readonly plane: DataPlane; readonly changes: number }>();

/** The data plane of this moment: kept while nothing changes, for it costs a look at every rule and group. */
function planeOf(state: ManagerState): DataPlane {
  const kept = planes.get(state);
  if (kept?.changes === state.changes) return kept.plane;
  const plane = new DataPlane(state);
  planes.set(state, { plane, changes: state.changes });
  return plane;
}

/** Answers to a list of questions over one moment, or what is wrong with them; `count` adds them to the rules' hits. */
function answers(state: ManagerState, questions: readonly Json[], count: boolean): JsonObject[] | string[] {
  const plane = planeOf(state);
  const errors: string[] = [];
  const found = questions.map((body, index) => {
    const question = isObject(body) ? readQuestion(body) : ['not an object'];
    const answer = 'from' in question ? plane.ask(question) : question.join('; ');
    if (typeof answer === 'string') errors.push(`flows[${index}]: ${answer}`);
    else if (count) state.hits.count(rulesHit(answer));
    return typeof answer === 'string' ? {} : shown(answer);
  });
  return errors.length > 0 ? errors : found;
}

const isErrors = (list: JsonObject[] | string[]): list is string[] => typeof list[0] === 'string';

/**
 * What the data plane makes of flows. The body is one question
 * `{from, to, protocol, port?, source_port?, icmp_type?, icmp_code?}`, or many as `{flows: [...]}`, answered over one
 * moment of the state. `count: true` counts them as traffic in the statistics of the rules.
 */
export function askFlows(state: ManagerState, body: JsonObject): JsonObject | string[] {
  const isBatch = body.flows !== undefined;
  const questions = isBatch ? asList(body.flows) : [omit(body, ['count'])];
  const found = answers(state, questions, body.count === true);
  if (isErrors(found)) return found;
  return isBatch ? { answers: [...found] } : (found[0] ?? {});
}
