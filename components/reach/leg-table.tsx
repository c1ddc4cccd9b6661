import { ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { NodeLink } from '@/components/details/node-link';
import { OutcomeWord } from '@/components/marks/outcome';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { Panel } from '@/components/ui/panel';
import type { Check, ReachabilityResponse } from '@/lib/wire/firewall';
import { CheckPanel } from './check-panel';
import { WayStrip } from './way-strip';

/** Members behind one address, a row each; a row opens to its way. */
export function LegTable({ verdict }: { readonly verdict: ReachabilityResponse }) {
  const [opened, setOpened] = useState<number | null>(null);
  const { legs, legCount } = verdict;
  return (
    <Panel title={`Behind ${verdict.to.name}`} aside={`${legCount.toLocaleString('en')} members`}>
      <div className="overflow-x-auto">
        <table className="w-full min-w-[760px] table-fixed text-left">
          <thead>
            <tr className="h-8 text-muted text-xs">
              <th className="w-32 font-normal">Verdict</th>
              <th className="font-normal">Member</th>
              <th className="w-44 font-normal">Address</th>
              <th className="font-normal">At the source</th>
              <th className="font-normal">At the destination</th>
            </tr>
          </thead>
          <tbody>
            {legs.map((leg, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a member may stand behind one address more than once
              <Fragment key={index}>
                <tr className="h-9 border-line border-t">
                  <td>
                    <button
                      type="button"
                      aria-expanded={opened === index}
                      aria-label={`The way to ${leg.to.name}`}
                      onClick={() => setOpened(opened === index ? null : index)}
                      className="inline-flex items-center gap-1 rounded hover:bg-raised"
                    >
                      <ChevronRight size={14} aria-hidden className={cn(opened === index && 'rotate-90')} />
                      <OutcomeWord outcome={leg.outcome} />
                    </button>
                  </td>
                  <td className="pr-3">{leg.to.node === null ? leg.to.name : <NodeLink node={leg.to.node} />}</td>
                  <td className="pr-3">
                    {leg.to.address !== null && (
                      <CopyChip bare value={`${leg.to.address}${portOf(leg.traffic.port)}`} />
                    )}
                  </td>
                  <td className="truncate pr-3">{ruleOf(leg.source)}</td>
                  <td className="truncate">{ruleOf(leg.destination)}</td>
                </tr>
                {opened === index && (
                  <tr>
                    <td colSpan={5} className="pb-3">
                      <div className="flex flex-col gap-3">
                        <WayStrip from={verdict.from} to={verdict.to} leg={leg} />
                        <div className="grid items-start gap-3 lg:grid-cols-2">
                          <CheckPanel check={leg.source} />
                          <CheckPanel check={leg.destination} />
                        </div>
                      </div>
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {legCount > legs.length && (
        <p className="py-2 text-muted">{`${(legCount - legs.length).toLocaleString('en')} more members are not listed; the verdict counts them.`}</p>
      )}
    </Panel>
  );
}

const portOf = (port: number | null): string => (port === null ? '' : `:${port}`);
const ruleOf = ({ rule, because }: Check): string => rule?.node.name ?? because;
