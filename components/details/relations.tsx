'use client';

import { EvidenceLine } from '@/components/marks/evidence';
import type { ObjectResponse } from '@/lib/wire/details';
import { NodeLink } from './node-link';
import { Section } from './section';

type Relation = ObjectResponse['relations'][number];
const MOST_PER_GROUP = 40;

/** Relations by their words, those between the planes first. */
export function groupRelations(relations: readonly Relation[]): readonly (readonly [string, readonly Relation[]])[] {
  const groups = new Map<string, Relation[]>();
  const sorted = [...relations].sort((a, b) => Number(b.crossPlane) - Number(a.crossPlane));
  for (const relation of sorted) groups.set(relation.words, [...(groups.get(relation.words) ?? []), relation]);
  return [...groups];
}

/** Everything an object is related to, each with how it is known. */
export function Relations({ relations }: { readonly relations: readonly Relation[] }) {
  if (relations.length === 0) return <p className="text-muted">No relation to another object is known.</p>;
  return (
    <>
      {groupRelations(relations).map(([words, group]) => (
        <Section
          key={words}
          title={words.charAt(0).toUpperCase() + words.slice(1)}
          aside={group.length > 1 ? group.length : undefined}
        >
          <ul className="divide-y divide-line">
            {group.slice(0, MOST_PER_GROUP).map((relation) => (
              <li
                key={`${relation.edge}${relation.direction}${relation.other.id}`}
                className="flex flex-col gap-0.5 py-1.5"
              >
                <NodeLink node={relation.other} withKind />
                {relation.evidence.map((evidence) => (
                  <EvidenceLine key={JSON.stringify(evidence)} evidence={evidence} />
                ))}
              </li>
            ))}
          </ul>
          {group.length > MOST_PER_GROUP && (
            <p className="pt-1 text-muted text-xs">{`${group.length - MOST_PER_GROUP} more are not listed here`}</p>
          )}
        </Section>
      ))}
    </>
  );
}
