import { type GroupAudit, groupAuditSchema } from '@/lib/wire/group-audit';
import { fetchJson } from './fetch-json';

/** Reads who is in a group, to be kept as evidence. */
export function readGroupAudit(id: string, signal: AbortSignal): Promise<GroupAudit> {
  return fetchJson(`/api/v1/groups/${encodeURIComponent(id)}/audit`, groupAuditSchema, signal);
}
