'use client';

import { Map as MapIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type PodName, usePod } from '@/components/data/queries';
import { ClusterEvents } from '@/components/details/cluster-events';
import { HistoryPanel } from '@/components/details/history-list';
import { mapLink, NamesLeadTo, NodeLink } from '@/components/details/node-link';
import { PanelFailure } from '@/components/details/panel-failure';
import { HowWeKnow, LabelsAndTags, PodFacts, PodPath } from '@/components/details/pod-sections';
import { PodGroups } from '@/components/details/pod-groups';
import { RawObject } from '@/components/details/raw-json';
import { RelationsPanel } from '@/components/details/relations-panel';
import { Row, Rows, Section } from '@/components/details/section';
import { SeenInTable, SeenRules } from '@/components/details/seen-rules';
import { ReachLinks } from '@/components/reach/reach-links';
import { PlaneBadge } from '@/components/marks/plane';
import { StateWord } from '@/components/marks/state';
import { buttonClass } from '@/components/ui/button';
import { CopyChip } from '@/components/ui/copy-chip';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import { PageSkeleton } from '@/components/ui/page-skeleton';
import { TextWithTimes } from '@/components/ui/relative-time';
import type { PodResponse } from '@/lib/wire/details';
import { PortStateSection } from './port-state';

/** A Pod's passport: everything both planes say of it, how it is known, and what it means for its traffic. */
export function PodScreen({ name }: { readonly name: PodName }) {
  const query = usePod(name);
  if (query.isPending) return <PageSkeleton label="Reading the Pod" panels={3} />;
  if (query.data === undefined)
    return <PanelFailure what={`Pod ${name.name}`} error={query.error} retry={() => void query.refetch()} />;
  const pod = query.data;
  return (
    <NamesLeadTo value="page">
      <div className="h-full overflow-y-auto">
        <div className="mx-auto max-w-[1480px] px-4 pb-8 lg:px-6">
          {query.isError && (
            <Notice tone="warning" className="mt-4">
              {`This is what was known last; reading it again failed. ${query.error.message}`}
            </Notice>
          )}
          <Head pod={pod} />
          <div className="grid items-start gap-4 lg:grid-cols-2 2xl:grid-cols-3">
            <div className="flex min-w-0 flex-col gap-4">
              <Panel title="Identity">
                <PodFacts facts={pod.facts} />
                <div className="pt-4">
                  <HowWeKnow pod={pod} />
                </div>
              </Panel>
              <Panel title="Labels and tags">
                <LabelsAndTags pod={pod} title="Labels beside their tags" />
                <OtherTags tags={pod.otherTags} />
              </Panel>
            </div>
            <Panel title="Network">
              <PodPath pod={pod} long />
              <Vips pod={pod} />
              <PortStateSection state={pod.portState} />
            </Panel>
            <div className="lg:col-span-2 2xl:col-span-1">
              <Panel title="Policy">
                <ReachLinks node={pod.pod} />
                {/* Side by side as long as there is no third column. */}
                <div className="grid gap-x-8 pt-4 lg:grid-cols-2 2xl:block">
                  <div className="min-w-0">
                    <PodGroups pod={pod} />
                  </div>
                  <div className="min-w-0">
                    <Section title="Rules that see it, in evaluation order" aside={<SeenAside pod={pod} />}>
                      <SeenRules pod={pod.pod.id} rules={pod.rules} />
                    </Section>
                  </div>
                </div>
              </Panel>
            </div>
          </div>
          <div className="flex flex-col gap-4 pt-4">
            <RelationsPanel id={pod.pod.id} />
            <HistoryPanel objects={[pod.pod, ...(pod.port === null ? [] : [pod.port])]} />
            <Disclosure title="Events of Kubernetes">{() => <ClusterEvents id={pod.pod.id} />}</Disclosure>
            <RawObjects pod={pod} />
          </div>
        </div>
      </div>
    </NamesLeadTo>
  );
}

function SeenAside({ pod }: { readonly pod: PodResponse }) {
  return (
    <span className="flex items-center gap-3">
      <SeenInTable pod={pod.pod.id} />
      {pod.rules.length.toLocaleString('en')}
    </span>
  );
}

function OtherTags({ tags }: { readonly tags: PodResponse['otherTags'] }) {
  if (tags.length === 0) return null;
  return (
    <Section title="Other tags of the port" aside="scope | tag">
      <Rows>
        {tags.map((tag) => (
          <Row key={`${tag.scope}|${tag.tag}`}>
            <CopyChip value={`${tag.scope}|${tag.tag}`} shown={tag.scope} />
            <CopyChip value={tag.tag} />
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <h2 className="pb-2 font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}

function Head({ pod }: { readonly pod: PodResponse }) {
  return (
    <header className="py-5">
      <div className="flex flex-wrap items-center gap-2">
        <PlaneBadge plane={pod.pod.plane} kind={pod.pod.kind} />
        {pod.port !== null && <PlaneBadge plane={pod.port.plane} kind={pod.port.kind} id={pod.port.id} />}
        <StateWord state={pod.pod.state} />
        <div className="flex-1" />
        <Link
          href={`${mapLink(pod.pod)}&${new URLSearchParams({ cluster: pod.pod.cluster ?? '', namespace: pod.pod.namespace ?? '' })}`}
          className={buttonClass('plain')}
        >
          <MapIcon size={14} aria-hidden />
          Show on the map
        </Link>
      </div>
      <h1 className="break-words pt-1 font-semibold text-xl">{pod.pod.name}</h1>
      <p className="flex flex-wrap items-center gap-x-2 text-muted">
        <span>{`${pod.pod.namespace ?? ''} in ${pod.pod.cluster ?? ''}${pod.clusterNode === null ? '' : ' on'}`}</span>
        {pod.clusterNode !== null && <NodeLink node={pod.clusterNode} />}
      </p>
      {pod.pod.reason !== null && <p className="pt-1">{pod.pod.reason}</p>}
      {pod.noPort !== null && <Notice className="mt-3">{pod.noPort}</Notice>}
      {pod.notes.map((note) => (
        <Notice key={note} className="mt-2">
          <TextWithTimes text={note} />
        </Notice>
      ))}
    </header>
  );
}

function Vips({ pod }: { readonly pod: PodResponse }) {
  return (
    <Section title="Virtual servers (VIPs) in front">
      {pod.vips.length === 0 && <p className="text-muted">No virtual server balances to this Pod.</p>}
      <Rows>
        {pod.vips.map((vip) => (
          <Row key={vip.virtualServer.id} aside={vip.ports.join(', ')}>
            <CopyChip value={vip.address} />
            <NodeLink node={vip.virtualServer} />
            {vip.service !== null && (
              <>
                <span className="text-muted text-xs">of Service</span>
                <NodeLink node={vip.service} />
              </>
            )}
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function RawObjects({ pod }: { readonly pod: PodResponse }) {
  return (
    <Disclosure title="Raw objects">
      {() => (
        <>
          <p className="py-2 text-muted text-xs">
            Read from their sources just now; what may hold secrets is taken out.
          </p>
          <div className="grid gap-4 xl:grid-cols-2">
            <RawObject id={pod.pod.id} title="Kubernetes object" />
            {pod.port !== null && <RawObject id={pod.port.id} title="NSX object" />}
          </div>
        </>
      )}
    </Disclosure>
  );
}
