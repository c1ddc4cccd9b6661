import { curl, nc, wget } from './connect';
import { ping } from './ping';
import type { CommandStreams, ExitCode, PodNetwork, Program } from './process';

/** What every container of the lab has in its PATH. */
const programs: ReadonlyMap<string, Program> = new Map([
  ['ping', ping],
  ['wget', wget],
  ['curl', curl],
  ['nc', nc],
]);

const folders = /^(\/usr)?(\/local)?\/s?bin\//;
const NOT_FOUND = 127;

/** Runs a command line; what no container has answers as a container runtime does. */
export async function runCommand(
  command: readonly string[],
  network: PodNetwork,
  streams: CommandStreams,
): Promise<ExitCode> {
  const [name = '', ...args] = command;
  const program = programs.get(name.replace(folders, ''));
  if (program !== undefined) return await program(args, network, streams);
  const where = name.startsWith('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH';
  streams.error(
    `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": ${where}: unknown\n`,
  );
  return NOT_FOUND;
}
