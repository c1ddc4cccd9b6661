'use client';

import { useObject } from '@/components/data/queries';
import { PLANE_WORDS } from '@/components/marks/plane';
import type { PanelTab } from '@/components/url/map-params';
import { ObjectFacts } from './object-facts';
import { OpenPage } from './open-page';
import { PanelFailure } from './panel-failure';
import { PanelHead, PanelSkeleton } from './panel-head';
import { PanelTabs } from './panel-tabs';
import { RawObject } from './raw-json';
import { RelationsOf } from './relation-lists';

/** A selected object; `ids` are the objects behind its card, the primary first. */
export function ObjectPanel({
  ids,
  tab,
  onTab,
}: {
  readonly ids: readonly string[];
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
}) {
  const [first = '', second] = ids;
  const primary = useObject(first, { raw: false, enabled: first !== '' });
  const other = useObject(second ?? '', { raw: false, enabled: second !== undefined });
  if (primary.isPending) return <PanelSkeleton />;
  if (primary.data === undefined)
    return <PanelFailure what="The object" error={primary.error} retry={() => void primary.refetch()} />;
  const { node } = primary.data;
  const found = [primary.data, ...(other.data === undefined ? [] : [other.data])];
  const place = [node.namespace, node.cluster].filter((part) => part !== null).join(' in ');
  return (
    <>
      <PanelHead
        badges={found.map((entry) => entry.node)}
        title={node.name}
        place={place === '' ? null : place}
        state={node.state}
        reason={node.reason}
        action={<OpenPage node={node} />}
      />
      <PanelTabs
        current={tab}
        onTab={onTab}
        tabs={{
          facts: {
            label: 'Facts',
            content: () =>
              found.map((entry) => <ObjectFacts key={entry.node.id} object={entry} titled={found.length > 1} />),
          },
          relations: {
            label: 'Relations',
            count: found.reduce((sum, entry) => sum + entry.relationCount, 0),
            content: () => found.map((entry) => <RelationsOf key={entry.node.id} id={entry.node.id} />),
          },
          raw: {
            label: 'Raw',
            content: () =>
              found.map((entry) => (
                <RawObject key={entry.node.id} id={entry.node.id} title={`${PLANE_WORDS[entry.node.plane]} object`} />
              )),
          },
        }}
      />
    </>
  );
}
