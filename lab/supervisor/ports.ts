import { once } from 'node:events';
import { createServer } from 'node:net';

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** The preferred port when nobody listens on it, else 0, which lets the system choose. */
export async function pickPort(preferred: number): Promise<number> {
  return (await isFree(preferred)) ? preferred : 0;
}

/** The port `steps` after the base; base 0 means any free port for everyone. */
export function portAfter(base: number, steps: number): number {
  return base === 0 ? 0 : base + steps;
}
