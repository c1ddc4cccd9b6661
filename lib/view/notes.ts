import { kindNamed } from '../kinds';
import type { SourceStatus } from '../model';
import { counted } from './contents';
import type { ViewSpec } from './view';

/** To the second, in UTC; the page says it in the reader's zone. */
const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

const nameOf = (source: SourceStatus): string =>
  source.plane === 'nsx' ? `NSX Manager ${source.name}` : `Cluster ${source.name}`;

/** What cannot be trusted or is missing because of a source, in whole sentences. */
export function sourceNotes(sources: readonly SourceStatus[], spec: ViewSpec): readonly string[] {
  return sources
    .filter((source) => concerns(source, spec, sources))
    .flatMap((source) => [...stateNotes(source), ...kindNotes(source)]);
}

/** A view of one cluster depends on that cluster and on the NSX Manager that serves it. */
function concerns(source: SourceStatus, spec: ViewSpec, all: readonly SourceStatus[]): boolean {
  if (spec.cluster === null) return true;
  if (source.plane === 'kubernetes') return source.name === spec.cluster;
  return all.some(
    (other) => other.plane === 'kubernetes' && other.name === spec.cluster && other.manager === source.id,
  );
}

function stateNotes(source: SourceStatus): readonly string[] {
  const why = source.reason === null ? '' : `: ${source.reason}`;
  switch (source.state) {
    case 'live':
    case 'partial':
      return [];
    case 'starting':
      return [`${nameOf(source)} is being read for the first time${why}`];
    case 'stale':
      return [`${nameOf(source)} is stale since ${iso(source.lastSuccessAt ?? source.since)}${why}`];
    case 'failed':
      return [`${nameOf(source)} could not be read since ${iso(source.since)}${why}`];
  }
}

function kindNotes(source: SourceStatus): readonly string[] {
  if (source.state !== 'live' && source.state !== 'partial') return [];
  return source.kinds.flatMap((status) => {
    const kind = kindNamed(status.kind);
    const optional = kind?.plane === 'kubernetes' && kind.resource.optional;
    const unreadable =
      status.unreadable > 0
        ? [`${nameOf(source)}: ${status.unreadable} ${kind?.presentation.plural ?? status.kind} could not be read`]
        : [];
    if (status.state === 'listing' || status.state === 'live' || (status.state === 'absent' && optional))
      return unreadable;
    const what = kind?.hides ?? status.kind;
    return [`${nameOf(source)}: not shown are ${what} (${status.message ?? status.state})`, ...unreadable];
  });
}

/** What is left out by wish; nobody shall take it for well. */
export function hiddenNotes({ objects, ill }: { readonly objects: number; readonly ill: number }): readonly string[] {
  if (objects === 0) return [];
  const health = ill === 0 ? 'all of them healthy' : `${ill} of them not healthy`;
  return [`${counted(objects, 'object is', 'objects are')} hidden by your expression, ${health}`];
}

/** Why a view shows nothing at all. */
export function emptyReason(spec: ViewSpec, sources: readonly SourceStatus[]): string {
  const unread = sources.filter((source) => source.state === 'starting' || source.state === 'failed');
  if (sources.length === 0) return 'No source is configured: add a cluster and an NSX Manager to the settings';
  if (unread.length > 0) {
    const told = unread.map((source) => `${nameOf(source)} (${source.reason ?? source.state})`).join(', ');
    return `Nothing has been read yet from ${told}`;
  }
  if (
    spec.cluster !== null &&
    !sources.some((source) => source.plane === 'kubernetes' && source.name === spec.cluster)
  ) {
    return `There is no cluster ${spec.cluster}`;
  }
  if (spec.at !== undefined) return `There is no object ${spec.at}, or nothing on the map belongs to it`;
  if (spec.hide !== undefined) return `Everything here is hidden by ${spec.hide}`;
  if (spec.namespace !== null)
    return `Cluster ${spec.cluster ?? ''} has no Namespace ${spec.namespace}, and no NSX object names it`;
  return 'The sources hold no object that the map shows';
}
