'use client';

import Link from 'next/link';
import { useRule } from '@/components/data/queries';
import { MadeFor } from '@/components/details/made-for-line';
import { NodeLink } from '@/components/details/node-link';
import { Panel } from '@/components/ui/panel';
import type { ListedRule } from '@/lib/wire/rules';
import { MarkList } from './rule-marks';
import { DIRECTION_WORDS, operandWords, trafficWords } from './rule-words';

/** A rule's place in the order of evaluation, whom it means, and what is remarkable about it. Nothing for rules of gateways. */
export function RulePanel({ id }: { readonly id: string }) {
  const { data } = useRule(id);
  if (data === undefined) return null;
  const { rule } = data;
  return (
    <Panel
      title="In order of evaluation"
      aside={`place ${rule.order.toLocaleString('en')} at NSX Manager ${rule.manager}`}
    >
      {rule.marks.length > 0 && (
        <div className="py-2">
          <MarkList marks={rule.marks} />
        </div>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 py-1 leading-5">
        {linesOf(rule).map(([label, value]) => (
          <Line key={label} label={label} value={value} />
        ))}
        {rule.policy !== null && (
          <>
            <dt className="text-muted">Policy</dt>
            <dd className="flex flex-wrap items-center gap-x-3">
              <NodeLink node={rule.policy} />
              <Link
                href={`/rules?${new URLSearchParams({ about: rule.policy.id })}`}
                className="underline decoration-strong underline-offset-2 hover:decoration-current"
              >
                All rules of the policy
              </Link>
            </dd>
          </>
        )}
        <MadeFor node={rule.madeFor} />
      </dl>
    </Panel>
  );
}

function Line({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{value}</dd>
    </>
  );
}

function linesOf(rule: ListedRule): readonly (readonly [string, string])[] {
  const sequence = rule.sequence === null ? 'last of its policy' : `sequence ${rule.sequence}`;
  return [
    ['Place', `${rule.category || 'no category'}, policy sequence ${rule.policySequence}, ${sequence}`],
    ...(rule.tie === null ? [] : [['Left open', rule.tie] as const]),
    ['From', operandWords(rule.sources, rule.sourcesExcluded)],
    ['To', operandWords(rule.destinations, rule.destinationsExcluded)],
    ['Services', trafficWords(rule)],
    ['Applied to', rule.appliedTo.length === 0 ? 'everywhere' : operandWords(rule.appliedTo)],
    ['Direction', DIRECTION_WORDS[rule.direction]],
  ];
}
