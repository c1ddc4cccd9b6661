// Imported into the dashboard's process by NODE_OPTIONS: tells how much its heap holds once the garbage is gone.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';

const file = process.env.E2E_HEAP_PROBE;
if (file !== undefined && process.argv[2] === 'start') {
  const session = new Session();
  session.connect();
  const server = createServer(async (_request, response) => {
    await session.post('HeapProfiler.collectGarbage');
    response.end(String(process.memoryUsage().heapUsed / 1_000_000));
  });
  server.listen(0, '127.0.0.1', () => writeFileSync(file, String(server.address().port)));
  server.unref();
}
