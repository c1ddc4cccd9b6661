import type { Exchange } from '../http/exchange';
import { asArray, asString, at } from '../json/value';
import type { KubeObject, LabStore } from '../store/contract';
import { ApiStatusError, badRequest } from '../store/status-error';
import type { DataPlaneClient } from './data-plane';
import { NetworkOfPod } from './pod-network';
import { runCommand } from './programs';
import { overWebSocket, remoteCommandProtocols } from './remote-command';
import { chooseProtocol } from './websocket';

/** What running commands in Pods needs. */
export interface ExecScope {
  readonly store: LabStore;
  /** Absent where the lab runs without its NSX: nothing arrives anywhere. */
  readonly dataPlane: DataPlaneClient | undefined;
}

function checkContainer(pod: KubeObject, asked: string | null): void {
  const names = asArray(at(pod, 'spec', 'containers')).map((container) => asString(at(container, 'name')));
  const wanted = asked ?? (names.length === 1 ? names[0] : undefined);
  const { name } = pod.metadata;
  if (wanted === undefined)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  if (!names.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  const isRunning = asArray(at(pod, 'status', 'containerStatuses')).some(
    (status) => at(status, 'name') === wanted && at(status, 'state', 'running') !== undefined,
  );
  if (!isRunning) throw new ApiStatusError(404, 'NotFound', `container not found ("${wanted}")`);
}

/** `pods/exec`: the few programs the lab's containers have, their packets carried by the lab's NSX. */
export async function serveExec(exchange: Exchange, scope: ExecScope, pod: KubeObject): Promise<void> {
  const { request, query, upgrade, response } = exchange;
  const command = query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  checkContainer(pod, query.get('container'));
  const protocol = chooseProtocol(request, remoteCommandProtocols);
  if (upgrade === undefined || protocol === undefined) {
    const known = remoteCommandProtocols.join(', ');
    throw badRequest(`unable to upgrade: the lab runs commands over WebSocket only, with subprotocol ${known}`);
  }
  const isSet = (name: string) => ['true', '1'].includes(query.get(name) ?? '');
  response.statusCode = 101;
  const network = new NetworkOfPod(scope.store, pod, scope.dataPlane);
  await overWebSocket(request, upgrade, { protocol, tty: isSet('tty') }, (streams) =>
    runCommand(command, network, streams),
  );
}
