import type { KubernetesTuning } from '../tuning';
import type { Cluster } from './cluster';
import type { EventRecorder } from './events';
import type { PodIndex } from './object-index';
import type { WorkLoop } from './work-loop';

/** What every controller works with. */
export interface Context {
  readonly cluster: Cluster;
  readonly loop: WorkLoop;
  readonly events: EventRecorder;
  readonly pods: PodIndex;
  readonly tuning: KubernetesTuning;
}
