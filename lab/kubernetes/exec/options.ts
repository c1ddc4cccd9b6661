/** Options and operands of a command line, as getopt reads them. */
export interface Parsed {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** The first option that is none. */
  readonly unknown: string | undefined;
}

/** Reads single-letter options, bundled or not; `withValue` names those that take one. */
export function parseOptions(args: readonly string[], flags: string, withValue: string): Parsed {
  const found = { flags: new Set<string>(), values: new Map<string, string>(), operands: [] as string[] };
  const rest = [...args];
  let unknown: string | undefined;
  /** The letters after a dash; the first that takes a value takes what follows. */
  const bundle = (letters: string): void => {
    const [letter = '', ...others] = letters;
    if (letter === '') return;
    if (withValue.includes(letter)) found.values.set(letter, others.join('') || (rest.shift() ?? ''));
    else if (flags.includes(letter)) {
      found.flags.add(letter);
      bundle(others.join(''));
    } else unknown ??= letter;
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') found.operands.push(...rest.splice(0));
    else if (word.startsWith('-') && word !== '-') bundle(word.slice(1));
    else found.operands.push(word);
  }
  return { ...found, unknown };
}

/** An option's number; the fallback when it is absent, undefined when it is none or not above zero. */
export function numberOf(parsed: Parsed, letter: string, fallback: number): number | undefined {
  const text = parsed.values.get(letter);
  if (text === undefined) return fallback;
  const value = Number(text);
  return text !== '' && value > 0 ? value : undefined;
}
