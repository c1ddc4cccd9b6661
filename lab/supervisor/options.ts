import { parseArgs } from 'node:util';
import { sizeNames, worldNames } from '../worlds';
import { type ProgramKind, programKinds, programNames } from './programs';

/** How the lab is to run. */
export interface RunOptions {
  readonly dataDir: string;
  readonly keep: boolean;
  readonly json: boolean;
  readonly world: string;
  readonly seed: number | undefined;
  readonly size: string | undefined;
  readonly only: readonly ProgramKind[];
  /** Changes per second; undefined for none. */
  readonly churn: number | undefined;
  readonly portBase: number | undefined;
  /** A Kubernetes API that is not the lab's. */
  readonly foreign: ForeignCluster | undefined;
}

/** A cluster the lab's NCP and NSX serve though its API server is not theirs. */
export interface ForeignCluster {
  readonly kubeconfig: string;
  readonly context: string | undefined;
  /** Value of `ncp/cluster`; undefined takes the kubeconfig's name of the cluster. */
  readonly cluster: string | undefined;
  readonly topology: 'two-tier' | 'single-tier';
  readonly podStatus: 'auto' | 'never';
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'tell'; readonly dataDir: string; readonly words: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly messages: readonly string[] };

/** Text of `--help`. */
export const usage = `Usage: npm run lab -- [options]                 start the lab
       npm run lab -- status                    how its programs are
       npm run lab -- stop|start|restart|kill PROGRAM
       npm run lab -- reset                     load the world again
       npm run lab -- world NAME [SEED] [SIZE]  load another world
       npm run lab -- faults PROGRAM [add JSON | heal [ID]]

PROGRAM is one of ${programNames.join(', ')}.

  --world NAME         world to load (${worldNames.join(', ')}); default pandora
  --seed N, --size S   for world fleet, which is generated: any number, and S, M, L or XL
  --churn N            change the clusters N times a second: Pods, labels, Services, policies, namespaces
  --data-dir DIR       state, certificates, kubeconfigs, settings; default .lab
  --keep               go on with the state of last time instead of a fresh world
  --only A,B           start only these kinds of programs: ${programKinds.join(', ')} (an operator counts as ncp)
  --port-base N        ports N (kubernetes), N+1 (nsx), N+2 (ncp), N+3 (control),
                       N+4 to N+7 (second cluster, operators); 0: any free
  --json               print one line of JSON on stdout when ready
  --kubeconfig FILE    serve this cluster instead of starting a Kubernetes API server
    --context C        its context; default the current one
    --cluster NAME     its name in NSX tags; default its name in the kubeconfig
    --topology T       two-tier (default) or single-tier
    --no-pod-status    never write Pod addresses into it
`;

const flags = {
  help: { type: 'boolean', short: 'h' },
  world: { type: 'string' },
  seed: { type: 'string' },
  size: { type: 'string' },
  churn: { type: 'string' },
  'data-dir': { type: 'string' },
  keep: { type: 'boolean' },
  only: { type: 'string' },
  'port-base': { type: 'string' },
  json: { type: 'boolean' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  cluster: { type: 'string' },
  topology: { type: 'string' },
  'no-pod-status': { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof flags; allowPositionals: true }>>['values'];

function isKind(name: string): name is ProgramKind {
  return programKinds.some((known) => known === name);
}

function wholeNumber(
  values: Values,
  flag: 'seed' | 'port-base' | 'churn',
  highest: number,
  wrong: string[],
): number | undefined {
  const given = values[flag];
  if (given === undefined) return undefined;
  const value = Number(given);
  if (/^\d+$/.test(given) && value <= highest) return value;
  wrong.push(`--${flag} is a whole number up to ${highest}, not "${given}"`);
  return undefined;
}

function programList(values: Values, wrong: string[]): readonly ProgramKind[] {
  if (values.only === undefined) return values.kubeconfig === undefined ? programKinds : ['nsx', 'ncp'];
  const names = values.only.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!isKind(name)) wrong.push(`--only knows ${programKinds.join(', ')}, not "${name}"`);
  }
  if (values.kubeconfig !== undefined && names.includes('kubernetes')) {
    wrong.push('--only kubernetes makes no sense with --kubeconfig: that cluster has its own API server');
  }
  return names.filter(isKind);
}

function foreignCluster(values: Values, wrong: string[]): ForeignCluster | undefined {
  const { kubeconfig, context, cluster, topology } = values;
  if (topology !== undefined && topology !== 'two-tier' && topology !== 'single-tier') {
    wrong.push(`--topology is two-tier or single-tier, not "${topology}"`);
  }
  if (cluster !== undefined && !/^[A-Za-z0-9][\w.-]{0,60}$/.test(cluster)) {
    wrong.push(`--cluster is up to 61 letters, digits, "-", "_" and ".", not "${cluster}"`);
  }
  if (kubeconfig === undefined) {
    for (const flag of ['context', 'cluster', 'topology', 'no-pod-status'] as const) {
      if (values[flag] !== undefined) wrong.push(`--${flag} needs --kubeconfig`);
    }
    return undefined;
  }
  if (values.world !== undefined) wrong.push('--world and --kubeconfig exclude each other');
  return {
    kubeconfig,
    context,
    cluster,
    topology: topology === 'single-tier' ? 'single-tier' : 'two-tier',
    podStatus: values['no-pod-status'] === true ? 'never' : 'auto',
  };
}

function runOptions(values: Values, wrong: string[]): RunOptions {
  const world = values.world ?? 'pandora';
  if (!worldNames.includes(world)) wrong.push(`--world knows ${worldNames.join(', ')}, not "${world}"`);
  if (values.size !== undefined && !sizeNames.includes(values.size))
    wrong.push(`--size knows ${sizeNames.join(', ')}, not "${values.size}"`);
  return {
    dataDir: values['data-dir'] ?? '.lab',
    keep: values.keep === true,
    json: values.json === true,
    world,
    seed: wholeNumber(values, 'seed', Number.MAX_SAFE_INTEGER, wrong),
    size: values.size,
    only: programList(values, wrong),
    churn: wholeNumber(values, 'churn', 1000, wrong),
    portBase: wholeNumber(values, 'port-base', 65_528, wrong),
    foreign: foreignCluster(values, wrong),
  };
}

/** Reads the command line; every mistake is listed. */
export function readCommand(args: readonly string[]): Command {
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Node adds advice about "--" that does not help here.
    return { kind: 'wrong', messages: [message.split('. To specify')[0] ?? message] };
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (positionals.length > 0) return { kind: 'tell', dataDir: values['data-dir'] ?? '.lab', words: positionals };
  const wrong: string[] = [];
  const options = runOptions(values, wrong);
  return wrong.length > 0 ? { kind: 'wrong', messages: wrong } : { kind: 'run', options };
}
