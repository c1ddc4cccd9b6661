import { type LabCa, loadOrCreateCa } from '../tls';
import { type ControlledLoop, openControl } from './control';

/** A running agent: NCP, or what stands in its place. */
export interface NcpProgram {
  readonly controlUrl: string;
  close(): Promise<void>;
}

interface Agent {
  readonly program: 'ncp' | 'operator';
  readonly cluster: string;
  readonly loop: ControlledLoop & { start(): void; stop(): Promise<void> };
  /** Control port; 0 or nothing takes a free one. */
  readonly port?: number | undefined;
  readonly ca?: LabCa | undefined;
}

/** Starts an agent with its control port; the port answers before the agent works, and goes first. */
export async function runAgent({ program, cluster, loop, port, ca }: Agent): Promise<NcpProgram> {
  const control = await openControl({ loop, program, ca: ca ?? (await loadOrCreateCa()), port: port ?? 0, cluster });
  loop.start();
  return {
    controlUrl: control.url,
    close: async () => {
      await control.close();
      await loop.stop();
    },
  };
}
