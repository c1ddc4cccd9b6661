const HIDDEN = '[redacted]';
/** `kubectl apply` keeps a copy of the whole object here, secrets included, whatever its kind. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Json = Record<string, unknown>;

/**
 * A copy of a raw object with secrets taken out. `paths` are dotted, `*` stands for every key or list entry. Says which
 * paths held something.
 */
export function redact(object: Json, paths: readonly string[]): { readonly object: Json; readonly redacted: string[] } {
  const copy = structuredClone(object);
  const redacted = paths.filter((path) => hide(copy, path.split('.')));
  if (hide(copy, ['metadata', 'annotations', LAST_APPLIED])) redacted.push(`metadata.annotations.${LAST_APPLIED}`);
  return { object: copy, redacted };
}

function hide(value: unknown, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  if (head === undefined || typeof value !== 'object' || value === null) return false;
  const keys = head === '*' ? Object.keys(value) : Object.hasOwn(value, head) ? [head] : [];
  let found = false;
  for (const key of keys) {
    if (rest.length === 0) Reflect.set(value, key, HIDDEN);
    found = rest.length === 0 || hide(Reflect.get(value, key), rest) || found;
  }
  return found;
}
