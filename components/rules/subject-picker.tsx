'use client';

import { ChevronDown } from 'lucide-react';
import { ObjectSearch, SEARCH_POPOVER, SearchChoice } from '@/components/search/object-search';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import type { RuleParams } from '@/components/url/rule-params';
import { isAddress } from '@/lib/dfw/address';
import { KINDS } from '@/lib/kinds';

const ROLES = new Set<string | null>(['group', 'policy', 'service', 'port']);

/** Kinds that rules can be about. */
const SUBJECTS = KINDS.filter((kind) =>
  kind.plane === 'nsx' ? ROLES.has(kind.dfw) : kind.presentation.lane === 'pod',
).map(({ name }) => name);

/** Finds the Pod, group, service, policy or address that the rules shall be about. */
export function SubjectPicker({
  onChoose,
}: {
  readonly onChoose: (choice: Pick<RuleParams, 'about' | 'address'>) => void;
}) {
  return (
    <Popover
      className={SEARCH_POPOVER}
      trigger={
        <Button>
          About
          <ChevronDown size={14} aria-hidden className="text-muted" />
        </Button>
      }
    >
      {(close) => {
        const choose = (choice: Pick<RuleParams, 'about' | 'address'>) => {
          close();
          onChoose(choice);
        };
        return (
          <ObjectSearch
            label="Whom the rules are about"
            placeholder="Pod, group, service, policy or address…"
            kinds={SUBJECTS}
            hint="Type a name, an address or a tag: the table then shows only the rules that a Pod meets, or that name the group, service or policy."
            nothing={() => 'No Pod, group, service or policy answers to that.'}
            before={(typed) =>
              isAddress(typed) ? (
                <SearchChoice value={`address ${typed}`} onPick={() => choose({ about: null, address: typed })}>
                  <span>
                    The address <span className="font-mono text-xs">{typed}</span>
                  </span>
                </SearchChoice>
              ) : null
            }
            onPick={({ id }) => choose({ about: id, address: null })}
          />
        );
      }}
    </Popover>
  );
}
