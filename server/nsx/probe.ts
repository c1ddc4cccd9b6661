import type { Outcome } from '../transport/failure';
import { type Failure, fail, succeed } from '../transport/failure';
import type { Probed } from './endpoints';
import { parseObject } from './json';
import type { NodeAccess } from './node-access';

const HEALTH = '/api/v1/reverse-proxy/node/health';
/** Cheap, and served wherever the Policy API works at all. */
const POLICY = '/policy/api/v1/infra';

export interface ProbeOptions {
  readonly ms: number;
  readonly signal: AbortSignal;
}

/**
 * Asks one node how it is: by its health endpoint, or by a small Policy read where that endpoint is absent or not allowed.
 * A failure means that the node did not say anything about itself.
 */
export async function probeNode(node: NodeAccess, { ms, signal }: ProbeOptions): Promise<Outcome<Probed>> {
  const ask = { urgent: false, ms, signal };
  const answer = await node.get(HEALTH, ask);
  if (answer.ok) {
    const read = parseObject(answer.value.text);
    const probed = read === null ? null : readHealth(read);
    if (probed !== null) return succeed(probed);
  } else if (!isUnserved(answer.failure)) {
    return busyOr(answer.failure);
  }
  const policy = await node.get(POLICY, ask);
  if (!policy.ok) {
    if (policy.failure.kind === 'not-found') return succeed(unwell('the Policy API is not served'));
    // Refusing a question is an answer.
    return isUnserved(policy.failure) ? succeed({ healthy: true, remark: null }) : busyOr(policy.failure);
  }
  const infra = parseObject(policy.value.text);
  if (infra === null) return fail('garbled', 'the answer is not a JSON object', { status: 200 });
  // A node without its database answers with a count of nothing; mostly there is no count at all.
  const isEmpty = typeof infra.result_count === 'number' && infra.result_count <= 0;
  return succeed(isEmpty ? unwell('the Policy API answers with nothing') : { healthy: true, remark: null });
}

const unwell = (remark: string): Probed => ({ healthy: false, remark });

const isUnserved = ({ kind }: Failure): boolean => kind === 'not-found' || kind === 'forbidden' || kind === 'rejected';

/** A server error is said by the node itself; throttling and logins say nothing about its health. */
function busyOr(failure: Failure): Outcome<Probed> {
  return failure.kind === 'server-error' ? succeed(unwell(failure.message)) : { ok: false, failure };
}

/** `{healthy, components_health: "POLICY:UP, SEARCH:DOWN"}`; null when it is something else. */
export function readHealth(body: Record<string, unknown>): Probed | null {
  if (typeof body.healthy !== 'boolean') return null;
  const text = typeof body.components_health === 'string' ? body.components_health : '';
  const bad = text.split(',').flatMap((part) => {
    const [name = '', state = ''] = part.split(':').map((word) => word.trim());
    return state === '' || state === 'UP' ? [] : `${name} is ${state}`;
  });
  const remark = bad.length > 0 ? bad.join(', ') : body.healthy ? null : 'NSX says that this node is not healthy';
  return { healthy: body.healthy, remark };
}
