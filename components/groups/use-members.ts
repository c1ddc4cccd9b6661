'use client';

import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '@/components/data/fetch-json';
import { type PagedList, usePagedRows } from '@/components/data/paged-rows';
import { LIVE_QUERY } from '@/components/live/live-provider';
import type { Sort } from '@/components/ui/table-model';
import {
  type MemberRow,
  type GroupMembersResponse,
  groupMembersResponseSchema,
  nearMissesResponseSchema,
} from '@/lib/wire/groups';

/** Which members of a group, in which order. */
export interface MembersQuestion {
  readonly text: string;
  readonly differing: boolean;
  readonly sort: Sort;
}

/** NSX moves members some time after the tag, of which the stream tells nothing; and answers of the server stand for a while. */
const REFRESH_MS = 8_000;

const pathOf = (id: string, part: string): string => `/api/v1/groups/${encodeURIComponent(id)}/${part}`;

const membersOf = (id: string): PagedList<MembersQuestion, GroupMembersResponse> => ({
  name: `members ${id}`,
  path: pathOf(id, 'members'),
  query: ({ text, differing, sort }) => {
    const query = new URLSearchParams({ sort: sort.id, order: sort.down ? 'down' : 'up' });
    if (text.trim() !== '') query.set('filter', text.trim());
    if (differing) query.set('differing', 'true');
    return query;
  },
  schema: groupMembersResponseSchema,
  refreshMs: REFRESH_MS,
});

/** The pages of the members that are looked at. */
export const useMembers = (id: string, question: MembersQuestion) =>
  usePagedRows<MembersQuestion, MemberRow, GroupMembersResponse>(membersOf(id), question);

/** So many differences are told in full; the table holds all. */
export const TOLD = 10;

/** The first members on which the evaluations differ, asked for once there are some. */
export function useDifferences(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [LIVE_QUERY, 'differences', id],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf(id, 'members')}?differing=true&count=${TOLD}`, groupMembersResponseSchema, signal),
    enabled,
    refetchInterval: REFRESH_MS,
  });
}

/** Ports that are nearly in a group. */
export function useNearMisses(id: string) {
  return useQuery({
    queryKey: [LIVE_QUERY, 'near misses', id],
    queryFn: ({ signal }) => fetchJson(pathOf(id, 'near-misses'), nearMissesResponseSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}
