import type { LabCa } from '../tls';
import { readKubeconfig } from './kubernetes/kubeconfig';
import type { NsxAccess } from './nsx/client';
import type { SiteSettings } from './nsx/discovery';
import { defaultTuning, NcpLoop, type NcpTuning } from './program';
import { type NcpProgram, runAgent } from './run';

export type { NsxAccess } from './nsx/client';
export type { SiteSettings } from './nsx/discovery';
export type { NcpTuning } from './program';
export type { NcpProgram } from './run';

/** What NCP needs to serve one cluster; the rest of the site is found in NSX by tags. */
export interface NcpOptions extends SiteSettings {
  /** Kubeconfig as YAML text. */
  readonly kubeconfig: string;
  readonly context?: string;
  /** Folder relative file names in the kubeconfig start from. */
  readonly kubeconfigBase?: string;
  readonly nsx: NsxAccess;
  /** `auto` writes a Pod's address into its status when nobody else has; `never` leaves statuses alone. */
  readonly podStatus?: 'auto' | 'never';
  readonly tuning?: Partial<NcpTuning>;
  /** Control port; 0 or nothing takes a free one. */
  readonly port?: number;
  readonly ca?: LabCa;
  readonly log?: (line: string) => void;
}

/** Starts NCP. It connects in its own time and retries for ever; only a kubeconfig it cannot read makes this throw. */
export async function startNcp(options: NcpOptions): Promise<NcpProgram> {
  const { kubeconfig, context, kubeconfigBase, nsx, podStatus, tuning, port, ca, log, ...site } = options;
  const loop = new NcpLoop({
    access: await readKubeconfig(kubeconfig, context, kubeconfigBase),
    nsx,
    site,
    podStatus: podStatus !== 'never',
    tuning: { ...defaultTuning, ...tuning },
    log: log ?? (() => {}),
  });
  return await runAgent({ program: 'ncp', cluster: site.cluster, loop, port, ca });
}
