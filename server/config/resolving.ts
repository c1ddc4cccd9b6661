import type { FileProblem } from './files';

/** Notes a mistake at a path. */
export type Report = (where: readonly PropertyKey[], message: string, remedy: string) => void;

/** Where relative paths start, and the environment that `passwordEnv` names come from. */
export interface Surroundings {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The path of a field of one entry. */
export type FieldAt = (field: string) => readonly PropertyKey[];

/** Notes what is wrong with a file, if anything is. */
export function note(problem: FileProblem | null | undefined, where: readonly PropertyKey[], report: Report): void {
  if (problem) report(where, problem.message, problem.remedy);
}
