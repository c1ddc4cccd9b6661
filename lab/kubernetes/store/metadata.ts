import { randomInt } from 'node:crypto';
import { asObject, isObject } from '../json/value';
import type { KubeObject, ObjectMeta } from './contract';

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';

/** A random suffix as API servers and controllers append it: no vowels, nothing that looks like another letter. */
export function randomSuffix(length = 5): string {
  return Array.from({ length }, () => suffixLetters[randomInt(suffixLetters.length)]).join('');
}

const metadataOrder = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  );
}

/** Metadata with its fields in the order servers print them; empty ones and unknown ones are dropped. */
export function tidyMetadata(metadata: Record<string, unknown>): ObjectMeta {
  const tidy: Record<string, unknown> = {};
  for (const field of metadataOrder) {
    const value = metadata[field];
    if (!isEmpty(value) && value !== '') tidy[field] = value;
  }
  return tidy as unknown as ObjectMeta; // name, uid and the rest are filled in by the store before anybody reads them
}

/** The object with `kind`, `apiVersion`, `metadata` first and its metadata tidied. */
export function tidyObject(object: Record<string, unknown>, kind: string, apiVersion: string): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, metadata, ...rest } = object;
  return { kind, apiVersion, metadata: tidyMetadata(asObject(metadata)), ...rest };
}

/** Whether two objects agree in everything but metadata and status. */
export function bodyOf(object: KubeObject): Record<string, unknown> {
  const { kind: _kind, apiVersion: _apiVersion, metadata: _metadata, status: _status, ...body } = object;
  return body;
}
