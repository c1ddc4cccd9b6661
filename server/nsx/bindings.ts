import type { Bindings, Bound } from '@/lib/dfw';
import type { GraphNode, NodeId } from '@/lib/model';
import type { Sources } from '../sources';

/** So many ports are asked about for one answer: each costs NSX a request. */
export const MOST_PORTS = 20;
/** Somebody waits: what is not told by then comes without it. */
const WAIT_MS = 2_000;

/**
 * Which addresses NSX has bound to ports, as far as it tells in time; only the first {@link MOST_PORTS} are asked about. What it
 * tells stands for `standsMs` for those who ask so.
 */
export async function readBindings(
  sources: Sources | null,
  ports: readonly GraphNode[],
  standsMs = 0,
): Promise<Bindings> {
  const deadline = after(WAIT_MS);
  const read = async (port: GraphNode): Promise<readonly [NodeId, Bound]> => [
    port.id,
    await Promise.race([boundTo(sources, port, standsMs), deadline.passed]),
  ];
  const asked = await Promise.all(ports.slice(0, MOST_PORTS).map(read));
  deadline.stop();
  const rest = ports.slice(MOST_PORTS).map(({ id }): readonly [NodeId, Bound] => [id, unread(TOO_MANY)]);
  return new Map([...asked, ...rest]);
}

const unread = (because: string): Bound => ({ state: 'unread', because });
const TOO_MANY = `only the first ${MOST_PORTS} ports of an answer are asked about`;

async function boundTo(sources: Sources | null, { source, key }: GraphNode, standsMs: number): Promise<Bound> {
  const manager = sources?.manager(source);
  if (manager === undefined) return unread('the NSX Manager is not in the settings');
  const { state } = manager.status();
  if (state !== 'live' && state !== 'partial') return unread(`NSX is ${state}`);
  const told = await manager.onDemand.boundAddresses(key, standsMs);
  return told.ok ? { state: 'read', addresses: told.value } : unread(told.failure.message);
}

function after(ms: number): { readonly passed: Promise<Bound>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Bound>((resolve) => {
    timer = setTimeout(() => resolve(unread('NSX did not answer in time')), ms);
  });
  return { passed, stop: () => clearTimeout(timer) };
}
