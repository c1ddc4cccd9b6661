import type { GraphNode, GraphQueries } from '../model';
import type { WhatIfResponse } from '../wire';
import { type Edit, labelledPods } from './edits';
import { type Maker, madeBy } from './made-by';

/**
 * An edit in words, with what would do it: a command of kubectl, or a call of the NSX API with the fields that change. It is for people
 * to copy; Portolan only reads.
 */
export function describeEdit(graph: GraphQueries, edit: Edit): WhatIfResponse['edits'][number] {
  const nameOf = (id: Parameters<GraphQueries['node']>[0]): string => graph.node(id)?.name ?? id;
  switch (edit.type) {
    case 'labels': {
      const set = Object.entries(edit.labels).map(([key, value]) =>
        value === null ? `without ${key}` : `${key}=${value}`,
      );
      const pods = labelledPods(graph, edit.pods);
      return { words: `${podWords(pods)} labelled ${set.join(', ')}`, commands: labelCommands(pods, edit.labels) };
    }
    case 'group':
      return {
        words: `Group ${nameOf(edit.group)} with other criteria`,
        commands: nsxCall(graph.node(edit.group), { expression: edit.expression }),
      };
    case 'rule':
      return {
        words: `Rule ${nameOf(edit.rule)} ${edit.disabled ? 'disabled' : 'enabled'}`,
        commands: nsxCall(graph.node(edit.rule), { disabled: edit.disabled }),
      };
    case 'add-rule':
      return {
        words: `A new rule in policy ${nameOf(edit.policy)}`,
        commands: nsxCall(graph.node(edit.policy), edit.rule, '/rules/RULE-ID'),
      };
    case 'delete-namespace': {
      const { name, cluster } = graph.node(edit.namespace) ?? { name: edit.namespace, cluster: null };
      return {
        words: `Namespace ${name} deleted`,
        commands: [inCluster(`kubectl delete namespace ${quoted(name)}`, cluster)],
      };
    }
  }
}

/** PATCH leaves all other fields as they are. Whoever made the object may write it anew: the call says who that is. */
function nsxCall(node: GraphNode | undefined, body: Readonly<Record<string, unknown>>, below = ''): string[] {
  if (node === undefined) return [];
  const maker = MAKERS[madeBy(node)];
  const call = `PATCH /policy/api/v1${encodeURI(node.key)}${below} ${JSON.stringify(body)}`;
  return [maker === null ? call : `${call} # made by ${maker}, which may write it anew`];
}

const MAKERS: Readonly<Record<Maker, string | null>> = {
  admin: null,
  ncp: 'NCP',
  'nsx-operator': 'nsx-operator',
  nsx: 'NSX itself',
};

/** Which context of the kubeconfig means the cluster only its reader knows: the command says which cluster is meant. */
const inCluster = (command: string, cluster: string | null): string =>
  cluster === null ? command : `${command} # cluster ${cluster}`;

function podWords(pods: readonly GraphNode[]): string {
  const names = pods.slice(0, 3).map(({ name }) => name);
  return pods.length > 3 ? `${names.join(', ')} and ${pods.length - 3} more Pods` : names.join(', ');
}

/** One command for the Pods of each namespace of a cluster. A label that is there already is only replaced when told to. */
function labelCommands(pods: readonly GraphNode[], labels: Readonly<Record<string, string | null>>): string[] {
  const words = Object.entries(labels).map(([key, value]) =>
    value === null ? quoted(`${key}-`) : quoted(`${key}=${value}`),
  );
  const places = new Map<string, GraphNode[]>();
  for (const pod of pods) {
    const place = `${pod.cluster}\n${pod.namespace}`;
    const known = places.get(place);
    if (known === undefined) places.set(place, [pod]);
    else known.push(pod);
  }
  return [...places.values()].map((some) => {
    const names = some.map(({ name }) => quoted(name));
    const { namespace = null, cluster = null } = some[0] ?? {};
    return inCluster(
      ['kubectl label pods --overwrite -n', quoted(namespace ?? ''), ...names, ...words].join(' '),
      cluster,
    );
  });
}

/** For a POSIX shell. */
const quoted = (text: string): string => (/^[\w./=:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
