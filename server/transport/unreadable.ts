import { nodeId, type ObjectRecord } from '@/lib/model';
import type { Kind, ParseContext } from '@/lib/kinds/define';

/** The record of an object that its kind could not parse: nothing but its name, and the problem as an issue. */
export function unreadableRecord(
  kind: Kind,
  context: ParseContext,
  object: {
    readonly key: string;
    readonly name: string | null;
    readonly namespace: string | null;
    readonly problem: string;
  },
): ObjectRecord {
  return {
    node: {
      id: nodeId(context.source, kind.name, object.key),
      kind: kind.name,
      type: kind.type,
      plane: kind.plane,
      source: context.source,
      key: object.key,
      name: object.name ?? object.key,
      namespace: object.namespace,
      cluster: kind.plane === 'kubernetes' ? context.sourceName : null,
      state: 'unknown',
      reason: 'This object cannot be read as it is.',
      facts: {},
      createdAt: null,
      modifiedAt: null,
      issues: [object.problem],
    },
    relations: [],
    keys: [],
    claims: [],
    tagValue: null,
  };
}
