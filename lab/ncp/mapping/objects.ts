import { createHash } from 'node:crypto';

/** One NSX tag. */
export interface Tag {
  readonly scope: string;
  readonly tag: string;
}

/** The body NCP wants an NSX object to have; fields not named here are left to NSX. */
export interface NsxBody {
  readonly resource_type: string;
  readonly id: string;
  readonly tags?: readonly Tag[];
  readonly [field: string]: unknown;
}

/** An NSX object that should exist, with the policy path it should have. */
export interface Desired {
  readonly path: string;
  readonly body: NsxBody;
}

/** What one owner wants now, in creation order. `waiting` names facts NSX has yet to give; while any is missing nothing may be deleted. */
export interface Plan {
  readonly objects: readonly Desired[];
  readonly waiting: readonly string[];
}

/** The constant NCP writes as `ncp/version`: a tag schema number, not a release. */
export const tagSchemaVersion = '1.2.0';

/** Builds a desired object below `parent`; the display name defaults to the id. */
export function desired(parent: string, type: string, id: string, fields: Readonly<Record<string, unknown>>): Desired {
  return { path: `${parent}/${id}`, body: { resource_type: type, id, display_name: id, ...fields } };
}

/** First 8 hex digits of SHA-1, the suffix of shortened names. */
export function shortHash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 8);
}

/** SHA-1 in hex. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** Five lower-case letters that depend on `text` alone, so that a restart finds the ids it chose before. */
export function letters(text: string): string {
  const digest = createHash('sha1').update(text).digest();
  return [...digest.subarray(0, 5)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

/** A UUID that depends on `text` alone (version 5 layout). */
export function uuidOf(text: string): string {
  const digest = createHash('sha1').update(`ncp/${text}`).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Last part of a policy path. */
export function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
