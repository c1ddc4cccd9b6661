import { isObject, type Json, numberOf, objectsOf, textOf } from '../reading';
import { Remembered } from '../remembered';

/** A port of a container that has a name. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

const shared = new Remembered<{ readonly namedPorts: readonly NamedPort[] }>(10_000);

/** Named ports of all containers, sidecars included; null where there are none. Pods of one workload share the object. */
export function namedPortsOf(spec: Json): { readonly namedPorts: readonly NamedPort[] } | null {
  let namedPorts: NamedPort[] | null = null;
  for (const container of [...objectsOf(spec.containers), ...objectsOf(spec.initContainers).filter(isSidecar)]) {
    if (!Array.isArray(container.ports)) continue;
    for (const entry of container.ports) {
      const name = isObject(entry) ? textOf(entry.name) : null;
      const port = isObject(entry) ? numberOf(entry.containerPort) : null;
      if (name === null || port === null) continue;
      namedPorts ??= [];
      namedPorts.push({ name, port, protocol: textOf(isObject(entry) ? entry.protocol : null) ?? 'TCP' });
    }
  }
  return namedPorts === null ? null : share(namedPorts);
}

/** An init container that keeps running beside the others. */
const isSidecar = ({ restartPolicy }: Json): boolean => restartPolicy === 'Always';

function share(namedPorts: readonly NamedPort[]): { readonly namedPorts: readonly NamedPort[] } {
  const key = namedPorts.map(({ name, port, protocol }) => `${name} ${port} ${protocol}`).join();
  return shared.of(key, () => ({ namedPorts }));
}
