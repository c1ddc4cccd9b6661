import { layoutView } from '@/lib/layout';
import type { LayoutAnswer, LayoutRequest } from './layout-engine';

/** Works out where things are, away from the thread that draws them. */
self.onmessage = ({ data: { number, job } }: MessageEvent<LayoutRequest>) => {
  self.postMessage({
    number,
    layout: layoutView(job.shape, job.previous ?? undefined, job.change),
  } satisfies LayoutAnswer);
};
