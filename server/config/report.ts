import type { SettingsProblem } from './settings';

/** Every mistake as text for a terminal, one a line. */
export function writeProblems(file: string, problems: readonly SettingsProblem[]): string {
  const head = `${file} cannot be used: ${problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`}.`;
  return [head, ...problems.map(writeProblem)].join('\n');
}

function writeProblem({ where, line, message, remedy }: SettingsProblem): string {
  const place = line === null ? '' : ` (line ${line})`;
  const subject = where === '' ? '' : `${where}${place}: `;
  return `  - ${subject}${message}${where === '' && line !== null ? place : ''}. ${remedy}`;
}
