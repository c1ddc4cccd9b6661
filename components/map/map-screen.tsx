'use client';

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SelectionPanel } from '@/components/details/selection-panel';
import { useShell } from '@/components/frame/shell-context';
import { useLiveState } from '@/components/live/hooks';
import type { LiveView } from '@/components/live/live-view';
import { specOf } from '@/components/url/map-params';
import { useMapParams } from '@/components/url/use-map-params';
import type { NodeState } from '@/lib/model/graph';
import type { SourceStatus } from '@/lib/model/source-status';
import type { Card } from '@/lib/view/view';
import { Canvas } from './canvas';
import { CardMenu } from './card-menu';
import { cardName } from './card-words';
import { CompareTray } from './compare-tray';
import { EmphasisStore } from './emphasis';
import { EmptyMap, MapSkeleton } from './empty-map';
import { exportOf } from './export-of';
import { ExpressionNotices } from './expression-notices';
import { placeOf } from './elements';
import type { FlowInstance } from './flow';
import { Legend } from './legend';
import { MapContext, ReachMarks } from './map-context';
import { MapTools } from './map-tools';
import { ReachBar } from './reach-bar';
import type { SizedPlacement } from './placement';
import { stalePaint, stalePlanes } from './stale-planes';
import { TileCursor } from './tile-cursor';
import { cardOfTile, isTile, tileName, tilesOf } from './tile-words';
import { Toolbar } from './toolbar';
import { TurnedNotice } from './turned-notice';
import { useGroupsOverlay } from './use-groups-overlay';
import { useMapActions } from './use-map-actions';
import { useMapKeys } from './use-map-keys';
import { useMiniMap } from './use-mini-map';
import { type PlacedView, usePlacedView } from './use-placed-view';
import { useRaised } from './use-raised';
import { useReachMarks } from './use-reach-marks';
import { useRevealOpened } from './use-reveal-opened';
import { useSpokenChanges } from './use-spoken-changes';
import { shiftInto } from './use-viewport';
import { ViewTable } from './view-table';

const NO_CARDS: ReadonlySet<string> = new Set();

/** The map page: the chart or its table, filter and overlays above, the selection beside. */
export function MapScreen() {
  const [params, update] = useMapParams();
  const { announce } = useShell();
  const { sources } = useLiveState();
  const isReading = sources === null || sources.some(({ state }) => state === 'starting');
  const shown = usePlacedView(specOf(params), isReading);
  const { view, scope, placement } = shown;
  const [emphasis] = useState(() => new EmphasisStore());
  const actions = useMapActions(params, update, shown.store);
  const [cursor] = useState(() => new TileCursor());
  const context = useMemo(
    () => ({ store: shown.store, emphasis, cursor, ...actions }),
    [shown.store, emphasis, cursor, actions],
  );
  const { selected: selectedCards, region, passing, path } = useRaised(view, params, emphasis);
  const selected = useMemo(
    () => (selectedCards.length === 0 && region !== null ? [region] : selectedCards),
    [selectedCards, region],
  );
  const first = selected[0];
  useEffect(() => {
    const words = first === undefined ? null : wordsOf(shown.store.view(), first);
    if (words !== null) announce(`Selected: ${words}`);
  }, [first, shown.store, announce]);

  useGroupsOverlay(update);
  const reach = useReachMarks(view, params, first);
  const [miniMap, setMiniMap] = useMiniMap(view?.cards.size ?? 0);
  const stale = useMemo(() => stalePlanes(sources ?? []), [sources]);
  const instance = useRef<FlowInstance | null>(null);
  const onInstance = useCallback((flow: FlowInstance) => {
    instance.current = flow;
  }, []);
  const stage = useRef<HTMLDivElement>(null);
  useRevealOpened({ view, placement, open: params.open }, instance, stage);
  const reveal = useCallback(
    (id: string) => {
      cursor.moveTo(id);
      focusCard(id, placement === null ? undefined : placeOf(placement, id), instance.current, stage.current);
    },
    [placement, cursor],
  );
  useMapKeys({ view, placement, reveal, update, rearrange: shown.rearrange, togglePin: actions.togglePin });
  useSpokenChanges(view, scope, announce);

  return (
    <MapContext value={context}>
      <ReachMarks value={reach.marks}>
        <div className="flex h-full">
          <h1 className="sr-only">Map</h1>
          <div ref={stage} style={stalePaint(stale)} className="relative min-w-0 flex-1 overflow-hidden bg-canvas">
            <Stage
              shown={shown}
              sources={sources ?? []}
              table={
                params.table &&
                ((whole) => (
                  <ViewTable
                    view={whole}
                    cards={[...(passing ?? whole.cards.values()), ...tileRows(whole)]}
                    selected={new Set(selected)}
                    onOpen={actions.selectCard}
                    params={params}
                    update={update}
                  />
                ))
              }
              chart={(whole, placed) => (
                <>
                  <CardMenu>
                    <div className="absolute inset-0">
                      <Canvas
                        view={whole}
                        placement={placed}
                        // Tiles and cards are other maps of the same.
                        scope={`${scope}${isReading ? ' while reading' : ''}${placed.tiles.size > 0 ? ' in tiles' : ''}`}
                        selected={selected}
                        raised={path?.cards ?? NO_CARDS}
                        onClear={actions.clear}
                        onInstance={onInstance}
                        stale={stale.map(({ plane }) => plane).join(' ')}
                        miniMap={miniMap}
                        store={shown.store}
                      >
                        <MapTools
                          rearrange={shown.rearrange}
                          miniMap={miniMap}
                          onMiniMap={setMiniMap}
                          size={placed.size}
                          exported={() => exportOf(shown)}
                        />
                      </Canvas>
                    </div>
                  </CardMenu>
                  <Legend present={statesOf(whole)} stale={stale} tiles={placed.tiles.size > 0} />
                </>
              )}
            />
            <CompareTray pins={params.pins} onUnpin={actions.togglePin} onClear={() => update({ pins: [] })} />
            <Toolbar view={view} params={params} update={update}>
              <ExpressionNotices params={params} update={update} found={isReading ? undefined : view?.summary.found} />
              <TurnedNotice shown={shown} isReading={isReading} />
            </Toolbar>
            <ReachBar params={params} update={update} reach={reach} />
          </div>
          {params.selected !== null && <SelectionPanel view={view} params={params} update={update} actions={actions} />}
        </div>
      </ReachMarks>
    </MapContext>
  );
}

