import type { ObjectResponse } from '@/lib/wire/details';

/** What NSX says of one member of a pool, and why if it says so. */
export interface MemberState {
  readonly state: string;
  readonly cause: string | null;
}

/** The states of pool members by address and port, from what NSX told of a virtual server or pool just now. */
export function memberStates(objects: readonly (ObjectResponse | undefined)[]): ReadonlyMap<string, MemberState> {
  const states = new Map<string, MemberState>();
  for (const { name, value } of objects.flatMap((object) => object?.facts ?? [])) {
    if (!Array.isArray(value) || !(name === 'memberStates' || name.startsWith('members '))) continue;
    for (const words of value) {
      const [, member, state, cause] = /^(\S+) (\S+)(?: \((.*)\))?$/.exec(words) ?? [];
      if (member !== undefined && state !== undefined) states.set(member, { state, cause: cause ?? null });
    }
  }
  return states;
}
