import { parseFind } from '@/lib/find';
import type { NodeState } from '@/lib/model/graph';
import { BOX_KINDS, DEPTHS, type Grouping, type ViewSpec } from '@/lib/view/view';

export const PANEL_TABS = ['facts', 'relations', 'rules', 'raw'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];
export const FILTER_STATES = [
  'healthy',
  'pending',
  'warning',
  'failed',
  'unknown',
  'orphan',
  'conflict',
] as const satisfies readonly NodeState[];

export const GROUPINGS = BOX_KINDS.filter((kind): kind is Grouping => kind !== 'namespace');
const MOST_PINS = 2;
/** Steps that surroundings can be asked for. */
export const DEPTH_CHOICES = [1, 2, 3, 4] as const;

/** Everything the map page keeps in its URL. */
export interface MapParams {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly open: readonly string[];
  /** What the boxes are; null where each is a Namespace. */
  readonly by: Grouping | null;
  readonly groups: boolean;
  /** A graph node's id, or a card's or region's own id when it stands for no single object. */
  readonly selected: string | null;
  readonly tab: PanelTab;
  /** Words and states that lists are filtered by. */
  readonly text: string;
  readonly states: readonly NodeState[];
  /** Id of the object that the map is about, and how far its surroundings reach. */
  readonly at: string | null;
  readonly depth: number;
  /** Expressions of what is raised on the map and what is left out, as typed; they may hold mistakes. */
  readonly find: string;
  readonly hide: string;
  readonly table: boolean;
  /** Lists also hold what NSX made for itself. */
  readonly ofNsx: boolean;
  /** The table tells relations instead of objects. */
  readonly relations: boolean;
  /** The column that a table is sorted by, `-name` downwards; null as the table usually is. */
  readonly sort: string | null;
  /** Columns of a table that are shown; null as usual. */
  readonly columns: readonly string[] | null;
  /** Ids of objects held for comparison, two at most. */
  readonly pins: readonly string[];
  /** Marks what may reach the selection, or what it may reach, by which traffic; null marks nothing. */
  readonly reach: ReachMark | null;
}

/** `to`: who may reach the selection; `from`: what it may reach. */
export interface ReachMark {
  readonly side: 'to' | 'from';
  readonly protocol: string;
  readonly port: string;
}

function readReach(text: string | null): ReachMark | null {
  const [, side, protocol, port = ''] = /^(to|from):([a-z0-9]+)(?::(\d{1,5}))?$/.exec(text ?? '') ?? [];
  return protocol === undefined || (side !== 'to' && side !== 'from') ? null : { side, protocol, port };
}

const writeReach = ({ side, protocol, port }: ReachMark): string =>
  [side, protocol, port].filter((part) => part !== '').join(':');

/** The names by which the query holds them. */
const NAMES: ReadonlySet<string> = new Set(
  'cluster namespace open by groups selected tab filter state at depth find hide view nsx sort columns pin'.split(' '),
);

/** What other parts of a page keep in the query. */
export function othersIn(query: URLSearchParams): readonly (readonly [string, string])[] {
  return [...query].filter(([name]) => !NAMES.has(name));
}

/** Reads the query; unknown values fall back to the default rather than break a shared link. */
export function readMapParams(query: URLSearchParams): MapParams {
  const cluster = query.get('cluster');
  return {
    cluster,
    namespace: cluster === null ? null : query.get('namespace'),
    open: query.getAll('open').filter((box) => /^[+-]./.test(box)),
    by: GROUPINGS.find((kind) => kind === query.get('by')) ?? null,
    groups: query.get('groups') === '1',
    selected: query.get('selected'),
    tab: PANEL_TABS.find((tab) => tab === query.get('tab')) ?? 'facts',
    text: query.get('filter') ?? '',
    states: FILTER_STATES.filter((state) => query.getAll('state').includes(state)),
    at: query.get('at'),
    depth:
      query.get('at') === null
        ? DEPTHS.usual
        : (DEPTH_CHOICES.find((depth) => String(depth) === query.get('depth')) ?? DEPTHS.usual),
    find: query.get('find') ?? '',
    hide: query.get('hide') ?? '',
    table: query.get('view') === 'table' || query.get('view') === 'relations',
    relations: query.get('view') === 'relations',
    ofNsx: query.get('nsx') === '1',
    sort: query.get('sort'),
    columns: columnsIn(query.get('columns')),
    pins: [...new Set(query.getAll('pin'))].slice(0, MOST_PINS),
    reach: query.get('selected') === null ? null : readReach(query.get('reach')),
  };
}

function columnsIn(text: string | null): readonly string[] | null {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  return names.length === 0 ? null : names;
}

/** The inverse of {@link readMapParams}; defaults are left out. */
export function writeMapParams(params: MapParams): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | null, usual: string | null = null) => {
    if (value !== null && value !== usual) query.set(name, value);
  };
  set('cluster', params.cluster);
  set('namespace', params.cluster === null ? null : params.namespace);
  for (const box of [...new Set(params.open)].sort()) query.append('open', box);
  set('by', params.by);
  if (params.groups) query.set('groups', '1');
  set('selected', params.selected);
  set('tab', params.tab, 'facts');
  set('filter', params.text, '');
  for (const state of params.states) query.append('state', state);
  set('at', params.at);
  if (params.at !== null) set('depth', String(params.depth), String(DEPTHS.usual));
  set('find', params.find, '');
  set('hide', params.hide, '');
  if (params.table) query.set('view', params.relations ? 'relations' : 'table');
  if (params.ofNsx) query.set('nsx', '1');
  set('sort', params.sort);
  set('columns', params.columns?.join(',') ?? null);
  for (const pin of params.pins) query.append('pin', pin);
  if (params.selected !== null && params.reach !== null) query.set('reach', writeReach(params.reach));
  return query;
}

/** The part of the page's state that decides what the server draws. */
export function specOf(params: MapParams): ViewSpec {
  const { cluster, namespace, open, by, groups, at, depth, find, hide } = params;
  return {
    cluster,
    namespace,
    open,
    groups,
    ...(at === null ? {} : { at, depth }),
    ...(by === null ? {} : { by }),
    ...readable('find', find),
    ...readable('hide', hide),
  };
}

/** The server refuses what it cannot read; the field says what is wrong with it. */
function readable(name: 'find' | 'hide', text: string): Pick<ViewSpec, 'find' | 'hide'> {
  return parseFind(text).ok ? { [name]: text } : {};
}

/** The boxes opened and closed by hand after one more choice; an opposite choice is dropped. */
export function withBox(open: readonly string[], box: string, wanted: 'open' | 'closed'): readonly string[] {
  const rest = open.filter((entry) => entry.slice(1) !== box);
  return [...rest, `${wanted === 'open' ? '+' : '-'}${box}`].sort();
}

/** The pinned objects after pinning one more, or taking it off when it is pinned; the oldest gives way to a third. */
export function withPin(pins: readonly string[], node: string): readonly string[] {
  return pins.includes(node) ? pins.filter((pin) => pin !== node) : [...pins, node].slice(-MOST_PINS);
}
