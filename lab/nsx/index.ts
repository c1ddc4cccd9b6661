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
}

/** A running stand-in. */
export interface NsxProgram {
  readonly url: string;
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

/** Starts an NSX Manager stand-in on 127.0.0.1 over HTTPS. */
export async function startNsx(options: NsxOptions): Promise<NsxProgram> {
  const state = new ManagerState({ ...defaultTuning, ...options.tuning }, Date.now);
  const journal = options.dataDir === undefined ? undefined : openJournal(options.dataDir, state);
  const { certPem, keyPem } = await options.ca.issue({
    commonName: 'nsx-manager.lab',
    hosts: ['127.0.0.1', 'localhost'],
  });
  const door = openDoor(state);
  const { server, url } = await listen(
    { certPem, keyPem, clientCaPem: options.ca.certPem },
    options.port ?? 0,
    (request, response) => {
      serve(door, request, response).catch((error: unknown) => {
        console.error('nsx: request failed', error);
        response.destroy();
      });
    },
  );
  return {
    url,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      journal?.close();
    },
  };
}
