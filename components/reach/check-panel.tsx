import { MadeFor } from '@/components/details/made-for-line';
import { NodeLink } from '@/components/details/node-link';
import { actionLook, actionWord } from '@/components/details/seen-rules';
import { CheckWord } from '@/components/marks/outcome';
import { cn } from '@/components/ui/cn';
import { Panel } from '@/components/ui/panel';
import { Sentence } from '@/components/ui/sentence';
import type { Check, FirewallRule } from '@/lib/wire/firewall';

/** One enforcement point: what it does, by which rule, and which rules it went past. */
export function CheckPanel({ check }: { readonly check: Check }) {
  return (
    <Panel
      title={check.at === 'source' ? 'At the source' : 'At the destination'}
      aside={check.port === null ? 'no segment port' : <NodeLink node={check.port} />}
    >
      <CheckDetails check={check} />
    </Panel>
  );
}

/** The same without a frame. */
export function CheckDetails({ check }: { readonly check: Check }) {
  const passed = check.trail.filter(({ rule }) => rule.node.id !== check.rule?.node.id);
  const cut = check.looked - check.trail.length;
  return (
    <div className="flex flex-col gap-2 py-1">
      <p className="flex flex-wrap items-start gap-x-3">
        <CheckWord outcome={check.outcome} />
        <Sentence text={check.because} className="min-w-0 flex-1 break-words text-muted" />
      </p>
      {check.rule !== null && <RuleFacts rule={check.rule} />}
      {passed.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted hover:text-text">
            {`${count(passed.length)} on the way that ${passed.length === 1 ? 'does' : 'do'} not decide`}
          </summary>
          <ol className="divide-y divide-line pt-1">
            {passed.map(({ rule, met, because }) => (
              <li key={rule.node.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
                <NodeLink node={rule.node} />
                <Sentence text={placeOf(rule)} className="text-muted text-xs" />
                <span className={cn('ml-auto text-xs', actionLook(rule.action))}>{actionWord(rule.action)}</span>
                <Sentence
                  text={`${MET_WORDS[met]}: ${because}`}
                  className="basis-full break-words text-muted text-xs"
                />
              </li>
            ))}
          </ol>
          {cut > 0 && (
            <p className="pt-1 text-muted text-xs">{`${count(cut)} more were looked at and are not listed here.`}</p>
          )}
        </details>
      )}
    </div>
  );
}

const MET_WORDS = {
  decided: 'decided as well',
  jumped: 'jumps to category Application',
  maybe: 'may decide',
  passed: 'passed over',
  disabled: 'not in force',
} as const;

const count = (rules: number): string => (rules === 1 ? '1 rule' : `${rules.toLocaleString('en')} rules`);

/** Where the rule stands in the order of evaluation. */
function placeOf({ category, policy, sequence, ruleId, isDefault }: FirewallRule): string {
  return [
    category,
    policy?.name,
    isDefault ? 'default rule' : sequence === null ? 'last' : `no. ${sequence}`,
    ruleId === null ? null : `rule ${ruleId}`,
  ]
    .filter((part) => part !== null && part !== undefined && part !== '')
    .join(' · ');
}

function RuleFacts({ rule }: { readonly rule: FirewallRule }) {
  return (
    <div className="rounded-md bg-raised px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-3">
        <NodeLink node={rule.node} withKind />
        <span className={cn('ml-auto font-medium', actionLook(rule.action))}>{actionWord(rule.action)}</span>
      </p>
      <p className="text-muted text-xs leading-5">
        <Sentence text={placeOf(rule)} />
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 pt-1 text-xs leading-5">
        <MadeFor node={rule.madeFor} />
        <Operands label="From" operands={rule.sources} excluded={rule.sourcesExcluded} />
        <Operands label="To" operands={rule.destinations} excluded={rule.destinationsExcluded} />
        <Operands label="Services" operands={rule.services} />
        <Operands label="Applied to" operands={rule.appliedTo} none="everywhere" />
      </dl>
    </div>
  );
}

function Operands({
  label,
  operands,
  excluded = false,
  none = 'any',
}: {
  readonly label: string;
  readonly operands: FirewallRule['sources'];
  readonly excluded?: boolean;
  readonly none?: string;
}) {
  const names = operands.map(({ name }) => name).join(', ');
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="break-words">
        <Sentence text={operands.length === 0 ? none : excluded ? `all but ${names}` : names} />
      </dd>
    </>
  );
}
