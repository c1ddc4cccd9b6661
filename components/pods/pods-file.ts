import { STATE_LOOKS } from '@/components/marks/state';
import { toCsv } from '@/lib/csv';
import type { PodRow } from './use-pods';

const HEAD = [
  'State',
  'Reason',
  'Cluster',
  'Namespace',
  'Pod',
  'Address',
  'Cluster node',
  'Segment port',
  'Segment',
  'Groups',
  'Created',
];

const isoTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The Pods as CSV. */
export function podsCsv(rows: readonly PodRow[]): string {
  return toCsv([
    HEAD,
    ...rows.map((row) => [
      STATE_LOOKS[row.state].word,
      row.reason,
      row.cluster,
      row.namespace,
      row.name,
      row.address,
      row.clusterNode,
      row.port,
      row.segment,
      row.groups,
      isoTime(row.createdAt),
    ]),
  ]);
}

/** The Pods as JSON, times in ISO 8601. */
export function podsJson(rows: readonly PodRow[]): string {
  return `${JSON.stringify(
    rows.map((row) => ({ ...row, createdAt: isoTime(row.createdAt) })),
    null,
    1,
  )}\n`;
}
