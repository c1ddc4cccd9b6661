'use client';

import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '@/components/data/fetch-json';
import { LIVE_QUERY } from '@/components/live/live-provider';
import { reachabilityResponseSchema } from '@/lib/wire/firewall';
import { reachMatrixResponseSchema } from '@/lib/wire/reach-matrix';
import { type ReachParams, trafficQuery } from './reach-params';

/** The verdict for a flow, asked again whenever something changed; null ends ask nothing. */
export function useReach(flow: Pick<ReachParams, 'from' | 'to' | 'protocol' | 'port'>) {
  const query = trafficQuery(flow);
  if (flow.from !== null) query.set('from', flow.from);
  if (flow.to !== null) query.set('to', flow.to);
  const url = `/api/v1/reachability?${query}`;
  return useQuery({
    queryKey: [LIVE_QUERY, 'reachability', url],
    queryFn: ({ signal }) => fetchJson(url, reachabilityResponseSchema, signal),
    enabled: flow.from !== null && flow.to !== null,
    retry: false,
  });
}

/** Verdicts between classes. Worked out over everything, so it is asked again by hand and not with every change. */
export function useReachMatrix(params: ReachParams) {
  const query = trafficQuery(params);
  for (const name of ['cluster', 'namespace', 'group', 'from', 'to'] as const) {
    const value = params[name];
    if (value !== null) query.set(name, value);
  }
  const url = `/api/v1/reachability/matrix?${query}`;
  return useQuery({
    queryKey: ['reachability matrix', url],
    queryFn: ({ signal }) => fetchJson(url, reachMatrixResponseSchema, signal),
    retry: false,
  });
}
