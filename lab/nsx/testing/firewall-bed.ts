import { asText, isObject, type JsonObject } from '../json';
import { Problem } from '../problem';
import { ManagerState } from '../state';
import { systemActor } from '../tree/writer';
import { defaultTuning } from '../tuning';
import { askFlows } from '../control/flows';

export const GROUPS = '/infra/domains/default/groups';
export const POLICIES = '/infra/domains/default/security-policies';

/** A manager with ports a, b and c at 10.0.0.1 to 3 on one segment and an uplink-like port without address, for tests. */
export class FirewallBed {
  readonly state = new ManagerState(defaultTuning, () => 1_000_000);

  constructor() {
    this.write('/infra/segments/s', {});
    this.write('/infra/segments/t', {});
    for (const [name, host] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const)
      this.port(name, { address_bindings: [{ ip_address: `10.0.0.${host}` }] });
    this.port('bare', {});
    for (const name of ['a', 'b', 'c', 'bare']) this.group(name, name);
  }

  /** Writes an object and lets NSX finish with it. */
  write(path: string, body: JsonObject): void {
    const stored = this.state.write([{ path, body }], 'patch', systemActor);
    if (stored instanceof Problem) throw new Error(stored.message);
    this.state.settle();
  }

  port(name: string, body: JsonObject): void {
    this.write(`/infra/segments/s/ports/${name}`, { tags: [{ scope: 'name', tag: name }], ...body });
  }

  /** A group of the ports whose `name` tag is this. */
  group(id: string, name: string): void {
    const condition = { member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value: `name|${name}` };
    this.write(`${GROUPS}/${id}`, { expression: [{ resource_type: 'Condition', ...condition }] });
  }

  /** A policy whose rules are numbered in the order given; each is named r0, r1 and so on. */
  policy(id: string, rules: readonly JsonObject[], body: JsonObject = {}): void {
    this.write(`${POLICIES}/${id}`, { category: 'Application', ...body });
    for (const [index, rule] of rules.entries())
      this.write(`${POLICIES}/${id}/rules/r${index}`, { sequence_number: index, ...rule });
  }

  /** The answer to a question, tcp port 80 from a to b unless stated. Ends named by a word are ports. */
  ask(question: JsonObject = {}): JsonObject {
    const end = (text: string) => (/^[a-z]+$/.test(text) ? `/infra/segments/s/ports/${text}` : text);
    const asked: JsonObject = { from: 'a', to: 'b', protocol: 'tcp', ...question };
    if (asked.protocol === 'tcp' || asked.protocol === 'udp') asked.port ??= 80;
    const flow = { ...asked, from: end(asText(asked.from) ?? ''), to: end(asText(asked.to) ?? '') };
    const answer = askFlows(this.state, flow);
    if (Array.isArray(answer)) throw new Error(answer.join());
    return answer;
  }

  /** Outcome of a question in a word. */
  outcome(question: JsonObject = {}): string {
    return asText(this.ask(question).outcome) ?? '';
  }

  /** `policy/rule` that decided at the source's and at the destination's port. */
  decided(question: JsonObject = {}): (string | null)[] {
    const answer = this.ask(question);
    return [answer.out, answer.in].map((check) => {
      const rule = isObject(check) ? asText(check.rule) : undefined;
      return rule === undefined ? null : rule.replace(`${POLICIES}/`, '').replace('/rules/', '/');
    });
  }
}
