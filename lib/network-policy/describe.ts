import { toRef } from '../details/refs';
import type { NetworkPolicyIntent } from '../wire';
import type { Intent } from './intent';

/** The intent as the wire carries it. */
export function describeIntent(intent: Intent | null): NetworkPolicyIntent | null {
  if (intent === null) return null;
  const { outcome, because, difference } = intent;
  return {
    outcome,
    because,
    policies: intent.policies.map(({ node, direction, effect }) => ({ node: toRef(node), direction, effect })),
    assumed: [...intent.assumed],
    difference,
  };
}
