'use client';

import type { LiveView } from '@/components/live/live-view';
import type { MapActions } from '@/components/map/use-map-actions';
import { Button } from '@/components/ui/button';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { kindNamed } from '@/lib/kinds';
import type { BoxKind, Card, Region } from '@/lib/view/view';
import { ObjectPanel } from './object-panel';
import { PanelHead } from './panel-head';
import { PodPanel } from './pod-panel';
import { SidePanel } from './side-panel';

interface SelectionPanelProps {
  readonly view: LiveView | null;
  readonly params: MapParams;
  readonly update: UpdateMap;
  readonly actions: MapActions;
}

/** The panel of what is selected: a Pod, another object, a folded card, or a namespace that only NSX knows. */
export function SelectionPanel({ view, params, update, actions }: SelectionPanelProps) {
  const { selected, tab } = params;
  if (selected === null) return null;
  return (
    <SidePanel label="Details of the selection" onClose={actions.clear}>
      <SelectionBody
        key={selected}
        view={view}
        selected={selected}
        tab={tab}
        onTab={(next) => update({ tab: next })}
        actions={actions}
      />
    </SidePanel>
  );
}

function SelectionBody({
  view,
  selected,
  tab,
  onTab,
  actions,
}: {
  readonly view: LiveView | null;
  readonly selected: string;
  readonly tab: MapParams['tab'];
  readonly onTab: (tab: MapParams['tab']) => void;
  readonly actions: MapActions;
}) {
  const card = findCard(view, selected);
  if (card !== undefined && card.nodes.length === 0)
    return <FoldPanel card={card} onOpen={() => actions.drillCard(card)} />;
  const region = view?.regions.get(card?.region ?? selected);
  const name = card === undefined ? null : podName(card);
  if (name !== null) return <PodPanel name={name} tab={tab} onTab={onTab} />;
  if (card === undefined && region !== undefined && region.node === null) return <RegionPanel region={region} />;
  return <ObjectPanel ids={card?.nodes ?? [selected]} tab={tab} onTab={onTab} />;
}

function findCard(view: LiveView | null, selected: string): Card | undefined {
  if (view === null) return undefined;
  const direct = view.cards.get(selected);
  if (direct !== undefined) return direct;
  for (const card of view.cards.values()) if (card.nodes.some((node) => node === selected)) return card;
  return undefined;
}

function podName(card: Card) {
  const kind = kindNamed(card.kind);
  if (kind?.plane !== 'kubernetes' || kind.presentation.lane !== 'pod' || card.folded > 0) return null;
  const { cluster, namespace, title: name } = card;
  return cluster === null || namespace === null ? null : { cluster, namespace, name };
}

function FoldPanel({ card, onOpen }: { readonly card: Card; readonly onOpen: () => void }) {
  return (
    <>
      <PanelHead badges={[]} title={card.title} place={card.line} state={card.state} reason={card.reason} />
      <div className="space-y-3 px-4">
        <p className="text-muted">{`${card.folded} objects are folded into this card to keep the map legible.`}</p>
        <Button onClick={onOpen}>Open it on the map</Button>
      </div>
    </>
  );
}

/** What the box is made of that stands for no object: why things are in it. */
const WITHOUT: Readonly<Record<BoxKind, string>> = {
  namespace: 'Kubernetes knows no namespace of this name: only NSX objects name it in their tags.',
  'tier-1':
    'Nothing that was read connects these objects to a Tier-1 or a VPC: Pods on the host network, ports not realized yet.',
  segment:
    'These Pods have no port on a segment or subnet: they are on the host network, finished, or not realized yet.',
  'cluster-node': 'These Pods are not scheduled yet, or the ports belong to no Pod that is known.',
  workload: 'The object that owns these Pods was not read, or they have none.',
  group: 'These Pods are in no group that an administrator made.',
};

function RegionPanel({ region }: { readonly region: Region }) {
  return (
    <>
      <PanelHead
        badges={[]}
        title={region.title}
        place={region.kind === 'namespace' ? `namespace in ${region.cluster}` : (region.cluster ?? '')}
        state={region.state}
        reason={region.reason}
      />
      <p className="px-4 text-muted">{`${region.summary}. ${WITHOUT[region.kind]}`}</p>
    </>
  );
}
