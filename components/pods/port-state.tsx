'use client';

import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { CopyChip } from '@/components/ui/copy-chip';
import { Section } from '@/components/details/section';
import type { PortState } from '@/lib/wire/details';

/** What NSX realized of the port, read on demand, with when it was read. */
export function PortStateSection({ state }: { readonly state: PortState | null }) {
  if (state === null) {
    return (
      <Section title="Realized state">
        <p className="text-muted">There is no port to read.</p>
      </Section>
    );
  }
  if (state.state === 'unavailable') {
    return (
      <Section title="Realized state" aside={<RelativeTime at={Date.parse(state.at)} />}>
        <Notice tone="warning">{`NSX gave no state for this port: ${state.reason}`}</Notice>
      </Section>
    );
  }
  return (
    <Section
      title="Realized state"
      aside={
        <>
          read <RelativeTime at={Date.parse(state.at)} />
        </>
      }
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted text-xs leading-5">Realization</dt>
        <dd>{state.realization ?? 'not told'}</dd>
        <dt className="text-muted text-xs leading-5">Attachment</dt>
        <dd>{state.attachment ?? 'not told'}</dd>
        <dt className="text-muted text-xs leading-5">Transport nodes</dt>
        <dd>
          {state.transportNodes.length === 0
            ? 'none told'
            : state.transportNodes.map((node) => <CopyChip key={node} value={node} />)}
        </dd>
      </dl>
      <table className="mt-2 w-full text-left">
        <thead>
          <tr className="text-muted text-xs">
            <th className="py-1 font-normal">Address</th>
            <th className="py-1 font-normal">MAC</th>
            <th className="py-1 text-right font-normal">VLAN</th>
            <th className="py-1 pl-4 font-normal">Seen by</th>
          </tr>
        </thead>
        <tbody>
          {state.bindings.map((binding) => (
            <tr key={`${binding.ip}${binding.mac}${binding.source}`} className="border-line border-t">
              <td className="py-1">{binding.ip === null ? '–' : <CopyChip bare value={binding.ip} />}</td>
              <td className="py-1">{binding.mac === null ? '–' : <CopyChip bare value={binding.mac} />}</td>
              <td className="py-1 text-right">{binding.vlan ?? '–'}</td>
              <td className="py-1 pl-4 text-muted text-xs">{binding.source ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {state.bindings.length === 0 && <p className="pt-1 text-muted">NSX has realized no binding yet.</p>}
      {state.duplicates.length > 0 && (
        <Notice
          tone="failed"
          className="mt-2"
        >{`The same address is also bound elsewhere: ${state.duplicates.join(', ')}`}</Notice>
      )}
      {state.alarms.map((alarm) => (
        <Notice key={alarm} tone="warning" className="mt-2">
          {alarm}
        </Notice>
      ))}
    </Section>
  );
}
