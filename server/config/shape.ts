import type { z } from 'zod';
import { nearest } from './nearest';
import { EXPECTED, KNOWN_KEYS } from './schema';
import type { SettingsProblem } from './settings';

type Path = readonly PropertyKey[];

/** `clusters[0].name` from `['clusters', 0, 'name']`. */
export function writePath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  );
}

const pattern = (path: Path): string => writePath(path).replace(/\[\d+\]/g, '[]');

/** Turns what zod found into problems in our words; `line` finds the line of a path. */
export function shapeProblems(error: z.ZodError, line: (path: Path) => number | null): SettingsProblem[] {
  return error.issues.flatMap((issue): SettingsProblem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(issue.path, key, line))
      : [shapeProblem(issue, line)],
  );
}

function unknownKey(path: Path, key: string, line: (path: Path) => number | null): SettingsProblem {
  const known = KNOWN_KEYS[pattern(path)] ?? [];
  const meant = nearest(key, known);
  return {
    where: writePath([...path, key]),
    line: line([...path, key]),
    message: 'is not a setting',
    remedy: meant === null ? `Known here are ${known.join(', ')}.` : `Did you mean ${meant}?`,
  };
}

function shapeProblem(issue: z.core.$ZodIssue, line: (path: Path) => number | null): SettingsProblem {
  const expected = EXPECTED[pattern(issue.path)] ?? 'a value of another type';
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return {
    where: writePath(issue.path),
    line: line(issue.path),
    message: missing ? 'is missing' : 'cannot be used as it is written',
    remedy: `Write ${expected}.`,
  };
}
