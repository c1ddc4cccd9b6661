import { ArrowRight, Globe } from 'lucide-react';
import type { ReactNode } from 'react';
import { NodeLink } from '@/components/details/node-link';
import { CheckWord } from '@/components/marks/outcome';
import { CopyChip } from '@/components/ui/copy-chip';
import type { Check, ReachabilityResponse } from '@/lib/wire/firewall';

type Leg = ReachabilityResponse['legs'][number];
type End = ReachabilityResponse['from'];

/** One way of a packet as its stations: sender, check at its port, translation, check at the receiver's port, receiver. */
export function WayStrip({ from, to, leg }: { readonly from: End; readonly to: End; readonly leg: Leg }) {
  const stops = leg.source.outcome === 'drop' || leg.source.outcome === 'reject';
  return (
    <ol
      aria-label="The way of the packet"
      className="flex flex-col gap-1.5 rounded-lg border border-line bg-surface p-3 lg:flex-row lg:items-stretch"
    >
      <Station label="From">
        <Place name={from.name} node={from.node} addresses={from.addresses} />
      </Station>
      <Next />
      <CheckStation check={leg.source} label="Check at the source" />
      <Next stopped={stops} />
      {leg.translated !== null && (
        <>
          <Station label="Translated">
            <Place name={to.name} node={to.node} addresses={to.addresses} />
            <span className="break-words text-muted text-xs">{leg.translated}</span>
          </Station>
          <Next stopped={stops} />
        </>
      )}
      <CheckStation check={leg.destination} label="Check at the destination" />
      <Next stopped={leg.outcome === 'dropped' || leg.outcome === 'rejected'} />
      <Station label="To">
        <Place
          name={leg.to.name}
          node={leg.to.node}
          addresses={leg.to.address === null ? [] : [leg.to.address]}
          more={leg.traffic.words}
        />
      </Station>
    </ol>
  );
}

function Station({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-1 flex-col gap-1 rounded-md bg-raised px-3 py-2">
      <span className="text-muted text-xs">{label}</span>
      {children}
    </li>
  );
}

function CheckStation({ check, label }: { readonly check: Check; readonly label: string }) {
  return (
    <Station label={label}>
      <CheckWord outcome={check.outcome} />
      {check.rule === null ? (
        <span className="text-muted text-xs">{check.port === null ? 'no port of NSX here' : 'by no rule'}</span>
      ) : (
        <span className="flex min-w-0 text-xs">
          <NodeLink node={check.rule.node} />
        </span>
      )}
    </Station>
  );
}

function Next({ stopped = false }: { readonly stopped?: boolean }) {
  return (
    <li aria-hidden className="flex items-center justify-center max-lg:h-4">
      <ArrowRight
        size={16}
        className={stopped ? 'text-faint opacity-40 max-lg:rotate-90' : 'text-muted max-lg:rotate-90'}
      />
    </li>
  );
}

function Place({
  name,
  node,
  addresses,
  more,
}: {
  readonly name: string;
  readonly node: End['node'];
  readonly addresses: readonly string[];
  readonly more?: string;
}) {
  const [address] = addresses;
  return (
    <>
      {node === null ? (
        <span className="flex min-w-0 items-center gap-1.5 font-medium">
          <Globe size={14} aria-hidden className="shrink-0 text-muted" />
          <span className="truncate" title={name}>
            {name}
          </span>
        </span>
      ) : (
        <NodeLink node={node} />
      )}
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted text-xs">
        {address !== undefined && address !== name && <CopyChip bare value={address} />}
        {addresses.length > 1 && <span title={addresses.join(', ')}>{`and ${addresses.length - 1} more`}</span>}
        {node?.namespace != null && <span className="truncate">{node.namespace}</span>}
        {more !== undefined && <span>{more}</span>}
      </span>
    </>
  );
}
