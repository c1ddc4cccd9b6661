'use client';

import { type PodName, usePod } from '@/components/data/queries';
import { Notice } from '@/components/ui/notice';
import { ReachLinks } from '@/components/reach/reach-links';
import type { PanelTab } from '@/components/url/map-params';
import { OpenPage } from './open-page';
import { PanelHead, PanelSkeleton } from './panel-head';
import { PanelTabs } from './panel-tabs';
import { PodGroups } from './pod-groups';
import { HowWeKnow, LabelsAndTags, PodFacts, PodPath } from './pod-sections';
import { PanelFailure } from './panel-failure';
import { RawObject } from './raw-json';
import { RelationsOf } from './relation-lists';
import { SeenInTable, SeenRules } from './seen-rules';

/** A selected Pod: both planes side by side. */
export function PodPanel({
  name,
  tab,
  onTab,
}: {
  readonly name: PodName;
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
}) {
  const query = usePod(name);
  if (query.isPending) return <PanelSkeleton />;
  if (query.data === undefined)
    return <PanelFailure what={`Pod ${name.name}`} error={query.error} retry={() => void query.refetch()} />;
  const pod = query.data;
  const badges = [pod.pod, ...(pod.port === null ? [] : [pod.port])].map(({ plane, kind }) => ({ plane, kind }));
  const where = pod.clusterNode === null ? name.namespace : `${name.namespace} on ${pod.clusterNode.name}`;
  return (
    <>
      <PanelHead
        badges={badges}
        title={pod.pod.name}
        place={where}
        state={pod.pod.state}
        reason={pod.pod.reason}
        action={<OpenPage node={pod.pod} />}
      />
      <PanelTabs
        current={tab}
        onTab={onTab}
        tabs={{
          facts: {
            label: 'Facts',
            content: () => (
              <>
                {pod.noPort !== null && <Notice className="mb-3">{pod.noPort}</Notice>}
                <div className="pb-5">
                  <PodFacts facts={pod.facts} />
                </div>
                <PodPath pod={pod} />
                <HowWeKnow pod={pod} />
                <LabelsAndTags pod={pod} />
                <PodGroups pod={pod} />
              </>
            ),
          },
          relations: {
            label: 'Relations',
            content: () => <PodRelations ids={[pod.pod.id, ...(pod.port === null ? [] : [pod.port.id])]} />,
          },
          rules: {
            label: 'Rules',
            count: pod.rules.length,
            content: () => (
              <>
                <ReachLinks node={pod.pod} />
                <SeenRules pod={pod.pod.id} rules={pod.rules} />
                <p className="py-2">
                  <SeenInTable pod={pod.pod.id} />
                </p>
              </>
            ),
          },
          raw: {
            label: 'Raw',
            content: () => (
              <>
                <RawObject id={pod.pod.id} title="Kubernetes object" />
                {pod.port !== null && <RawObject id={pod.port.id} title="NSX object" />}
              </>
            ),
          },
        }}
      />
    </>
  );
}

function PodRelations({ ids }: { readonly ids: readonly string[] }) {
  return ids.map((id) => <RelationsOf key={id} id={id} />);
}
