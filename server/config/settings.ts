import type { Secret } from './secret';

/** How a cluster is reached. */
export type ClusterAccess =
  | { readonly by: 'kubeconfig'; readonly path: string; readonly context: string }
  | { readonly by: 'in-cluster' };

export interface ClusterSettings {
  readonly name: string;
  readonly access: ClusterAccess;
  /** Name of an entry of `managers`. */
  readonly manager: string;
  /** Value of the `ncp/cluster` tags; null to find it out. */
  readonly tagValue: string | null;
  /** Only these namespaces are read; null means all. */
  readonly namespaces: readonly string[] | null;
}

/** What Portolan may ask of an NSX Manager: requests a second, and requests at once. */
export interface Budget {
  readonly perSecond: number;
  readonly concurrent: number;
}

/** How Portolan logs in to an NSX Manager. `session-or-basic` is the default: a session, or basic where there are none. */
export type ManagerLogin =
  | {
      readonly by: 'session-or-basic' | 'session' | 'basic' | 'remote';
      readonly username: string;
      readonly password: Secret;
    }
  | { readonly by: 'token'; readonly token: Secret }
  | { readonly by: 'certificate'; readonly certFile: string; readonly keyFile: string };

/** How the certificate of an NSX Manager is judged; thumbprints are lower-case hex by address, or under `*` for all. */
export type ManagerTls =
  | { readonly verify: 'ca-file'; readonly caFile: string }
  | { readonly verify: 'thumbprint'; readonly thumbprints: Readonly<Record<string, readonly string[]>> }
  | { readonly verify: 'system' | 'never' };

export interface ManagerSettings {
  readonly name: string;
  /** Base addresses without a trailing slash; one is used at a time. */
  readonly urls: readonly string[];
  readonly login: ManagerLogin;
  readonly tls: ManagerTls;
  readonly budget: Budget;
}

export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** The whole settings file, checked. Holds secrets only as {@link Secret}. */
export interface Settings {
  readonly listen: Listen;
  /** Names under which browsers may reach Portolan besides loopback and the listen address. */
  readonly hosts: readonly string[];
  readonly clusters: readonly ClusterSettings[];
  readonly managers: readonly ManagerSettings[];
}

/** One mistake in the settings. */
export interface SettingsProblem {
  /** Field path such as `clusters[0].manager`; empty for the file as a whole. */
  readonly where: string;
  readonly line: number | null;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const DEFAULT_LISTEN: Listen = { host: '127.0.0.1', port: 3000 };
export const DEFAULT_BUDGET: Budget = { perSecond: 20, concurrent: 4 };
