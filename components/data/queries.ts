'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { objectResponseSchema, podResponseSchema } from '@/lib/wire/details';
import { eventsResponseSchema, historyResponseSchema, listResponseSchema, pageResponseSchema } from '@/lib/wire/page';
import { groupResponseSchema } from '@/lib/wire/groups';
import { MARK_KINDS, ruleResponseSchema, rulesResponseSchema } from '@/lib/wire/rules';
import { LIVE_QUERY } from '@/components/live/live-provider';
import { fetchJson } from './fetch-json';

const API = '/api/v1';

/** What is asked of the API; the first part of every key makes the answer follow the stream's pulse. */
export interface PodName {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** One object with facts and relations; `raw` also reads the object from its source, so it does not follow the pulse. */
export function useObject(id: string, options: { readonly raw: boolean; readonly enabled: boolean }) {
  const url = `${API}/objects/${encodeURIComponent(id)}${options.raw ? '?raw=true' : ''}`;
  return useQuery({
    queryKey: [options.raw ? 'raw' : LIVE_QUERY, 'object', id],
    queryFn: ({ signal }) => fetchJson(url, objectResponseSchema, signal),
    enabled: options.enabled,
  });
}

const objectUrl = (id: string, part: string): string => `${API}/objects/${encodeURIComponent(id)}/${part}`;

/** What stands around an object. */
export function usePage(id: string) {
  return useQuery({
    queryKey: [LIVE_QUERY, 'page', id],
    queryFn: ({ signal }) => fetchJson(objectUrl(id, 'page'), pageResponseSchema, signal),
  });
}

/** More lines of one list of an object's page, perhaps only those that hold a text. */
export function useList(
  id: string,
  list: string,
  wanted: { readonly find: string; readonly count: number },
  enabled: boolean,
) {
  const query = new URLSearchParams({ find: wanted.find, count: String(wanted.count) });
  const url = `${objectUrl(id, `lists/${encodeURIComponent(list)}`)}?${query}`;
  return useQuery({
    queryKey: [LIVE_QUERY, 'list', id, list, wanted.find, wanted.count],
    queryFn: ({ signal }) => fetchJson(url, listResponseSchema, signal),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** What was seen of an object since the server read its sources. */
export function useHistory(id: string) {
  return useQuery({
    queryKey: [LIVE_QUERY, 'history', id],
    queryFn: ({ signal }) => fetchJson(objectUrl(id, 'history'), historyResponseSchema, signal),
  });
}

/** Kubernetes' own events about an object; read once, and again when asked. */
export function useEvents(id: string) {
  return useQuery({
    queryKey: ['events', id],
    queryFn: ({ signal }) => fetchJson(objectUrl(id, 'events'), eventsResponseSchema, signal),
  });
}

/** A Pod's passport. */
export function usePod(pod: PodName, enabled = true) {
  const path = [pod.cluster, pod.namespace, pod.name].map(encodeURIComponent).join('/');
  return useQuery({
    queryKey: [LIVE_QUERY, 'pod', path],
    queryFn: ({ signal }) => fetchJson(`${API}/pods/${path}`, podResponseSchema, signal),
    enabled,
  });
}

/** One group: criteria and use. */
export function useGroup(id: string) {
  return useQuery({
    queryKey: [LIVE_QUERY, 'group', id],
    queryFn: ({ signal }) => fetchJson(`${API}/groups/${encodeURIComponent(id)}`, groupResponseSchema, signal),
  });
}

/** One rule of the distributed firewall: its place and what is remarkable about it. */
export function useRule(id: string) {
  return useQuery({
    queryKey: [LIVE_QUERY, 'rule', id],
    queryFn: ({ signal }) => fetchJson(`${API}/rules/${encodeURIComponent(id)}`, ruleResponseSchema, signal),
    retry: false,
  });
}

/** Far more than any Pod meets. */
const MOST_MARKED = 1_000;

/** The rules that a Pod meets and that something is remarkable about. */
export function useMarkedRules(pod: string) {
  const query = new URLSearchParams({ about: pod, count: String(MOST_MARKED) });
  for (const kind of MARK_KINDS) query.append('mark', kind);
  return useQuery({
    queryKey: [LIVE_QUERY, 'marked rules', pod],
    queryFn: ({ signal }) => fetchJson(`${API}/rules?${query}`, rulesResponseSchema, signal),
  });
}
