import { afterEach, expect, test, vi } from 'vitest';
import { type Churn, startChurn } from '../churn';
import { type Lab, startLab } from './index';
import { readNsx, tagOf } from './nsx-reader';

// Generous, for machines busy with other things: each wait ends as soon as its condition holds.
const patience = { timeout: 90_000, interval: 200 };
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
let lab: Lab | undefined;
let churn: Churn | undefined;
afterEach(async () => {
  await churn?.stop();
  await lab?.close();
  lab = undefined;
  churn = undefined;
});

interface Pod {
  readonly kind: string;
  readonly metadata: { readonly uid: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly hostNetwork?: boolean };
  readonly status?: { readonly podIP?: string; readonly phase?: string };
}

/** Every Pod with its address and labels, once as Kubernetes has them and once as NSX. */
async function bothSides(of: Lab) {
  const { objects } = Object(await of.control('kubernetes', 'GET', '/_lab/dump'));
  const { ports } = Object(await of.control('nsx', 'GET', '/_lab/dump'));
  const pods = (objects as readonly Pod[]) // the dump's own shape
    .filter(({ kind, spec }) => kind === 'Pod' && spec.hostNetwork !== true)
    .map((pod) => [pod.metadata.uid, pod.status?.podIP, pod.metadata.labels?.secgroup ?? '']);
  const plugged = (await readNsx(of)).flatMap((object) => {
    const uid = tagOf(object, 'ncp/pod_uid');
    if (object.resource_type !== 'SegmentPort' || uid === undefined) return [];
    return [[uid, Object(ports)[object.path]?.ip_addresses[0], tagOf(object, 'secgroup') ?? '']];
  });
  return { kubernetes: pods.map(String).sort(), nsx: plugged.map(String).sort() };
}

test('a fleet changed many times a second is the same on both planes once the changes end', async () => {
  const of = await startLab({ world: 'fleet', parameters: { seed: 3, size: 'S' } });
  lab = of;
  const before = await bothSides(of);
  churn = await startChurn({ kubeconfig: await of.kubeconfig('admin'), perSecond: 25, seed: 3 });
  const total = () => Object.values(churn?.counts().done ?? {}).reduce((sum, count) => sum + count, 0);
  await expect.poll(total, patience).toBeGreaterThan(150);
  await churn.stop();
  const { done, failed } = churn.counts();
  expect(failed).toBe(0);
  expect(Object.keys(done)).toEqual(expect.arrayContaining(['replace-pod', 'label-pod', 'scale', 'service', 'policy']));
  await expect
    .poll(async () => {
      const { kubernetes, nsx } = await bothSides(of);
      return kubernetes.length > 900 && JSON.stringify(kubernetes) === JSON.stringify(nsx);
    }, patience)
    .toBe(true);
  expect((await bothSides(of)).nsx).not.toEqual(before.nsx);
});
