'use client';

import { ArrowLeftRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EndField, type ShownEnd } from './end-field';
import { hasPorts, PROTOCOL_NAMES, type ReachParams } from './reach-params';
import type { UpdateReach } from './use-reach-params';

/** Who sends what to whom. */
export function FlowForm({
  params,
  update,
  from,
  to,
}: {
  readonly params: ReachParams;
  readonly update: UpdateReach;
  readonly from: ShownEnd;
  readonly to: ShownEnd;
}) {
  return (
    <form
      aria-label="Flow"
      onSubmit={(event) => event.preventDefault()}
      className="grid items-end gap-2 md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto]"
    >
      <EndField label="From" end={from} onEnd={(text) => update({ from: text })} />
      <Button
        look="icon"
        aria-label="Swap the ends"
        title="Swap the ends"
        className="mb-0.5 max-md:justify-self-center"
        onClick={() => update({ from: params.to, to: params.from })}
      >
        <ArrowLeftRight size={15} aria-hidden />
      </Button>
      <EndField label="To" end={to} onEnd={(text) => update({ to: text })} />
      <TrafficFields params={params} update={update} />
    </form>
  );
}

/** Protocol and port. */
export function TrafficFields({
  params,
  update,
}: {
  readonly params: Pick<ReachParams, 'protocol' | 'port'>;
  readonly update: (change: Partial<Pick<ReachParams, 'protocol' | 'port'>>) => void;
}) {
  const { protocol } = params;
  const named = PROTOCOL_NAMES.some((name) => name === protocol);
  return (
    <div className="flex items-end gap-2">
      <label className="flex flex-col gap-1 text-xs">
        <span className="text-muted">Protocol</span>
        <select
          value={protocol}
          onChange={(event) => update({ protocol: event.target.value })}
          className="h-9 rounded-md border border-line bg-surface px-2 text-sm hover:border-strong"
        >
          {PROTOCOL_NAMES.map((name) => (
            <option key={name} value={name}>
              {PROTOCOL_WORDS[name]}
            </option>
          ))}
          {!named && <option value={protocol}>{`protocol ${protocol}`}</option>}
        </select>
      </label>
      {hasPorts(protocol) && <PortField port={params.port} onPort={(port) => update({ port })} />}
    </div>
  );
}

const PROTOCOL_WORDS = { tcp: 'TCP', udp: 'UDP', icmp: 'ICMP (ping)', icmpv6: 'ICMPv6 (ping)' } as const;
const REST_MS = 400;

/** Typing comes in bursts: only what stands for a moment is asked. */
function PortField({ port, onPort }: { readonly port: string; readonly onPort: (port: string) => void }) {
  const [typed, setTyped] = useState(port);
  useEffect(() => setTyped(port), [port]);
  useEffect(() => {
    if (typed === port) return;
    const timer = setTimeout(() => onPort(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed, port, onPort]);
  return (
    <label className="flex flex-col gap-1 text-xs">
      <span className="text-muted">Port</span>
      <input
        inputMode="numeric"
        value={typed}
        maxLength={5}
        placeholder="any"
        onChange={(event) => setTyped(event.target.value.trim())}
        onBlur={() => typed !== port && onPort(typed)}
        onKeyDown={(event) => event.key === 'Enter' && onPort(typed)}
        className="h-9 w-20 rounded-md border border-line bg-surface px-2.5 text-sm tabular-nums placeholder:text-muted hover:border-strong"
      />
    </label>
  );
}
