import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadOrCreateCa } from '../tls';
import type { ChildOrder, ChildReport } from './child-protocol';

/** Runs one of the lab's programs in its own process, on the supervisor's orders. */
interface Running {
  readonly url: string;
  close(): Promise<void>;
}

function report(message: ChildReport): void {
  process.send?.(message);
}

async function run(order: ChildOrder): Promise<Running> {
  const ca = await loadOrCreateCa(order.dataDir);
  const { port } = order;
  // Each process loads only the program it runs.
  if (order.program === 'nsx') {
    const { startNsx } = await import('../nsx');
    return await startNsx({ ca, port, dataDir: join(order.dataDir, 'nsx'), ...order.options });
  }
  if (order.program === 'agent') {
    const { startAgent } = await import('./agents');
    const log = (line: string) => report({ kind: 'log', line });
    const program = await startAgent(order.cluster, { ca, port, ...order.options, log });
    return { url: program.controlUrl, close: () => program.close() };
  }
  const { startKubernetes } = await import('../kubernetes');
  const program = await startKubernetes({
    ca,
    port,
    dataDir: join(order.dataDir, `kubernetes${order.suffix}`),
    ...order.options,
  });
  for (const [file, user] of [
    ['kubeconfig', 'admin'],
    ['kubeconfig-viewer', 'viewer'],
    ['kubeconfig-limited', 'limited'],
    ['kubeconfig-ncp', 'ncp'],
  ] as const) {
    await writeFile(join(order.dataDir, `${file}${order.suffix}`), await program.kubeconfig(user), { mode: 0o600 });
  }
  return program;
}

let running: Running | undefined;
let ending = false;

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  // Open watches must not keep a program that was told to go.
  setTimeout(() => process.exit(code), 3000).unref();
  await running?.close();
  process.exit(code);
}

process.on('disconnect', () => void end(0));
process.on('SIGTERM', () => void end(0));
// Ctrl-C reaches every process of the terminal; the supervisor decides when its children go.
process.on('SIGINT', () => {});
process.on('message', (message: ChildOrder | { readonly program: 'none' }) => {
  if (message.program === 'none') void end(0);
  else {
    run(message)
      .then((program) => {
        running = program;
        report({ kind: 'ready', url: program.url });
      })
      .catch((error: unknown) => {
        report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
        void end(1);
      });
  }
});
