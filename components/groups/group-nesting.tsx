import { NodeLink } from '@/components/details/node-link';
import { SmallGraph } from '@/components/details/small-graph';
import { Panel } from '@/components/ui/panel';
import type { NodeRef } from '@/lib/wire/details';
import type { GroupResponse } from '@/lib/wire/groups';
import type { RelationList } from '@/lib/wire/page';

type Nested = GroupResponse['nesting']['listed'][number];

/** The groups around one and within it: the nearest drawn, all of them listed. Nothing where it nests none and none nests it. */
export function GroupNesting({
  node,
  nesting: { total, listed },
}: {
  readonly node: NodeRef;
  readonly nesting: GroupResponse['nesting'];
}) {
  if (total === 0) return null;
  const near = listed.filter(({ depth }) => depth === 1);
  return (
    <div className="pt-4">
      <Panel title="Nested groups" aside={total.toLocaleString('en')}>
        <div className="pt-2">
          <SmallGraph node={node} relations={near.map(asRelation)} />
        </div>
        <Sides listed={listed} />
        {total > listed.length && (
          <p className="py-1 text-muted text-xs">{`${(total - listed.length).toLocaleString('en')} more are not listed.`}</p>
        )}
      </Panel>
    </div>
  );
}

const SIDE_WORDS = { around: 'Nest this group', within: 'Nested in this group' } as const;

function Sides({ listed }: { readonly listed: readonly Nested[] }) {
  return (
    <div className="grid gap-x-8 md:grid-cols-2">
      {(['around', 'within'] as const).map((side) => {
        const groups = listed.filter((nested) => nested.side === side);
        return groups.length === 0 ? null : (
          <section key={side} aria-label={SIDE_WORDS[side]}>
            <h3 className="pt-1 text-muted text-xs">{SIDE_WORDS[side]}</h3>
            <ul className="divide-y divide-line">
              {groups.map(({ node, through, members }) => (
                <li key={node.id} className="flex flex-wrap items-center gap-x-3 py-1.5">
                  <NodeLink node={node} />
                  {through !== null && <span className="text-muted text-xs">{`through ${through.name}`}</span>}
                  <span className="ml-auto text-muted text-xs tabular-nums">
                    {members === 1 ? '1 member' : `${members.toLocaleString('en')} members`}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function asRelation({ node, side }: Nested): RelationList {
  const words = side === 'around' ? 'nests this' : 'nested here:';
  return {
    id: `nesting ${side} ${node.id}`,
    title: words,
    words,
    says: null,
    subject: 'groups',
    direction: side === 'around' ? 'in' : 'out',
    kind: node.kind,
    crossPlane: false,
    count: 1,
    found: 1,
    columns: [],
    states: node.state === 'healthy' ? [] : [{ state: node.state, count: 1 }],
    rows: [{ key: node.id, title: node.name, node, reason: null, cells: {}, evidence: [] }],
  };
}
