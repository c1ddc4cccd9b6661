import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tell } from './supervisor/commands';
import { openSupervisorControl, type SupervisorControl } from './supervisor/control';
import { LabSupervisor } from './supervisor/lab';
import { readCommand, type RunOptions, usage } from './supervisor/options';
import { portAfter } from './supervisor/ports';

function printReady(options: RunOptions, facts: Readonly<Record<string, string | undefined>>): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ready: true, ...facts })}\n`);
    return;
  }
  const out = process.stdout;
  const lines = [
    ['Kubernetes API', facts.kubernetes],
    ['NSX Manager', facts.nsx],
    ['NCP', facts.ncp],
    ['lab control', facts.control],
    ['settings', facts.settings],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`  ${(name ?? '').padEnd(16)}${value}`]));
  out.write(`\nThe lab is ready.\n${lines.join('\n')}\n`);
  if (facts.kubeconfig !== undefined) out.write(`\n  export KUBECONFIG=${facts.kubeconfig}\n`);
  if (facts.settings !== undefined) out.write(`  npm start -- --settings ${facts.settings}\n`);
  out.write('\nCtrl-C stops it.\n');
}

async function run(options: RunOptions): Promise<number> {
  // With --json, stdout carries nothing but the one line.
  const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const lab = new LabSupervisor(options, say);
  let control: SupervisorControl | undefined;
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    // A launcher that started us with a channel takes us with it.
    process.on('disconnect', () => resolve());
  });
  const controlFile = join(lab.dataDir, 'control.json');
  try {
    say('starting the lab …');
    const ready = await Promise.race([lab.start(), asked]);
    if (ready !== undefined) {
      control = await openSupervisorControl(
        lab,
        options.portBase === undefined ? 18_440 : portAfter(options.portBase, 3),
      );
      await writeFile(controlFile, JSON.stringify({ control: control.url, pid: process.pid }), { mode: 0o600 });
      printReady(options, { ...ready, control: control.url });
      await asked;
      say('stopping the lab …');
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await control?.close();
    await lab.stop();
    if (control !== undefined) await rm(controlFile, { force: true });
  }
}

async function main(): Promise<number> {
  const command = readCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (command.kind === 'wrong') {
    process.stderr.write(`${command.messages.join('\n')}\nSee: npm run lab -- --help\n`);
    return 2;
  }
  if (command.kind === 'tell') return await tell(command.dataDir, command.words);
  return await run(command.options);
}

process.exit(await main());
