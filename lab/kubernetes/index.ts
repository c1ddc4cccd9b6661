import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabCa } from '../tls';
import { Authorizer } from './access/rbac';
import { Authenticator, type LabUser } from './access/users';
import { Admission } from './admission/admission';
import { RequestCounters } from './control/counters';
import { Faults } from './control/faults';
import { WorldName } from './control/world-name';
import { startControllers } from './controllers';
import { DataPlaneClient } from './exec/data-plane';
import { serveApi } from './http/server';
import { kubeconfigOf } from './kubeconfig';
import { ResourceRegistry } from './registry/registry';
import { SchemaCatalogue } from './schema/catalogue';
import { bootstrap, followCustomDefinitions } from './store/bootstrap';
import { ObjectStore } from './store/lab-store';
import { Storage } from './store/storage';
import { defaultTuning, type KubernetesTuning } from './tuning';

export type { KubernetesTuning } from './tuning';
export type { LabUser } from './access/users';

/** How to start the API server; port 0 or none takes a free one, without dataDir state lives in memory only. */
export interface KubernetesOptions {
  ca: LabCa;
  port?: number;
  dataDir?: string;
  tuning?: Partial<KubernetesTuning>;
  /** Address of the lab's NSX, which carries the packets of Pods; without it nothing arrives anywhere. */
  dataPlane?: string;
}

/** A running lab cluster. */
export interface KubernetesProgram {
  /** https://127.0.0.1:PORT */
  readonly url: string;
  /** A self-contained kubeconfig (YAML) of a lab user. */
  kubeconfig(user: LabUser): Promise<string>;
  close(): Promise<void>;
}

/** What an API server answers before its role cache is filled. */
const startingUp = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'forbidden: not yet ready to handle request',
  reason: 'Forbidden',
  details: {},
  code: 403,
};

const users: readonly string[] = ['admin', 'viewer', 'limited', 'ncp'];

function isLabUser(user: string): user is LabUser {
  return users.includes(user);
}

/** A controller whose signal every open watch and every controller listens to: many listeners are no leak. */
function sharedController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

function watchGates(): { current: () => AbortSignal; drop: () => void } {
  let gate = sharedController();
  return {
    current: () => gate.signal,
    drop: () => {
      gate.abort();
      gate = sharedController();
    },
  };
}

/** Resolves when storage reaches a version, or after `limitMs`. */
async function waitForVersion(storage: Storage, version: number, limitMs: number, ended: AbortSignal): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (storage.currentVersion < version && Date.now() < deadline && !ended.aborted) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(50, limitMs)));
  }
}

/** Starts the lab's Kubernetes API server and its controllers. Rejects when the port is taken. */
export async function startKubernetes(options: KubernetesOptions): Promise<KubernetesProgram> {
  const tuning = { ...defaultTuning, ...options.tuning };
  const end = sharedController();
  const storage = new Storage({
    watchHistory: tuning.watchHistory,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  });
  const registry = new ResourceRegistry();
  const schemas = new SchemaCatalogue(registry);
  const store = new ObjectStore(storage, registry, new Admission(storage, schemas));
  const authenticator = new Authenticator(options.dataDir);
  const authorizer = new Authorizer(store);
  const faults = new Faults();
  const dataPlane =
    options.dataPlane === undefined ? undefined : new DataPlaneClient(options.dataPlane, options.ca.certPem);
  const watches = watchGates();
  const { certPem, keyPem } = await options.ca.issue({ commonName: 'kube-apiserver' });
  let url = '';
  const kubeconfig = (user: LabUser) => kubeconfigOf(user, url, options.ca, authenticator);

  let away: (ms: number) => Promise<void> = async () => undefined;
  const restart = async (refusedMs: number, forbiddenMs: number) => {
    watches.drop();
    storage.compact();
    // A server that has just started knows no roles yet and refuses everyone.
    const { id } = faults.add({ kind: 'status', status: 403, body: startingUp });
    await away(refusedMs);
    await sleep(forbiddenMs, undefined, { signal: end.signal }).catch(() => undefined);
    faults.heal(id);
  };

  followCustomDefinitions(store);
  const server = await serveApi(
    { certPem, keyPem, caPem: options.ca.certPem, port: options.port ?? 0 },
    (port) => {
      const address = { address: '127.0.0.1', port };
      bootstrap(store, address);
      return {
        api: {
          store,
          registry,
          schemas,
          authenticator,
          authorizer,
          faults,
          dataPlane,
          tuning,
          watches: watches.current,
          waitForVersion: (version) => waitForVersion(storage, version, tuning.futureVersionMs, end.signal),
        },
        control: {
          store,
          faults,
          counters: new RequestCounters(),
          server: address,
          startedAt: new Date().toISOString(),
          kubeconfig: async (user) => (isLabUser(user) ? await kubeconfig(user) : undefined),
          dropWatches: watches.drop,
          resetState: () => storage.compact(),
          restart: (refusedMs, forbiddenMs) => {
            void restart(refusedMs, forbiddenMs);
          },
          world: new WorldName(options.dataDir),
        },
      };
    },
    end.signal,
  );
  away = (ms) => server.away(ms);
  url = `https://127.0.0.1:${server.port}`;
  startControllers({ store, tuning, signal: end.signal, caPem: options.ca.certPem });
  return {
    url,
    kubeconfig,
    close: async () => {
      end.abort();
      watches.drop();
      await server.close();
      await dataPlane?.close();
      storage.close();
    },
  };
}
