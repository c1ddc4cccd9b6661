import type { House } from './fixtures';

/** A Pod of world pandora's namespace development. */
export interface LabPod {
  readonly name: string;
  readonly address: string;
}

/** The Pods that a label picks, by name. */
export async function podsLabelled(house: House, selector: string): Promise<readonly LabPod[]> {
  const path = '{range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}';
  const lines = await house.kubectl('get', 'pods', '-n', 'development', '-l', selector, '-o', `jsonpath=${path}`);
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', address = ''] = line.split(' ');
      return { name, address };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What Portolan answers to whether one may ping the other. */
export async function verdict(house: House, from: LabPod, to: LabPod): Promise<string> {
  const ends = `from=pod:pandora/development/${from.name}&to=pod:pandora/development/${to.name}`;
  const response = await fetch(`${house.url}/api/v1/reachability?${ends}&protocol=icmp`);
  const { outcome } = (await response.json()) as { readonly outcome: string };
  return outcome;
}

/** Per cent of pings lost, as `kubectl exec … ping` says it. */
export async function pingLoss(house: House, from: LabPod, to: LabPod): Promise<number> {
  const command = ['exec', '-n', 'development', from.name, '--', 'ping', '-c', '2', '-i', '0.2', '-W', '1', to.address];
  const output = await house.kubectl(...command).catch((error: { readonly stdout?: string }) => error.stdout ?? '');
  return Number(/(\d+)% packet loss/.exec(output)?.[1] ?? Number.NaN);
}

/** What the lab's NSX, which evaluates its rules by itself, would do. */
export async function labVerdict(house: House, from: LabPod, to: LabPod): Promise<string> {
  const question = { from: from.address, to: to.address, protocol: 'icmp' };
  const answer = (await house.control('POST', '/programs/nsx/_lab/flows', question)) as { readonly outcome: string };
  return answer.outcome;
}

/** What Portolan says a label on Pods would change. */
export async function whatIfLabelled(house: House, pods: readonly LabPod[], labels: Readonly<Record<string, string>>) {
  const ids = await Promise.all(
    pods.map(async ({ name }) => {
      const response = await fetch(`${house.url}/api/v1/pods/pandora/development/${name}`);
      return ((await response.json()) as { readonly pod: { readonly id: string } }).pod.id;
    }),
  );
  const edit = encodeURIComponent(JSON.stringify({ type: 'labels', pods: ids, labels }));
  const response = await fetch(`${house.url}/api/v1/what-if?edit=${edit}`);
  return (await response.json()) as {
    readonly edits: readonly { readonly commands: readonly string[] }[];
    readonly groups: readonly {
      readonly group: { readonly name: string };
      readonly entered: { readonly count: number };
    }[];
    readonly verdicts: readonly {
      readonly from: Ends;
      readonly to: Ends;
      readonly before: { readonly outcome: string };
      readonly after: { readonly outcome: string };
    }[];
    readonly leftOut: readonly string[];
  };
}

interface Ends {
  readonly type: 'ports' | 'outside' | 'front';
  readonly name: string;
  readonly first: readonly { readonly name: string }[];
}
