'use client';

import { useState } from 'react';
import { NodeLink } from '@/components/details/node-link';
import { Button } from '@/components/ui/button';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import type { NearMiss, NearMissCause, NearMisses as Found } from '@/lib/wire/groups';
import { useNearMisses } from './use-members';

const CAUSE_WORDS: Readonly<Record<NearMissCause, string>> = {
  'missing-tag': 'Label without tag',
  'cut-off': 'Cut off',
  'other-scope': 'Other scope',
  'other-object': 'On another object',
  'one-short': 'One condition short',
};
const SHOWN_AT_FIRST = 12;

/** Who is nearly in the group, and what each lacks. */
export function NearMisses({ id }: { readonly id: string }) {
  const { data, isPending, error } = useNearMisses(id);
  return (
    <Panel title="Near misses" aside={data === undefined ? undefined : number(data.total)}>
      {isPending && <div className="skeleton my-1 h-10" role="status" aria-label="Looking for near misses" />}
      {data !== undefined && <Listed near={data} />}
      {data === undefined && error !== null && (
        <Notice tone="failed">{`Near misses could not be looked for. ${error.message}`}</Notice>
      )}
    </Panel>
  );
}

function Listed({ near }: { readonly near: Found }) {
  const [all, setAll] = useState(false);
  const shown = all ? near.listed : near.listed.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <p className="py-1 text-muted">{lookedWords(near)}</p>
      {shown.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[680px] text-left">
            <thead>
              <tr className="h-8 text-muted text-xs">
                <th className="w-[28%] font-normal">Pod</th>
                <th className="w-[16%] font-normal">Address</th>
                <th className="w-[24%] font-normal">What is not met</th>
                <th className="font-normal">Why</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((miss) => (
                <MissRow key={miss.port.id} miss={miss} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < near.listed.length && (
        <Button look="quiet" className="my-1" onClick={() => setAll(true)}>
          {`Show ${number(near.listed.length - shown.length)} more`}
        </Button>
      )}
      {near.notEvaluated.length > 0 && (
        <p className="py-1 text-muted">{`Cannot be evaluated here, so nothing is nearly in by it: ${near.notEvaluated.join('; ')}.`}</p>
      )}
    </>
  );
}

function MissRow({ miss }: { readonly miss: NearMiss }) {
  const { pod, port, addresses } = miss;
  return (
    <tr className="border-line border-t align-top">
      <td className="py-1.5 pr-3">
        <span className="flex min-w-0 flex-col">
          <NodeLink node={pod ?? port} />
          {pod !== null && pod.namespace !== null && <span className="text-muted text-xs">{pod.namespace}</span>}
        </span>
      </td>
      <td className="py-1.5 pr-3">
        {addresses.length === 0 && <span className="text-muted">none</span>}
        {addresses.map((address) => (
          <CopyChip key={address} bare value={address} />
        ))}
      </td>
      <td className="break-words py-1.5 pr-3">{miss.criterion}</td>
      <td className="break-words py-1.5">
        <span className="block font-medium">{CAUSE_WORDS[miss.cause]}</span>
        <span className="text-muted text-xs">{miss.explanation}</span>
      </td>
    </tr>
  );
}

/** At how many ports was looked, and how many of the near misses are not listed. */
function lookedWords({ looked, total, listed }: Found): string {
  const ports = looked === 1 ? '1 port' : `${number(looked)} ports`;
  if (total === 0) return `Of ${ports} looked at, none is nearly in the group.`;
  const left = total - listed.length;
  const some = left === 0 ? '' : ` ${number(listed.length)} of them are listed, ${number(left)} are not.`;
  return `Of ${ports} looked at, ${number(total)} ${total === 1 ? 'is' : 'are'} nearly in the group.${some}`;
}

const number = (value: number): string => value.toLocaleString('en');
