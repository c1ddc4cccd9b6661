import type { EdgeKind } from '../../model';
import type { NsxKind, ParseContext, Presentation } from '../define';
import { type Statements, statedRecord } from '../derived';
import { type LiveReads, realizedEntities } from '../live';
import type { Json } from '../reading';
import { type Intent, nsxParser, type NsxProjection } from './object';

/** What a kind file states; the rest follows from it. */
export interface NsxDeclaration {
  readonly name: string;
  readonly type: string;
  /** Older or polymorphic spellings beside `type`. */
  readonly alsoTypes?: readonly string[];
  readonly scope: 'cluster' | 'any';
  readonly lists: readonly string[];
  readonly listQuery?: Readonly<Record<string, string>>;
  /** What an object without a display name is called. */
  readonly called?: (raw: Json) => string | null;
  readonly listOnly?: boolean;
  readonly api?: 'policy' | 'manager';
  readonly identify?: (raw: unknown) => string | null;
  readonly alone?: boolean;
  readonly optional?: boolean;
  readonly soleFor?: readonly EdgeKind[];
  readonly dfw?: NsxKind['dfw'];
  /** Asked beside what every intent is asked for. */
  readonly live?: LiveReads;
  readonly presentation: Presentation;
  readonly redact?: readonly string[];
  readonly hides: string;
  /** Given instead of relations, keys and claims of the projection, by kinds with very many objects. */
  readonly statements?: Statements;
  readonly project: (raw: Json, intent: Intent, context: ParseContext) => NsxProjection | string;
}

/** Builds the kind from its declaration. */
export function nsxKind(declaration: NsxDeclaration): NsxKind {
  const {
    name,
    type,
    alsoTypes = [],
    scope,
    lists,
    listOnly = false,
    soleFor = [],
    redact = [],
    project,
  } = declaration;
  const resourceTypes = [type, ...alsoTypes];
  const Record = declaration.statements === undefined ? undefined : statedRecord(declaration.statements);
  return {
    name,
    type,
    plane: 'nsx',
    soleFor,
    dfw: declaration.dfw ?? null,
    live: liveOf(declaration),
    presentation: declaration.presentation,
    read: {
      resourceTypes,
      scope,
      lists,
      listOnly,
      api: declaration.api ?? 'policy',
      ...(declaration.identify === undefined ? {} : { identify: declaration.identify }),
      ...(declaration.listQuery === undefined ? {} : { listQuery: declaration.listQuery }),
      ...(declaration.alone === true ? { alone: true } : {}),
      optional: declaration.optional ?? false,
    },
    parse: nsxParser(
      { name, type, resourceTypes, identify: declaration.identify, called: declaration.called, Record },
      project,
    ),
    redact,
    hides: declaration.hides,
  };
}

/** What search finds is an intent, and realized; other kinds tell what is, not what shall be. */
function liveOf({ listOnly = false, live }: NsxDeclaration): LiveReads {
  const common: LiveReads = listOnly ? () => [] : realizedEntities;
  return live === undefined ? common : (node, graph) => [...live(node, graph), ...common(node, graph)];
}

/** The fact every NSX kind has. */
export const REALIZATION = { name: 'realization', label: 'Realization' } as const;
