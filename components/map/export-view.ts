import type { LiveView } from '@/components/live/live-view';
import { downloadBlob } from '@/components/ui/clipboard';
import type { ViewSpec } from '@/lib/view/view';
import { type Caption, type ChartSvg, chartSvg } from './chart-svg';
import type { Placement } from './elements';

export type ExportForm = 'svg' | 'png' | 'json';

/** What an export is made of: the view and what of it passes the filter. */
export interface Exported {
  readonly view: LiveView;
  readonly spec: ViewSpec;
  readonly placement: Placement;
  readonly shown: ReadonlySet<string>;
  readonly caption: Caption;
}

/** Sharp on paper; browsers refuse canvases beyond the limits. */
const PNG_SCALE = 2;
const MOST_SIDE = 16_000;
const MOST_AREA = 120_000_000;

/** Saves the view as a file; `name` without its ending. Rejects where the browser cannot draw it. */
export async function saveView(form: ExportForm, name: string, exported: Exported): Promise<void> {
  if (form === 'json') {
    return downloadBlob(`${name}.json`, new Blob([viewJson(exported)], { type: 'application/json' }));
  }
  const { view, placement, shown, caption } = exported;
  const chart = chartSvg(view, placement, shown, caption);
  if (form === 'svg') return downloadBlob(`${name}.svg`, new Blob([chart.svg], { type: 'image/svg+xml' }));
  downloadBlob(`${name}.png`, await pngOf(chart));
}

/** The view as data: what is drawn, what it hangs on and how that is known, and what is not drawn. */
export function viewJson({ view, spec, shown, caption }: Exported): string {
  const cards = [...view.cards.values()].filter(({ id }) => shown.has(id));
  const links = [...view.links.values()].filter(({ from, to }) => shown.has(from) && shown.has(to));
  const { title, address } = caption;
  const head = { title, address, at: new Date(view.at).toISOString(), seq: view.seq, view: spec };
  return `${JSON.stringify({ ...head, summary: view.summary, regions: [...view.regions.values()], cards, links }, null, 2)}\n`;
}

/** How far a chart can be enlarged before a browser refuses to draw it. */
export function pngScale({ width, height }: Pick<ChartSvg, 'width' | 'height'>): number {
  return Math.min(PNG_SCALE, MOST_SIDE / width, MOST_SIDE / height, Math.sqrt(MOST_AREA / (width * height)));
}

async function pngOf(chart: ChartSvg): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([chart.svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = pngScale(chart);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(chart.width * scale);
    canvas.height = Math.round(chart.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('the browser could not draw the chart');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
