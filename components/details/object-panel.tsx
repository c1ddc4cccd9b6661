'use client';

import { useObject } from '@/components/data/queries';
import { PLANE_WORDS } from '@/components/marks/plane';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PanelTab } from '@/components/url/map-params';
import type { ObjectResponse } from '@/lib/wire/details';
import { FactList } from './fact-value';
import { PanelFailure } from './panel-failure';
import { PanelHead, PanelSkeleton } from './panel-head';
import { PanelTabs } from './panel-tabs';
import { RelationsOf } from './pod-panel';
import { RawObject } from './raw-json';
import { Row, Rows, Section } from './section';

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
            count: found.reduce((sum, entry) => sum + entry.relations.length, 0),
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

function ObjectFacts({ object, titled }: { readonly object: ObjectResponse; readonly titled: boolean }) {
  const { node } = object;
  const labels = Object.entries(node.labels ?? {});
  const tags = node.tags ?? [];
  return (
    <>
      <Section title={titled ? PLANE_WORDS[node.plane] : 'Facts'}>
        {node.issues.map((issue) => (
          <Notice key={issue} tone="warning" className="mb-2">
            {issue}
          </Notice>
        ))}
        <FactList facts={object.facts} />
        <dl className="grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 pt-1.5">
          <dt className="text-muted text-xs leading-5">{node.plane === 'nsx' ? 'Policy path' : 'UID'}</dt>
          <dd>
            <CopyChip bare value={node.key} />
          </dd>
          {node.createdAt !== null && <TimeRow label="Created" at={node.createdAt} />}
          {node.modifiedAt !== null && <TimeRow label="Changed" at={node.modifiedAt} />}
        </dl>
      </Section>
      {labels.length > 0 && (
        <Section title="Labels">
          <Rows>
            {labels.map(([key, value]) => (
              <Row key={key}>
                <CopyChip value={`${key}=${value}`} shown={key} />
                {value !== '' && <CopyChip value={value} />}
              </Row>
            ))}
          </Rows>
        </Section>
      )}
      {tags.length > 0 && (
        <Section title="Tags" aside="scope | tag">
          <Rows>
            {tags.map((tag) => (
              <Row key={`${tag.scope}|${tag.tag}`}>
                <CopyChip value={`${tag.scope}|${tag.tag}`} shown={tag.scope === '' ? '(no scope)' : tag.scope} />
                {tag.tag !== '' && <CopyChip value={tag.tag} />}
              </Row>
            ))}
          </Rows>
        </Section>
      )}
    </>
  );
}

function TimeRow({ label, at }: { readonly label: string; readonly at: number }) {
  return (
    <>
      <dt className="text-muted text-xs leading-5">{label}</dt>
      <dd>
        <RelativeTime at={at} />
      </dd>
    </>
  );
}
