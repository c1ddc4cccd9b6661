'use client';

import { ChevronRight } from 'lucide-react';
import { EvidenceLine } from '@/components/marks/evidence';
import { CopyChip } from '@/components/ui/copy-chip';
import { RelativeTime } from '@/components/ui/relative-time';
import type { LabelTag, PodResponse } from '@/lib/wire/details';
import { cn } from '@/components/ui/cn';
import { NodeLink } from './node-link';
import { Row, Rows, Section } from './section';

const VERDICT_MARKS = { differs: 'text-failed', same: '', 'one-sided': '', unknown: 'text-muted' } as const;
const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

/** What both planes say of a Pod, side by side; differences are marked in words. */
export function PodFacts({ facts }: { readonly facts: PodResponse['facts'] }) {
  return (
    <table className="w-full table-fixed text-left">
      <thead>
        <tr className="text-xs">
          <th className="w-[26%] pb-1 font-normal">
            <span className="sr-only">Fact</span>
          </th>
          <th className="pb-1 font-medium text-kubernetes">Kubernetes</th>
          <th className="pb-1 font-medium text-nsx">NSX</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.label} className="align-top">
            <th scope="row" className="py-[3px] pr-2 font-normal text-muted text-xs leading-5">
              {fact.label}
              {fact.verdict === 'differs' && <span className="block font-medium text-failed">differs</span>}
            </th>
            {[fact.kubernetes, fact.nsx].map((value, side) => (
              <td key={side === 0 ? 'kubernetes' : 'nsx'} className={cn('py-[3px] pr-2', VERDICT_MARKS[fact.verdict])}>
                <Side value={value} mono={fact.mono} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Side({ value, mono }: { readonly value: string | null; readonly mono: boolean }) {
  if (value === null || value === '') return <span className="text-muted">–</span>;
  if (ISO_TIME.test(value)) return <RelativeTime at={Date.parse(value)} />;
  return mono ? <CopyChip bare value={value} /> : <span className="break-words">{value}</span>;
}

/** The chain from the Pod up to the Tier-0, with NAT behind it. */
export function PodPath({ pod, long = false }: { readonly pod: PodResponse; readonly long?: boolean }) {
  return (
    <Section title="Path">
      {long ? (
        <ol className="ml-1.5 border-line border-l">
          {pod.chain.map((step) => (
            <li key={step.node.id} className="relative py-1.5 pl-4">
              <span aria-hidden className="-left-[3.5px] absolute top-[13px] size-1.5 rounded-full bg-strong" />
              <div className="flex items-center justify-between gap-3">
                <NodeLink node={step.node} withKind />
                <span className="min-w-0 truncate font-mono text-muted text-xs" title={step.line}>
                  {step.line}
                </span>
              </div>
              {step.evidence.slice(0, 1).map((evidence) => (
                <EvidenceLine key={JSON.stringify(evidence)} evidence={evidence} />
              ))}
            </li>
          ))}
        </ol>
      ) : (
        <p className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
          {pod.chain.map((step, index) => (
            <span key={step.node.id} className="inline-flex max-w-48 min-w-0 items-center gap-1">
              {index > 0 && <ChevronRight size={12} aria-label="then" className="shrink-0 text-muted" />}
              <NodeLink node={step.node} />
            </span>
          ))}
        </p>
      )}
      {pod.chain.length === 0 && <p className="text-muted">{pod.noPort ?? 'No path is known.'}</p>}
      {pod.snat.map((entry) => (
        <p key={entry.address} className="flex items-center gap-2 pt-1 text-muted">
          SNAT <CopyChip value={entry.address} />
        </p>
      ))}
    </Section>
  );
}

/** The evidence that Pod and port are the same thing, strongest first. */
export function HowWeKnow({ pod }: { readonly pod: PodResponse }) {
  return (
    <Section title="How we know" aside={pod.correlation.length > 1 ? 'strongest first' : undefined}>
      {pod.correlation.length === 0 ? (
        <p className="text-muted">{pod.noPort ?? 'No segment port was matched.'}</p>
      ) : (
        <Rows>
          {pod.correlation.map((evidence) => (
            <Row key={JSON.stringify(evidence)}>
              <EvidenceLine evidence={evidence} />
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  );
}

const LABEL_LOOKS: Readonly<Record<LabelTag['verdict'], string>> = {
  same: 'text-muted',
  differs: 'text-failed font-medium',
  'missing-tag': 'text-warning font-medium',
  'extra-tag': 'text-warning font-medium',
  'never-copied': 'text-muted',
  truncated: 'text-warning font-medium',
};

/** Labels beside the tags they became. */
export function LabelsAndTags({
  pod,
  title = 'Labels and tags',
}: {
  readonly pod: PodResponse;
  readonly title?: string;
}) {
  return (
    <Section title={title}>
      {pod.labels.length === 0 && <p className="text-muted">The Pod has no labels.</p>}
      <Rows>
        {pod.labels.map((entry) => (
          <Row key={entry.key} aside={<span className={LABEL_LOOKS[entry.verdict]}>{entry.words}</span>}>
            <CopyChip value={`${entry.key}=${entry.label ?? entry.tag ?? ''}`} shown={entry.key} />
            {entry.label !== null && <CopyChip value={entry.label} />}
            {entry.tag !== null && entry.tag !== entry.label && (
              <span className="text-muted text-xs">
                tag <CopyChip value={entry.tag} />
              </span>
            )}
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
