import type { NcpOptions } from '../ncp';

interface Common {
  readonly dataDir: string;
  readonly port: number;
}

/** What the supervisor tells a child process to run. */
export type ChildOrder =
  | (Common & { readonly program: 'kubernetes'; readonly options: { readonly tuning: { readonly cni: 'ncp' } } })
  | (Common & { readonly program: 'nsx'; readonly options: Readonly<Record<string, never>> })
  | (Common & { readonly program: 'ncp'; readonly options: Omit<NcpOptions, 'ca' | 'port' | 'log'> });

/** What a child process tells the supervisor. */
export type ChildReport =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'log'; readonly line: string };
