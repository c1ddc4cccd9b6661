import { randomUUID } from 'node:crypto';
import type { Server } from 'node:https';
import { buildApi } from './api';
import { RequestLimits } from './auth/limits';
import { SessionStore } from './auth/sessions';
import { RequestCounters } from './control/counters';
import { FaultBoard } from './control/faults';
import { type FrontDoor, serve } from './http/front-door';
import { listen } from './http/server';
import { asNumber, asText } from './json';
import { openJournal } from './journal';
import { ManagerState } from './state';
import { defaultTuning, type NsxTuning } from './tuning';

export type { NsxTuning } from './tuning';

/** The certificate authority that vouches for the server and for client certificates. */
export interface CertificateSource {
  readonly certPem: string;
  issue(options: {
    commonName: string;
    organizations?: readonly string[];
    hosts?: readonly string[];
    client?: boolean;
  }): Promise<{ certPem: string; keyPem: string }>;
}

/** How to start the NSX Manager stand-in. */
export interface NsxOptions {
  readonly ca: CertificateSource;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Where to keep state; absent keeps it in memory only. */
  readonly dataDir?: string;
  readonly tuning?: Partial<NsxTuning>;
  /** Manager nodes of the cluster, 1 by default. Sessions, limits and faults are each node's own; further ports follow `port`. */
  readonly nodes?: number;
}

/** A running stand-in. */
export interface NsxProgram {
  /** The first node. */
  readonly url: string;
  /** Every node, the first one included. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

function openDoor(state: ManagerState): FrontDoor {
  const faults = new FaultBoard();
  const { tuning } = state;
  const sessions = new SessionStore(() => tuning.sessionIdleMs);
  const limits = new RequestLimits(() => {
    const tightened = faults.standing('rate-limit').at(-1)?.fields ?? {};
    return {
      perSecond: asNumber(tightened.perSecond) ?? tuning.requestsPerSecond,
      concurrent: asNumber(tightened.concurrent) ?? tuning.concurrentRequests,
      concurrencyStatus: tuning.concurrencyStatus,
      retryAfterSeconds: tuning.retryAfterSeconds,
    };
  });
  const breakages = () =>
    faults
      .standing('search-broken')
      .map(({ fields }) => ({ code: Number(fields.code), resourceType: asText(fields.resourceType) }));
  return {
    state,
    faults,
    counters: new RequestCounters(),
    expireSessions: () => sessions.expireAll(),
    sessions,
    limits,
    dispatch: buildApi(state, breakages),
  };
}

async function openNode(
  state: ManagerState,
  options: NsxOptions,
  index: number,
): Promise<{ server: Server; url: string }> {
  const door = openDoor(state);
  const name = `nsx-manager-${index + 1}.lab`;
  const id = index === 0 ? state.nodeId : randomUUID();
  state.nodes.push({ id, name, isDown: () => door.faults.standing('down').length > 0 });
  const { certPem, keyPem } = await options.ca.issue({ commonName: name, hosts: ['127.0.0.1', 'localhost'] });
  const port = options.port === undefined || options.port === 0 ? 0 : options.port + index;
  return listen({ certPem, keyPem, clientCaPem: options.ca.certPem }, port, (request, response) => {
    serve(door, request, response).catch((error: unknown) => {
      console.error('nsx: request failed', error);
      response.destroy();
    });
  });
}

/** Starts an NSX Manager stand-in on 127.0.0.1 over HTTPS: one node, or a cluster of nodes that share their state. */
export async function startNsx(options: NsxOptions): Promise<NsxProgram> {
  const state = new ManagerState({ ...defaultTuning, ...options.tuning }, Date.now);
  const journal = options.dataDir === undefined ? undefined : openJournal(options.dataDir, state);
  const opened: { server: Server; url: string }[] = [];
  for (let index = 0; index < (options.nodes ?? 1); index += 1) opened.push(await openNode(state, options, index));
  return {
    url: opened[0]?.url ?? '',
    urls: opened.map(({ url }) => url),
    close: async () => {
      await Promise.all(
        opened.map(({ server }) => {
          const closed = new Promise<void>((resolve) => server.close(() => resolve()));
          server.closeAllConnections();
          return closed;
        }),
      );
      journal?.close();
    },
  };
}
