/** Labels by key; null takes one off. */
type Labels = Record<string, string | null>;

/** What was typed, or what is wrong with it. */
export type ReadLabels =
  | { readonly ok: true; readonly labels: Labels }
  | { readonly ok: false; readonly message: string };

/** Reads labels as kubectl takes them, apart by blanks or commas: `secgroup=web` sets one, `secgroup-` takes it off. */
export function readLabels(text: string): ReadLabels {
  const labels: Labels = {};
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const read = readLabel(word);
    if (typeof read === 'string') return { ok: false, message: read };
    const { key, value } = read;
    if (Object.hasOwn(labels, key)) return wrong(`“${key}” is named twice: leave one of them out.`);
    labels[key] = value;
  }
  return Object.keys(labels).length === 0
    ? wrong('No label is given: write one as secgroup=web, or secgroup- to take it off.')
    : { ok: true, labels };
}

const wrong = (message: string): ReadLabels => ({ ok: false, message });

interface Label {
  readonly key: string;
  readonly value: string | null;
}

function readLabel(word: string): Label | string {
  const equals = word.indexOf('=');
  if (equals < 0 && !word.endsWith('-'))
    return `“${word}” has no value: write ${word}=VALUE to set it, or ${word}- to take it off.`;
  const key = equals < 0 ? word.slice(0, -1) : word.slice(0, equals);
  const value = equals < 0 ? null : word.slice(equals + 1);
  const mistake = keyMistake(key, word) ?? (value === null ? null : valueMistake(value, word));
  return mistake ?? { key, value };
}

/** Letters and digits at both ends; `-`, `_` and `.` only between them. */
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 63;
const MAX_PREFIX = 253;

function keyMistake(key: string, word: string): string | null {
  const slash = key.lastIndexOf('/');
  const [prefix, name] = [slash < 0 ? null : key.slice(0, slash), key.slice(slash + 1)];
  if (name === '') return `“${word}” has no key: write it before the “${word.includes('=') ? '=' : '-'}”.`;
  if (!NAME.test(name))
    return `The key “${name}” in “${word}” is none that Kubernetes takes: use letters, digits, “-”, “_” and “.”, with a letter or digit at both ends.`;
  if (name.length > MAX_NAME)
    return `The key “${name}” in “${word}” has ${name.length} characters: Kubernetes takes ${MAX_NAME} at most, so shorten it.`;
  if (prefix !== null && (!SUBDOMAIN.test(prefix) || prefix.length > MAX_PREFIX))
    return `“${prefix}” before the “/” in “${word}” is no DNS name: use one such as example.com.`;
  return null;
}

function valueMistake(value: string, word: string): string | null {
  if (value === '') return null;
  if (!NAME.test(value))
    return `The value “${value}” in “${word}” is none that Kubernetes takes: use letters, digits, “-”, “_” and “.”, with a letter or digit at both ends.`;
  return value.length > MAX_NAME
    ? `The value “${value}” in “${word}” has ${value.length} characters: Kubernetes takes ${MAX_NAME} at most, so shorten it.`
    : null;
}
