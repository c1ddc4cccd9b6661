import { LabClient } from '../supervisor/lab-client';

/** An NSX object as the lab shows it. */
export interface NsxObject {
  readonly path: string;
  readonly resource_type: string;
  readonly tags: readonly { readonly scope: string; readonly tag: string }[];
  readonly [field: string]: unknown;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): NsxObject[] {
  if (!isObject(value) || typeof value.path !== 'string' || value.marked_for_delete === true) return [];
  // The dump lists policy objects, whose type and tags the lab's own schema checks.
  return [{ tags: [], ...value } as unknown as NsxObject];
}

/** Every live policy object of the lab's NSX, straight from its control API: no search lag, no paging. */
export async function readNsx(lab: {
  readonly caPem: string;
  readonly nsx: { readonly url: string };
}): Promise<NsxObject[]> {
  const client = new LabClient(lab.caPem);
  try {
    const dump = await client.insist(`${lab.nsx.url}/_lab/dump`, 'GET');
    return isObject(dump) && Array.isArray(dump.objects) ? dump.objects.flatMap(asObject) : [];
  } finally {
    await client.close();
  }
}

/** Value of a tag. */
export function tagOf(object: NsxObject, scope: string): string | undefined {
  return object.tags.find((tag) => tag.scope === scope)?.tag;
}
