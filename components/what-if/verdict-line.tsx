import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { NodeLink } from '@/components/details/node-link';
import { OutcomeWord } from '@/components/marks/outcome';
import { reachLink } from '@/components/reach/reach-params';
import type { WhatIfResponse } from '@/lib/wire/what-if';

type Verdict = WhatIfResponse['verdicts'][number];

/** What changes alike between two ends, with the way to ask about one of these flows as it is now. */
export function VerdictLine({ verdict }: { readonly verdict: Verdict }) {
  const { from, to, traffics, before, after, flows } = verdict;
  return (
    <li className="flex flex-col gap-1 px-3 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <EndWords of={from} />
        <ArrowRight size={13} aria-label="to" className="shrink-0 text-muted" />
        {isSame(from, to) ? <span>each other</span> : <EndWords of={to} />}
        <span className="ml-auto inline-flex items-center gap-2">
          <OutcomeWord outcome={before.outcome} />
          <ArrowRight size={13} aria-label="becomes" className="shrink-0 text-muted" />
          <OutcomeWord outcome={after.outcome} />
        </span>
      </div>
      <p className="break-words text-muted text-xs">
        <span className="text-text">{listed(traffics.map(({ words }) => words))}</span>
        {`: ${after.because}`}
      </p>
      <p className="text-xs">
        <Link
          href={questionLink(verdict)}
          className="text-muted underline decoration-strong underline-offset-2 hover:text-text hover:decoration-current"
        >
          {flows === 1 ? 'Ask about it as it is now' : `Ask about one of these ${counted(flows, 'flow')} as it is now`}
        </Link>
      </p>
    </li>
  );
}

function EndWords({ of }: { readonly of: Verdict['from'] }) {
  const names = of.first.map(({ name }) => name).join(', ');
  const [only] = of.first;
  if (of.count === null) return <span>{of.name}</span>;
  if (of.count === 1 && only !== undefined) return <NodeLink node={only} />;
  return <span title={names}>{`${of.name}, ${of.count.toLocaleString('en')} alike`}</span>;
}

const isSame = (from: Verdict['from'], to: Verdict['to']): boolean =>
  from.count !== null &&
  from.count > 1 &&
  from.count === to.count &&
  from.first.every(({ id }, at) => id === to.first[at]?.id);

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

function questionLink({ example, traffics }: Verdict): string {
  const [traffic] = traffics;
  if (traffic === undefined) return reachLink(example);
  const { protocol, port } = traffic;
  return reachLink({
    ...example,
    protocol: PROTOCOLS[protocol] ?? `${protocol}`,
    port: port === null ? '' : `${port}`,
  });
}

/** What tells a line from all others. */
export const lineKey = ({ from, to, traffics, before, after }: Verdict): string =>
  [
    ...[from, to].map(({ name, count, first }) => `${name} ${count} ${first.map(({ id }) => id).join()}`),
    ...traffics.map(({ words }) => words),
    before.outcome,
    before.because,
    after.outcome,
    after.because,
  ].join('\n');

/** `1 line`, `2 lines`. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
