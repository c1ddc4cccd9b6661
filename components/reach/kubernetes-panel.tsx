import { NodeLink } from '@/components/details/node-link';
import { IntentWord, OutcomeWord } from '@/components/marks/outcome';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Sentence } from '@/components/ui/sentence';
import type { NetworkPolicyIntent, ReachOutcome } from '@/lib/wire/firewall';

const EFFECTS = {
  allows: 'allows this flow',
  isolates: 'isolates the Pod and does not allow this flow',
  unknown: 'cannot be evaluated',
} as const;

/** The same question under NetworkPolicies alone, beside the answer of NSX, and what differs. */
export function KubernetesPanel({
  intent,
  outcome,
}: {
  readonly intent: NetworkPolicyIntent;
  readonly outcome: ReachOutcome;
}) {
  return (
    <Panel
      title={intent.difference === null ? 'What Kubernetes asks for' : 'Kubernetes asks for something else'}
      aside="NetworkPolicies alone"
    >
      <div className="flex flex-col gap-2 py-1">
        <p className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <span className="inline-flex items-center gap-2">
            <span className="text-muted text-xs">NetworkPolicies</span>
            <IntentWord outcome={intent.outcome} />
          </span>
          <span className="inline-flex items-center gap-2">
            <span className="text-muted text-xs">NSX</span>
            <OutcomeWord outcome={outcome} />
          </span>
          <span className="min-w-0 flex-1 basis-64 break-words text-muted">{intent.because}</span>
        </p>
        {intent.difference !== null && (
          <Notice tone="warning">
            <Sentence text={intent.difference} />
          </Notice>
        )}
        {intent.policies.length > 0 && (
          <ul className="divide-y divide-line">
            {intent.policies.map(({ node, direction, effect }) => (
              <li key={`${node.id} ${direction}`} className="flex flex-wrap items-center gap-x-3 py-1">
                <NodeLink node={node} />
                <span className="text-muted text-xs">
                  {`${direction === 'Egress' ? 'of the sender' : 'of the receiver'}, ${EFFECTS[effect]}`}
                </span>
              </li>
            ))}
          </ul>
        )}
        {intent.assumed.map((words) => (
          <p key={words} className="text-muted text-xs">
            {words}
          </p>
        ))}
      </div>
    </Panel>
  );
}