/** What a selection is, in words. */
function wordsOf(view: LiveView | null, id: string): string | null {
  const card = view?.cards.get(id);
  if (card !== undefined) return cardName(card, view?.regions.get(card.region ?? ''));
  const region = view?.regions.get(id);
  return region !== undefined && isTile(region) ? tileName(region) : null;
}

/** Tiles as rows of the table: those with something that is looked for, where something is. */
function tileRows({ regions, summary }: LiveView): readonly Card[] {
  const tiles = tilesOf(regions.values());
  return (summary.found === undefined ? tiles : tiles.filter(({ tile }) => tile.found !== 0)).map(cardOfTile);
}

/** The states of what is drawn. */
function statesOf({ cards, regions }: LiveView): ReadonlySet<NodeState> {
  const drawn = [...cards.values(), ...tilesOf(regions.values())];
  return new Set(drawn.map(({ state }) => state));
}

/** The chart or its table, or why there is neither. */
function Stage({
  shown: { view, placement },
  sources,
  table,
  chart,
}: {
  readonly shown: PlacedView;
  readonly sources: readonly SourceStatus[];
  readonly table: false | ((view: LiveView) => ReactNode);
  readonly chart: (view: LiveView, placement: SizedPlacement) => ReactNode;
}) {
  if (view === null || placement === null) return <MapSkeleton />;
  if (table !== false) return table(view);
  if (view.cards.size === 0 && view.regions.size === 0)
    return <EmptyMap reason={view.summary.empty} sources={sources} />;
  return chart(view, placement);
}

/** How many frames a card may take to be drawn once the viewport has been moved to it. */
const MOST_FRAMES = 30;

/** Moves the keyboard focus to a card; first into sight, since cards out of sight are not drawn. */
function focusCard(
  id: string,
  rect: { x: number; y: number; width: number; height: number } | undefined,
  flow: FlowInstance | null,
  stage: HTMLDivElement | null,
): void {
  if (rect === undefined || flow === null || stage === null) return;
  const viewport = flow.getViewport();
  const shift = shiftInto(rect, viewport, { width: stage.clientWidth, height: stage.clientHeight });
  if (shift !== null) void flow.setViewport({ x: viewport.x + shift.x, y: viewport.y + shift.y, zoom: viewport.zoom });
  const focus = (left: number) => {
    const card = stage.querySelector(`[data-card="${CSS.escape(id)}"], [data-tile="${CSS.escape(id)}"]`);
    if (card instanceof HTMLElement) card.focus({ preventScroll: true });
    else if (left > 0) requestAnimationFrame(() => focus(left - 1));
  };
  focus(MOST_FRAMES);
}
