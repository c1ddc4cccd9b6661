// `tsx server/config/check.ts FILE`: checks a settings file. Mistakes go to stderr (exit code 1); otherwise one line of JSON
// on stdout says what a starter needs to know. Nothing is contacted, and no secret is printed.
import { readSettings, writeProblems } from './index';

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('Name the settings file to check.\n');
  process.exit(2);
}
const read = readSettings(file);
if (!read.ok) {
  process.stderr.write(`${writeProblems(file, read.problems)}\n`);
  process.exit(1);
}
const { listen, clusters, managers } = read.settings;
const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
const names = (entries: readonly { readonly name: string }[]): readonly string[] => entries.map((entry) => entry.name);
process.stdout.write(
  `${JSON.stringify({ listen: `${host}:${listen.port}`, clusters: names(clusters), managers: names(managers) })}\n`,
);
