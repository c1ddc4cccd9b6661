import { asList, type JsonObject } from '../json';

const listFilters: Readonly<Record<string, string>> = {
  lport_attachment_id: 'lport_attachment_id',
  owner_vm_id: 'owner_vm_id',
  vm_id: 'owner_vm_id',
  host_id: 'host_id',
  external_id: 'external_id',
  display_name: 'display_name',
  container_cluster_id: 'container_cluster_id',
  container_project_id: 'container_project_id',
  cluster_type: 'cluster_type',
  status: 'status',
};

/** The items that satisfy the equality filters of a request. */
export function filtered(items: readonly JsonObject[], query: URLSearchParams): JsonObject[] {
  const wanted = Object.entries(listFilters).flatMap(([parameter, field]) => {
    const value = query.get(parameter);
    return value === null ? [] : [{ field, value }];
  });
  const application = query.get('container_application_id');
  return items.filter(
    (item) =>
      wanted.every(({ field, value }) => item[field] === value) &&
      (application === null || asList(item.container_application_ids).includes(application)),
  );
}
