'use client';

import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { NodeLink } from '@/components/details/node-link';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/clipboard';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { WhatIfResponse } from '@/lib/wire/what-if';
import { counted, lineKey, listed, VerdictLine } from './verdict-line';
import { whatIfCsv } from './what-if-file';

type Ports = WhatIfResponse['gone'];

/** What would be otherwise, part by part. */
export function WhatIfResult({ found }: { readonly found: WhatIfResponse }) {
  const nothing = found.groupCount + found.ruleCount + found.verdictCount + found.gone.count === 0;
  return (
    <>
      {found.partial.length > 0 && (
        <Notice tone="warning">{`Not everything could be read, so more may change: ${found.partial.join('; ')}.`}</Notice>
      )}
      {found.leftOut.length > 0 && (
        <Notice tone="warning">
          <ul aria-label="Not compared" className="flex flex-col gap-1">
            {found.leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {nothing ? (
        <Notice>{nothingWords(found)}</Notice>
      ) : (
        <>
          <Verdicts found={found} />
          <Groups found={found} />
          <Rules found={found} />
          <Gone gone={found.gone} />
        </>
      )}
      <Commands found={found} />
      <Save found={found} />
      <Basis found={found} />
    </>
  );
}

function Part({
  title,
  count,
  shown,
  words = count.toLocaleString('en'),
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly shown: number;
  /** The count in words, where a line is about more than one. */
  readonly words?: string;
  readonly children: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <section aria-label={title} className="overflow-hidden rounded-lg border border-line bg-surface">
      <h2 className="flex flex-wrap items-baseline gap-x-2 border-line border-b px-3 py-2 font-semibold text-sm">
        {title}
        <span className="font-normal text-muted tabular-nums">{words}</span>
        {shown < count && (
          <span className="font-normal text-muted text-xs">{`the first ${shown.toLocaleString('en')} are listed`}</span>
        )}
      </h2>
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  );
}

function Verdicts({ found }: { readonly found: WhatIfResponse }) {
  const words = `${counted(found.verdictCount, 'line')}, ${counted(found.flowCount, 'flow')}`;
  return (
    <Part title="Verdicts that change" count={found.verdictCount} shown={found.verdicts.length} words={words}>
      {found.verdicts.map((verdict) => (
        <VerdictLine key={lineKey(verdict)} verdict={verdict} />
      ))}
    </Part>
  );
}

function Groups({ found }: { readonly found: WhatIfResponse }) {
  return (
    <Part title="Groups with other members" count={found.groupCount} shown={found.groups.length}>
      {found.groups.map(({ group, entered, left }) => (
        <li key={group.id} className="flex flex-col gap-1 px-3 py-2 text-sm">
          <NodeLink node={group} />
          <PortsLine words="come in" ports={entered} />
          <PortsLine words="leave" ports={left} />
        </li>
      ))}
    </Part>
  );
}

function Rules({ found }: { readonly found: WhatIfResponse }) {
  return (
    <Part title="Rules that mean others" count={found.ruleCount} shown={found.rules.length}>
      {found.rules.map(({ rule, starts, stops }) => (
        <li key={rule.node.id} className="flex flex-col gap-1 px-3 py-2 text-sm">
          <div className="flex flex-wrap items-center gap-2">
            <NodeLink node={rule.node} />
            <span className="text-muted text-xs">{`${rule.action} · ${rule.category}${rule.policy === null ? '' : ` · policy ${rule.policy.name}`}`}</span>
          </div>
          <PortsLine words="begin to be meant" ports={starts} />
          <PortsLine words="are meant no more" ports={stops} />
        </li>
      ))}
    </Part>
  );
}

function Gone({ gone }: { readonly gone: Ports }) {
  return (
    <Part title="Gone, with all that they could reach" count={gone.count} shown={gone.first.length}>
      {gone.first.map((node) => (
        <li key={node.id} className="px-3 py-1.5 text-sm">
          <NodeLink node={node} />
        </li>
      ))}
    </Part>
  );
}

function PortsLine({ words, ports }: { readonly words: string; readonly ports: Ports }) {
  if (ports.count === 0) return null;
  const more = ports.count - ports.first.length;
  return (
    <p className="text-xs">
      <span className="tabular-nums">{`${ports.count} ${words}: `}</span>
      <span className="break-words text-muted">
        {ports.first.map(({ name }) => name).join(', ')}
        {more > 0 && ` and ${more} more`}
      </span>
    </p>
  );
}

function Commands({ found }: { readonly found: WhatIfResponse }) {
  const commands = found.edits.flatMap((edit) => edit.commands);
  if (commands.length === 0) return null;
  return (
    <section aria-label="Commands that would do it" className="flex flex-col gap-1.5">
      <h2 className="font-semibold text-sm">To do it, by hand</h2>
      {commands.map((command) => (
        <CopyChip key={command} value={command} className="w-fit" />
      ))}
    </section>
  );
}

/** The answer as it stands, as a file. */
function Save({ found }: { readonly found: WhatIfResponse }) {
  const name = `portolan-what-if-${found.at.slice(0, 19).replaceAll(':', '-')}`;
  return (
    <div className="flex flex-wrap items-center gap-1">
      <Button look="quiet" onClick={() => downloadText(`${name}.csv`, 'text/csv', whatIfCsv(found))}>
        <Download size={14} aria-hidden />
        CSV
      </Button>
      <Button
        look="quiet"
        onClick={() => downloadText(`${name}.json`, 'application/json', `${JSON.stringify(found, null, 2)}\n`)}
      >
        <Download size={14} aria-hidden />
        JSON
      </Button>
    </div>
  );
}

function Basis({ found }: { readonly found: WhatIfResponse }) {
  return (
    <section aria-label="What this rests on" className="text-muted text-xs">
      <p>
        {`${found.compared.pairs === 0 ? '' : `Compared: ${comparedWords(found)}. `}Worked out `}
        <RelativeTime at={Date.parse(found.at)} />
        {', from rules and tags as they are configured.'}
      </p>
      <ul className="mt-1 list-disc pl-4">
        {found.assumed.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

/** Where nobody is meant otherwise there is no pair to compare. */
const nothingWords = (found: WhatIfResponse): string =>
  found.compared.pairs === 0
    ? 'Nothing would change: no group has other members, and no rule means others.'
    : `Nothing would change: no group, no rule, and none of the ${comparedWords(found)}.`;

function comparedWords({ compared }: WhatIfResponse): string {
  const { pairs, outside, fronts, traffics } = compared;
  const sent = listed(traffics.map(({ words }) => words));
  return [
    `${counted(pairs, 'pair')} of classes, and what goes to and comes from ${listed(outside)}, each with ${sent}`,
    ...(fronts === 0 ? [] : [`what is sent to ${counted(fronts, 'port')} of Services and VIPs`]),
  ].join('; ');
}
