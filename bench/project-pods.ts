import { kindNamed } from '../lib/kinds';
import { kubernetesSource } from '../lib/model';
import { rawPod, SIZES } from './fleet';
import { onCore, type Row } from './measure';

const PAGE = 500;

/** S1: bytes of Pod lists to the projected model, 50,000 Pods in pages. Floor: parse the bytes and pick ten fields of each. */
export function projectPods(): readonly Row[] {
  const pod = kindNamed('pod');
  if (pod === undefined) throw new Error('there is no kind named pod');
  const size = SIZES.XL;
  const pages: Buffer[] = [];
  for (let start = 0; start < size.pods; start += PAGE) {
    const items = Array.from({ length: PAGE }, (_, i) => rawPod(start + i, size));
    pages.push(
      Buffer.from(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items })),
    );
  }
  const context = { source: kubernetesSource('fleet'), sourceName: 'fleet' };
  const floor = onCore(() => pages.flatMap((page) => itemsOf(page).map(bareProjection)));
  const ours = onCore(() =>
    pages.flatMap((page) =>
      itemsOf(page).map((raw) => {
        const parsed = pod.parse(raw, context);
        if (!parsed.ok) throw new Error(`the synthetic Pod does not parse: ${parsed.problem}`);
        return parsed.record;
      }),
    ),
  );
  const megabytes = pages.reduce((sum, page) => sum + page.length, 0) / 1e6;
  return [
    {
      gate: 'S1',
      work: `${size.pods} Pods, bytes → model`,
      ours: ours.ms,
      floor: floor.ms,
      limit: 2,
      unit: 'ms',
      note: `${megabytes.toFixed(0)} MB`,
    },
  ];
}

interface BarePod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels: object;
    readonly creationTimestamp: string;
    readonly ownerReferences: readonly { readonly uid: string }[];
  };
  readonly spec: { readonly nodeName: string };
  readonly status: { readonly phase: string; readonly podIP: string; readonly hostIP: string };
}

function itemsOf(page: Buffer): readonly BarePod[] {
  const list = JSON.parse(page.toString('utf8')) as { readonly items: readonly BarePod[] }; // our own bytes
  return list.items;
}

const bareProjection = ({ metadata, spec, status }: BarePod) => ({
  name: metadata.name,
  namespace: metadata.namespace,
  uid: metadata.uid,
  labels: metadata.labels,
  created: metadata.creationTimestamp,
  owner: metadata.ownerReferences[0]?.uid,
  node: spec.nodeName,
  phase: status.phase,
  ip: status.podIP,
  host: status.hostIP,
});
