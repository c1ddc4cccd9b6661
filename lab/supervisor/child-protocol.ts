import type { AgentAccess, AgentCluster } from './agents';

interface Common {
  readonly dataDir: string;
  readonly port: number;
}

/** What the supervisor tells a child process to run. */
export type ChildOrder =
  /** `suffix` is appended to the names of the kubeconfigs it writes and of its state's folder. */
  | (Common & {
      readonly program: 'kubernetes';
      readonly suffix: string;
      readonly options: { readonly tuning: { readonly cni: 'ncp' }; readonly dataPlane?: string };
    })
  | (Common & { readonly program: 'nsx'; readonly options: Readonly<Record<string, never>> })
  | (Common & {
      readonly program: 'agent';
      readonly cluster: AgentCluster;
      readonly options: Omit<AgentAccess, 'ca' | 'port' | 'log'>;
    });

/** What a child process tells the supervisor. */
export type ChildReport =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'log'; readonly line: string };
