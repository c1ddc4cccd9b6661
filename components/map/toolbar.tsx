'use client';

import { EyeOff, Info, type LucideIcon, Map as MapIcon, ScanSearch, Table, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { TextWithTimes } from '@/components/ui/relative-time';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import type { ViewSummary } from '@/lib/view/view';
import { ExpressionPanel } from './expression-panel';
import { FocusControl } from './focus-control';
import { chooseGroups } from './use-groups-overlay';
import { GroupingControl } from './grouping-control';

interface ToolbarProps {
  readonly view: LiveView | null;
  readonly params: MapParams;
  readonly update: UpdateMap;
  /** Remarks on the map: they stand below, however many lines the tools take. */
  readonly children: ReactNode;
}

/** What the map is about, what is found and hidden, overlays, what is drawn and what is not, and the switch to the table. */
export function Toolbar({ view, params, update, children }: ToolbarProps) {
  const summary = view?.summary;
  return (
    <div className="pointer-events-none absolute inset-x-4 top-3 z-10 flex flex-col items-start gap-2">
      <div className="flex flex-wrap items-center gap-2 self-stretch *:pointer-events-auto">
        <Button data-tour="groups" aria-pressed={params.groups} onClick={() => chooseGroups(update, !params.groups)}>
          <Users size={14} aria-hidden className="text-muted" />
          Groups
        </Button>
        <GroupingControl
          params={params}
          update={update}
          regions={view?.regions.values() ?? []}
          networks={summary?.networks}
        />
        <FocusControl params={params} update={update} about={summary?.about} />
        <Expression
          label="Find"
          says="Raise what this means, and dim the rest"
          icon={ScanSearch}
          text={params.find}
          count={summary?.found}
          onText={(find) => update({ find })}
          view={view}
        />
        <Expression
          label="Hide"
          says="Leave out what this means"
          icon={EyeOff}
          text={params.hide}
          count={summary?.hidden}
          onText={(hide) => update({ hide })}
          view={view}
        />
        <div className="flex-1" />
        {view !== null && <Counts summary={view.summary} />}
        <Button data-tour="table" aria-pressed={params.table} onClick={() => update({ table: !params.table })}>
          {params.table ? (
            <MapIcon size={14} aria-hidden className="text-muted" />
          ) : (
            <Table size={14} aria-hidden className="text-muted" />
          )}
          {params.table ? 'Graph' : 'Table'}
        </Button>
      </div>
      <div className="contents *:pointer-events-auto">{children}</div>
    </div>
  );
}

function Expression({
  label,
  says,
  icon: Icon,
  text,
  count,
  onText,
  view,
}: {
  readonly label: string;
  readonly says: string;
  readonly icon: LucideIcon;
  readonly text: string;
  readonly count: number | undefined;
  readonly onText: (text: string) => void;
  readonly view: LiveView | null;
}) {
  return (
    <Popover
      label={label}
      className="w-96 p-3"
      trigger={
        <Button data-tour={label.toLowerCase()} aria-pressed={text !== ''} title={text === '' ? says : text}>
          <Icon size={14} aria-hidden className="text-muted" />
          {label}
          {text !== '' && <span className="max-w-36 truncate font-mono text-muted text-xs max-xl:hidden">{text}</span>}
          {text !== '' && count !== undefined && (
            <span className="rounded bg-line px-1.5 text-xs tabular-nums">{count}</span>
          )}
        </Button>
      }
    >
      {() => <ExpressionPanel label={label} says={says} text={text} onText={onText} view={view} />}
    </Popover>
  );
}

const counted = (value: number): string => value.toLocaleString('en');

function Counts({ summary }: { readonly summary: ViewSummary }) {
  const notes = summary.notes.length;
  const words = (
    <span className="whitespace-nowrap text-muted">
      <span className="font-medium text-text">{summary.drawn}</span>
      {` of ${counted(summary.objects)}`}
      <span className="max-lg:hidden"> objects</span>
      {' drawn'}
      {summary.folded > 0 && <span className="max-lg:hidden">{`, ${counted(summary.folded)} folded`}</span>}
    </span>
  );
  if (notes === 0)
    return (
      <div data-tour="counts" className="flex h-8 items-center rounded-md border border-line bg-surface px-3 text-sm">
        {words}
      </div>
    );
  return (
    <Popover
      align="end"
      className="w-96 p-3"
      trigger={
        <Button
          data-tour="counts"
          aria-label={`${summary.drawn} of ${summary.objects} objects drawn, ${notes} notes on what is missing`}
        >
          {words}
          <span className="flex items-center gap-1 text-warning">
            <Info size={13} aria-hidden />
            {notes}
          </span>
        </Button>
      }
    >
      {() => (
        <>
          <h2 className="pb-1 font-medium text-sm">What this map does not show</h2>
          <ul className="list-disc space-y-1 pl-4 text-muted">
            {summary.notes.map((note) => (
              <li key={note}>
                <TextWithTimes text={note} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Popover>
  );
}
