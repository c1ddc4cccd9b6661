'use client';

import { Boxes, ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { boxWords } from '@/lib/view/box-words';
import { ALL_BOXES, BOX_KINDS, type BoxKind, type Region, type ViewSummary } from '@/lib/view/view';

/** What each grouping is good for, in the menu. */
const HINTS: Readonly<Record<BoxKind, string>> = {
  namespace: 'what each owns',
  'tier-1': 'what hangs on each',
  segment: 'what lies on each',
  'cluster-node': 'what runs on each',
  workload: 'Pods of each',
  group: 'members of each',
};

interface GroupingProps {
  readonly params: MapParams;
  readonly update: UpdateMap;
  readonly regions: Iterable<Region>;
  readonly networks: ViewSummary['networks'];
}

/** What the boxes on the map are, and whether all are open or folded. */
export function GroupingControl({ params, update, regions, networks }: GroupingProps) {
  const by = params.by ?? 'namespace';
  const { one } = boxWords({ by }, networks);
  const all = [...regions];
  const isOpen = all.length > 0 && all.every(({ folded }) => !folded);
  const Fold = isOpen ? ChevronsDownUp : ChevronsUpDown;
  const says = isOpen ? 'Fold all boxes' : 'Open all boxes, as far as there is room';
  return (
    <div className="flex items-center">
      <Menu
        label="Group by"
        trigger={
          <Button
            data-tour="grouping"
            className="rounded-r-none"
            title="What the boxes on the map are"
            aria-label={`Group by: ${one}`}
          >
            <Boxes size={14} aria-hidden className="text-muted" />
            <span className="text-muted">
              <span className="max-lg:hidden">Group </span>by
            </span>
            {one}
          </Button>
        }
        entries={BOX_KINDS.map((kind) => ({
          key: kind,
          label: sentence(boxWords({ by: kind }, networks).one),
          hint: HINTS[kind],
          checked: kind === by,
          choose: () => update({ by: kind === 'namespace' ? null : kind, open: [] }, 'push'),
        }))}
      />
      <Button
        className="-ml-px rounded-l-none px-2"
        aria-label={says}
        title={says}
        disabled={all.length === 0}
        onClick={() => update({ open: [`${isOpen ? '-' : '+'}${ALL_BOXES}`] })}
      >
        <Fold size={14} aria-hidden className="text-muted" />
      </Button>
    </div>
  );
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
