'use client';

import { RotateCw } from 'lucide-react';
import { useEvents } from '@/components/data/queries';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ClusterEvent } from '@/lib/wire/page';

/** Kubernetes' own events about an object, read when this is first shown. */
export function ClusterEvents({ id }: { readonly id: string }) {
  const query = useEvents(id);
  if (query.isPending) return <div className="skeleton mt-2 h-16" role="status" aria-label="Reading the events" />;
  if (query.data === undefined)
    return <Notice tone="failed">{`The events could not be read. ${query.error?.message ?? ''}`}</Notice>;
  const answer = query.data;
  return (
    <>
      <div className="flex items-center justify-between gap-3 py-1 text-muted text-xs">
        <span>
          Read <RelativeTime at={Date.parse(answer.at)} />
        </span>
        <Button look="quiet" className="h-7 text-xs" onClick={() => void query.refetch()}>
          <RotateCw size={12} aria-hidden />
          Read again
        </Button>
      </div>
      {answer.state === 'unavailable' && <Notice tone="warning">{answer.reason}</Notice>}
      {answer.state === 'read' && answer.events.length === 0 && (
        <p className="text-muted">Kubernetes has no event about it now; it keeps events for an hour.</p>
      )}
      {answer.state === 'read' && answer.events.length > 0 && <EventTable events={answer.events} />}
    </>
  );
}

function EventTable({ events }: { readonly events: readonly ClusterEvent[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[560px] text-left">
        <thead>
          <tr className="text-muted text-xs">
            {['Last seen', 'Reason', 'Message', 'From'].map((label) => (
              <th key={label} scope="col" className="py-1 pr-4 font-normal">
                {label}
              </th>
            ))}
            <th scope="col" className="py-1 text-right font-normal">
              Times
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: events are read anew as a whole
            <tr key={index} className="border-line border-t align-top">
              <td className="py-1 pr-4">
                {event.lastAt === null ? '–' : <RelativeTime at={Date.parse(event.lastAt)} />}
              </td>
              <td className={`py-1 pr-4 ${event.type === 'Warning' ? 'font-medium text-warning' : ''}`}>
                {event.type === 'Warning' ? `Warning: ${event.reason}` : event.reason}
              </td>
              <td className="break-words py-1 pr-4">{event.message}</td>
              <td className="py-1 pr-4 text-muted text-xs">{event.from ?? '–'}</td>
              <td className="py-1 text-right">{event.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
