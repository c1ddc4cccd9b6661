import { Download, Link2 } from 'lucide-react';
import { useShell } from '@/components/frame/shell-context';
import { OUTCOME_LOOKS } from '@/components/marks/outcome';
import { Button } from '@/components/ui/button';
import { copyText, downloadText } from '@/components/ui/clipboard';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Sentence } from '@/components/ui/sentence';
import type { ReachabilityResponse } from '@/lib/wire/firewall';
import { CheckPanel } from './check-panel';
import { KubernetesPanel } from './kubernetes-panel';
import { LegTable } from './leg-table';
import { WayStrip } from './way-strip';

/** The answer to a question about one flow: in a word, as the way that the packet takes, and with the rules that decide. */
export function VerdictView({ verdict }: { readonly verdict: ReachabilityResponse }) {
  const [only] = verdict.legs;
  const { kubernetes, outcome } = verdict;
  const intent = kubernetes !== null && <KubernetesPanel intent={kubernetes} outcome={outcome} />;
  // What NSX does against what was asked for comes before how it does so.
  const differs = kubernetes !== null && kubernetes.difference !== null;
  return (
    <div className="flex flex-col gap-4">
      <Answer verdict={verdict} />
      {verdict.partial.length > 0 && (
        <Notice tone="warning">
          {`Not everything could be read, so rules or objects may be missing here: ${verdict.partial.join('; ')}`}
        </Notice>
      )}
      {verdict.remarks.length > 0 && (
        <Notice tone="warning">
          {verdict.remarks.map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
        </Notice>
      )}
      {differs && intent}
      {only !== undefined && verdict.legs.length === 1 && (
        <>
          <WayStrip from={verdict.from} to={verdict.to} leg={only} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <CheckPanel check={only.source} />
            <CheckPanel check={only.destination} />
          </div>
        </>
      )}
      {verdict.legs.length > 1 && <LegTable verdict={verdict} />}
      {!differs && intent}
      {verdict.assumed.length > 0 && (
        <Panel title="What this takes for granted" aside="basis: intent, not a test packet">
          <ul className="list-disc py-1 pl-4">
            {verdict.assumed.map((words) => (
              <li key={words} className="break-words py-0.5">
                {words}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

function Answer({ verdict }: { readonly verdict: ReachabilityResponse }) {
  const { word, icon: Icon, text, tint } = OUTCOME_LOOKS[verdict.outcome];
  return (
    <section
      aria-label="Verdict"
      className={cn('flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border px-4 py-3', tint)}
    >
      <Icon size={28} aria-hidden className={cn('shrink-0', text)} />
      <div className="min-w-0 flex-1 basis-72">
        <p className={cn('font-semibold text-lg leading-6', text)} role="status">
          {word}
        </p>
        <p className="break-words">
          <Sentence text={`${verdict.from.name} to ${verdict.to.name}, ${verdict.traffic.words}: ${verdict.because}`} />
        </p>
      </div>
      <Takeaway verdict={verdict} />
    </section>
  );
}

function Takeaway({ verdict }: { readonly verdict: ReachabilityResponse }) {
  const { announce } = useShell();
  return (
    <div className="flex gap-2">
      <Button
        onClick={() =>
          void copyText(location.href).then((done) => announce(done ? 'Copied the link' : 'Copying failed'))
        }
      >
        <Link2 size={14} aria-hidden />
        Copy link
      </Button>
      <Button
        onClick={() =>
          downloadText(
            `portolan-verdict-${verdict.at.slice(0, 19).replaceAll(':', '-')}.json`,
            'application/json',
            `${JSON.stringify(verdict, null, 2)}\n`,
          )
        }
      >
        <Download size={14} aria-hidden />
        JSON
      </Button>
    </div>
  );
}
