'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useMarkedRules } from '@/components/data/queries';
import { MarkList } from '@/components/rules/rule-marks';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Sentence } from '@/components/ui/sentence';
import type { SeenRule } from '@/lib/wire/details';
import type { RuleMark } from '@/lib/wire/rules';
import { NodeLink } from './node-link';

/** Rules that are shown before more are wanted. */
const USUAL = 25;
const DIRECTION_WORDS = { in: 'in', out: 'out', both: 'in and out' } as const;

/** The look of a rule's action: refusals stand out, and the word says it anyway. */
export function actionLook(action: string): string {
  return /drop|reject/i.test(action) ? 'text-failed' : 'text-ok';
}

/** An action in words: `DROP` as `Drop`. */
export function actionWord(action: string): string {
  const word = action.toLowerCase().replaceAll('_', ' ');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The rules one Pod meets, in the order in which they are evaluated; what is remarkable about them follows when it is known. */
export function SeenRules({ pod, rules }: { readonly pod: string; readonly rules: readonly SeenRule[] }) {
  const [all, setAll] = useState(false);
  const marked = useMarkedRules(pod).data?.rows;
  const marks = new Map(marked?.map((row) => [row.node.id, row.marks]));
  if (rules.length === 0) return <p className="text-muted">No rule that Portolan knows names this Pod.</p>;
  return (
    <>
      <ol className="divide-y divide-line">
        {(all ? rules : rules.slice(0, USUAL)).map((rule) => (
          <li key={rule.node.id} className={cn('py-2', rule.disabled && 'opacity-70')}>
            <div className="flex items-center gap-2">
              <span className="w-5 shrink-0 text-muted text-xs">{rule.order}</span>
              <NodeLink node={rule.node} />
              <span className={cn('ml-auto shrink-0 font-medium', actionLook(rule.action))}>
                {actionWord(rule.action)}
              </span>
              {rule.ruleId !== null && (
                <span className="shrink-0 font-mono text-muted text-xs">{`rule ${rule.ruleId}`}</span>
              )}
            </div>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 pt-1 pl-7 text-xs leading-5">
              <Line label="From" values={rule.sources} />
              <Line label="To" values={rule.destinations} />
              <Line label="Services" values={rule.services} />
              <Line label="Applied to" values={rule.appliedTo} />
              <dt className="text-muted">Why</dt>
              <dd className="break-words">
                <Sentence text={`${rule.because}, ${DIRECTION_WORDS[rule.direction]}`} />
              </dd>
            </dl>
            <Remarkable marks={marks.get(rule.node.id)?.filter(({ kind }) => kind !== 'disabled') ?? []} />
            <p className="pl-7 text-muted text-xs">
              <Sentence
                text={[rule.category, rule.policy?.name, rule.disabled ? 'disabled' : null]
                  .filter((part) => part !== null && part !== undefined)
                  .join(' · ')}
              />
            </p>
          </li>
        ))}
      </ol>
      {rules.length > USUAL && (
        <Button look="quiet" className="h-7 text-xs" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${rules.length.toLocaleString('en')} rules`}
        </Button>
      )}
    </>
  );
}

function Remarkable({ marks }: { readonly marks: readonly RuleMark[] }) {
  if (marks.length === 0) return null;
  return (
    <div className="py-1 pl-7">
      <MarkList marks={marks} />
    </div>
  );
}

/** The way to the same rules in the table of all rules. */
export function SeenInTable({ pod }: { readonly pod: string }) {
  return (
    <Link
      href={`/rules?${new URLSearchParams({ about: pod })}`}
      className="underline decoration-strong underline-offset-2 hover:decoration-current"
    >
      In the table of rules
    </Link>
  );
}

function Line({ label, values }: { readonly label: string; readonly values: readonly string[] }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="break-words">
        <Sentence text={values.length === 0 ? 'any' : values.join(', ')} />
      </dd>
    </>
  );
}
