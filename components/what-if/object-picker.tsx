'use client';

import { Search } from 'lucide-react';
import { kindsTitle } from '@/components/marks/kind-icon';
import { ObjectSearch, SEARCH_POPOVER } from '@/components/search/object-search';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import type { NodeRef } from '@/lib/wire/details';

/** A button that opens a search over objects of some kinds. */
export function ObjectPicker({
  label,
  kinds,
  onPick,
}: {
  readonly label: string;
  readonly kinds: readonly string[];
  readonly onPick: (node: NodeRef) => void;
}) {
  return (
    <Popover
      className={SEARCH_POPOVER}
      trigger={
        <Button>
          <Search size={14} aria-hidden />
          {label}
        </Button>
      }
    >
      {(close) => (
        <ObjectSearch
          label={label}
          placeholder={kinds.map((one) => kindsTitle(one)).join(', ')}
          kinds={kinds}
          hint="Type a name, a label or an address."
          nothing={(typed) => `Nothing to choose holds "${typed}".`}
          onPick={(node) => {
            onPick(node);
            close();
          }}
        />
      )}
    </Popover>
  );
}
