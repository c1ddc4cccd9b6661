import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { kindNamed } from '../lib/kinds';
import { nsxSource, type ObjectRecord } from '../lib/model';
import { rawPort, type FleetSize } from './fleet';
import type { Row } from './measure';

const PORTS = 100_000;
const PAGE = 1_000;
const size: FleetSize = { name: 'XL', namespaces: 2_000, pods: PORTS };

/** S2: 100,000 segment ports over loopback, fetched a page at a time, parsed and indexed by Pod UID. Floor: the same with JSON.parse and one Map. */
export async function portsOverHttp(): Promise<readonly Row[]> {
  const kind = kindNamed('segment-port');
  if (kind === undefined) throw new Error('there is no kind named segment-port');
  const pages = Array.from({ length: PORTS / PAGE }, (_, page) =>
    Buffer.from(
      JSON.stringify({
        result_count: PORTS,
        cursor: String((page + 1) * PAGE),
        results: Array.from({ length: PAGE }, (_, i) => rawPort(page * PAGE + i, size)),
      }),
    ),
  );
  const server = createServer((incoming, response) => {
    const page = Number(new URL(incoming.url ?? '/', 'http://bench').searchParams.get('cursor') ?? 0) / PAGE;
    response.setHeader('content-type', 'application/json').end(pages[page]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = { source: nsxSource('fleet'), sourceName: 'fleet' };
  const serving = await cpuOf(() => fetchPages(origin, () => undefined, false));
  const floor = await cpuOf(() => {
    const byPod = new Map<string, unknown>();
    return fetchPages(origin, (port) => byPod.set(podUidOf(port), port), true);
  });
  const ours = await cpuOf(() => {
    const byClaim = new Map<string, ObjectRecord>();
    return fetchPages(
      origin,
      (port) => {
        const parsed = kind.parse(port, context);
        if (!parsed.ok) throw new Error(`the synthetic port does not parse: ${parsed.problem}`);
        // As the topology joins: all claims are made, the strongest is looked up.
        const [strongest] = parsed.record.claims;
        if (strongest !== undefined) byClaim.set(strongest.key, parsed.record);
      },
      true,
    );
  });
  server.closeAllConnections();
  server.close();
  return [
    {
      gate: 'S2',
      work: `${PORTS} segment ports: fetch, parse, join`,
      ours: ours - serving,
      floor: floor - serving,
      limit: 2,
      unit: 'ms',
      note: `bare transfer (${serving.toFixed(0)} ms) taken off both`,
    },
  ];
}

interface BarePort {
  readonly tags: readonly { readonly scope: string; readonly tag: string }[];
}

const podUidOf = (port: BarePort): string => port.tags.find((tag) => tag.scope === 'ncp/pod_uid')?.tag ?? '';

async function fetchPages(origin: string, take: (port: BarePort) => void, parses: boolean): Promise<void> {
  for (let cursor = 0; cursor < PORTS; cursor += PAGE) {
    const { body } = await request(`${origin}/?cursor=${cursor}`);
    const bytes = Buffer.from(await body.arrayBuffer());
    if (!parses) continue;
    const page = JSON.parse(bytes.toString('utf8')) as { readonly results: readonly BarePort[] }; // our own bytes
    for (const port of page.results) take(port);
  }
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    const began = process.cpuUsage();
    await work();
    const spent = process.cpuUsage(began);
    best = Math.min(best, (spent.user + spent.system) / 1000);
  }
  return best;
}
