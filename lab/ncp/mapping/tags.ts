import { shortHash, type Tag, tagSchemaVersion } from './objects';

const maxTags = 30;
const maxScope = 128;
const maxValue = 256;
/** Labels that change with every rollout and say nothing about the Pod; NCP leaves them out. */
const skippedLabels = new Set(['pod-template-hash']);

/** One tag. */
export function tag(scope: string, value: string): Tag {
  return { scope, tag: value };
}

/** Tags of everything NCP makes for a cluster. */
export function clusterTags(cluster: string): Tag[] {
  return [tag('ncp/version', tagSchemaVersion), tag('ncp/cluster', cluster)];
}

/** Tags of everything NCP makes for a namespace. */
export function projectTags(cluster: string, namespace: { readonly name: string; readonly uid: string }): Tag[] {
  return [...clusterTags(cluster), tag('ncp/project', namespace.name), tag('ncp/project_uid', namespace.uid)];
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 9)}_${shortHash(text)}`;
}

/** A label key as tag scope: over 128 characters it loses its prefix, and if still too long is cut and gets a hash. */
export function labelScope(key: string): string {
  if (key.length <= maxScope) return key;
  return cut(key.slice(key.lastIndexOf('/') + 1), maxScope);
}

/** A label value as tag, cut to 256 characters with a hash. */
export function labelValue(value: string): string {
  return cut(value, maxValue);
}

/** Labels as tags in key order, at most as many as fit beside `base` into the 30 tags of one object. */
export function withLabels(base: readonly Tag[], labels: Readonly<Record<string, string>>): Tag[] {
  const room = maxTags - base.length;
  const fromLabels = Object.keys(labels)
    .filter((key) => !skippedLabels.has(key))
    .sort()
    .slice(0, Math.max(0, room))
    .map((key) => tag(labelScope(key), labelValue(labels[key] ?? '')));
  return [...base, ...fromLabels];
}

/** The tag with this scope, if any. */
export function tagValue(tags: readonly Tag[] | undefined, scope: string): string | undefined {
  return tags?.find((candidate) => candidate.scope === scope)?.tag;
}

/** Whether scope and value stand on one and the same tag. */
export function hasTag(tags: readonly Tag[] | undefined, scope: string, value: string): boolean {
  return tags?.some((candidate) => candidate.scope === scope && candidate.tag === value) ?? false;
}
