import path from 'node:path';
import { LineCounter, type Document, isNode, parseDocument } from 'yaml';
import { readTextFile } from './files';
import { resolveSettings } from './resolve';
import type { Report, Surroundings } from './resolving';
import { settingsSchema } from './schema';
import { shapeProblems, writePath } from './shape';
import type { Settings, SettingsProblem } from './settings';

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

type Path = readonly PropertyKey[];

/** Reads and checks a settings file; every mistake of it is found at once. Touches no network. */
export function readSettings(file: string, environment: Surroundings['environment'] = process.env): ReadSettings {
  const read = readTextFile(file);
  if (!read.ok) {
    const remedy = 'Name an existing settings file with --settings or PORTOLAN_SETTINGS.';
    return { ok: false, problems: [{ where: '', line: null, message: read.problem.message, remedy }] };
  }
  return parseSettings(read.text, { directory: path.dirname(path.resolve(file)), environment });
}

/** Like {@link readSettings}, for a text. */
export function parseSettings(text: string, around: Surroundings): ReadSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      where: '',
      line: lines.linePos(error.pos[0]).line,
      message: `is not YAML: ${error.message}`,
      remedy: 'Correct the line; indent with spaces, and quote texts that hold a colon.',
    }));
    return { ok: false, problems };
  }
  return checkDocument(document, (where) => lineOf(document, lines, where), around);
}

function checkDocument(document: Document, line: (path: Path) => number | null, around: Surroundings): ReadSettings {
  const shape = settingsSchema.safeParse(document.toJS() ?? {}, { reportInput: true });
  if (!shape.success) {
    return { ok: false, problems: [...shapeProblems(shape.error, line), ...partialProblems(document, line, around)] };
  }
  const problems: SettingsProblem[] = [];
  const settings = resolveSettings(shape.data, around, collect(problems, line));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

/** When the shape is wrong somewhere, the meaning of the entries that are well formed is checked all the same. */
function partialProblems(
  document: Document,
  line: (path: Path) => number | null,
  around: Surroundings,
): SettingsProblem[] {
  const raw: unknown = document.toJS();
  if (typeof raw !== 'object' || raw === null) return [];
  const problems: SettingsProblem[] = [];
  const mended = mend(raw);
  const shape = settingsSchema.safeParse(mended.value);
  if (shape.success) {
    const report: Report = (where, message, remedy) => {
      if (!mended.skip(where)) collect(problems, line)(where, message, remedy);
    };
    resolveSettings(shape.data, around, report);
  }
  return problems;
}

/** Takes unknown keys and badly shaped fields out, and says which paths are then no longer worth a remark. */
function mend(raw: object): { readonly value: unknown; readonly skip: (where: Path) => boolean } {
  const value: unknown = structuredClone(raw);
  const cut: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const shape = settingsSchema.safeParse(value);
    if (shape.success) break;
    for (const issue of shape.error.issues) {
      const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      for (const where of paths) {
        cut.push(writePath(where));
        replaceAt(value, where, issue.code === 'unrecognized_keys' ? undefined : standIn(where));
      }
    }
  }
  // What belongs beside a kind cannot be told while the kind is unknown.
  const kinds = cut.filter((where) => where.endsWith('.kind')).map((where) => where.slice(0, -'kind'.length));
  const skip = (where: string): boolean => cut.includes(where) || kinds.some((beside) => where.startsWith(beside));
  return { value, skip: (where) => skip(writePath(where)) };
}

/** A value of the right shape in place of a bad one, so that the rest can be checked. */
function standIn(where: Path): unknown {
  const last = where.at(-1);
  const required = ['name', 'manager', 'username', 'urls'];
  if (last === 'kind') return 'session';
  if (last === 'urls') return ['https://stand-in.invalid'];
  return required.includes(String(last)) ? 'stand-in' : undefined;
}

function replaceAt(root: unknown, where: Path, value: unknown): void {
  let at: unknown = root;
  for (const part of where.slice(0, -1)) at = isRecord(at) ? at[String(part)] : undefined;
  const last = where.at(-1);
  if (!isRecord(at) || last === undefined) return;
  if (value === undefined) delete at[String(last)];
  else at[String(last)] = value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function collect(problems: SettingsProblem[], line: (path: Path) => number | null): Report {
  return (where, message, remedy) => problems.push({ where: writePath(where), line: line(where), message, remedy });
}

function lineOf(document: Document, lines: LineCounter, where: Path): number | null {
  for (let length = where.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(where.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}
