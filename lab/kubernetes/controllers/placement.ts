import { conditionOf } from './conditions';
import { matchesRequirement } from './selector';
import type { Node, NodeSelectorTerm, PodSpec, Taint, Toleration } from './types';

/** Whether a toleration covers a taint. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (!toleration.key && toleration.operator !== 'Exists') return false;
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '');
}

/** The first taint that keeps a Pod with these tolerations off the node, if there is one. */
export function repellingTaint(node: Node, tolerations: readonly Toleration[] = []): Taint | undefined {
  return (node.spec?.taints ?? []).find(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

function fitsTerm(node: Node, term: NodeSelectorTerm): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  return (
    expressions.every((requirement) => matchesRequirement(requirement, labels[requirement.key])) &&
    fields.every(({ key, operator, values = [] }) => {
      if (key !== 'metadata.name') return false;
      return operator === 'NotIn' ? !values.includes(node.metadata.name) : values.includes(node.metadata.name);
    })
  );
}

/** Whether a node satisfies the Pod's node selector and required node affinity. */
export function fitsNodeSelection(node: Node, spec: PodSpec): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) if (labels[key] !== value) return false;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => fitsTerm(node, term));
}

/** Why a Pod may not run on a node, in the scheduler's words; undefined if it may. */
export function obstacle(node: Node, spec: PodSpec, podsThere: number): string | undefined {
  const isCordoned = node.spec?.unschedulable === true;
  const cordon: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (isCordoned && !(spec.tolerations ?? []).some((toleration) => tolerates(toleration, cordon))) {
    return 'node(s) were unschedulable';
  }
  const isReady = conditionOf(node.status?.conditions, 'Ready')?.status === 'True';
  const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
  if (!isReady && !(spec.tolerations ?? []).some((toleration) => tolerates(toleration, notReady))) {
    return 'node(s) had untolerated taint {node.kubernetes.io/not-ready: }';
  }
  const taint = repellingTaint(
    isCordoned
      ? { ...node, spec: { ...node.spec, taints: node.spec?.taints?.filter(({ key }) => key !== cordon.key) ?? [] } }
      : node,
    spec.tolerations,
  );
  if (taint) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  if (!fitsNodeSelection(node, spec)) return "node(s) didn't match Pod's node affinity/selector";
  if (podsThere >= Number(node.status?.allocatable?.pods ?? 110)) return 'Too many pods';
  return undefined;
}
