import type { Runtime } from '@/server/runtime';
import type { Mistake } from './problem';

/** What is wrong with a scope: a cluster that the settings do not know, or a namespace of no cluster. */
export function scopeMistakes(runtime: Runtime, cluster: string | null, namespace: string | null): Mistake[] {
  const mistakes: Mistake[] = [];
  if (cluster !== null && !runtime.clusters.includes(cluster)) {
    const known = runtime.clusters.join(', ') || 'none';
    mistakes.push({
      where: 'query.cluster',
      message: `"${cluster}" is not a cluster of the settings; known are ${known}`,
    });
  }
  if (namespace !== null && cluster === null) {
    mistakes.push({ where: 'query.namespace', message: 'needs cluster; give both' });
  }
  return mistakes;
}

/** A whole number within bounds; `usual` when it is not given. */
export function numberIn(
  text: string | null,
  where: string,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): { readonly value: number; readonly mistakes: readonly Mistake[] } {
  const value = text === null ? usual : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return { value, mistakes: [] };
  return {
    value: usual,
    mistakes: [{ where, message: `is "${text}"; it may be a whole number from ${least} to ${most}` }],
  };
}
