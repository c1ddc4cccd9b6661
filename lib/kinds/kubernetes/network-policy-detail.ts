import { z } from 'zod';

const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
    .nullish(),
});
const peersSchema = z
  .array(
    z.object({
      podSelector: selectorSchema.nullish(),
      namespaceSelector: selectorSchema.nullish(),
      ipBlock: z.object({ cidr: z.string(), except: z.array(z.string()).nullish() }).nullish(),
    }),
  )
  .nullish();
const ruleSchema = z.object({
  from: peersSchema,
  to: peersSchema,
  ports: z
    .array(
      z.object({
        protocol: z.string().nullish(),
        port: z.union([z.number(), z.string()]).nullish(),
        endPort: z.number().nullish(),
      }),
    )
    .nullish(),
});

export const networkPolicySchema = z.object({
  spec: z
    .object({
      podSelector: selectorSchema.nullish(),
      policyTypes: z.array(z.string()).nullish(),
      ingress: z.array(ruleSchema).nullish(),
      egress: z.array(ruleSchema).nullish(),
    })
    .optional(),
});

/** A label selector; one that asks for nothing selects everything. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

/** Whom a rule lets in or out: Pods by labels, namespaces by labels, both at once, or addresses. */
export interface PolicyPeer {
  readonly podSelector: LabelSelector | null;
  readonly namespaceSelector: LabelSelector | null;
  readonly ipBlock: { readonly cidr: string; readonly except: readonly string[] } | null;
}

export interface PolicyPort {
  readonly protocol: string;
  /** A number, the name of a container's port, or null for all of the protocol. */
  readonly port: number | string | null;
  readonly endPort: number | null;
}

/** Anyone where there are no peers, anything where there are no ports. */
export interface PolicyRule {
  readonly peers: readonly PolicyPeer[];
  readonly ports: readonly PolicyPort[];
}

export type PolicyType = 'Ingress' | 'Egress';

/** What a NetworkPolicy says. */
export interface NetworkPolicyDetail {
  readonly podSelector: LabelSelector;
  /** Stated ones, else Ingress, and Egress where there are rules for it. */
  readonly types: readonly PolicyType[];
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  /** False when a part could not be read: what it allows is not known then. */
  readonly whole: boolean;
}

const BOTH: readonly PolicyType[] = ['Ingress', 'Egress'];

type Fields = z.infer<typeof networkPolicySchema>;

/** The detail of checked fields. */
export function networkPolicyDetail({ spec }: Fields, whole: boolean): NetworkPolicyDetail {
  const [ingress, egress] = [spec?.ingress ?? [], spec?.egress ?? []];
  const stated = (spec?.policyTypes ?? []).filter((type) => type === 'Ingress' || type === 'Egress');
  const usual: readonly PolicyType[] = egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  return {
    podSelector: toSelector(spec?.podSelector ?? {}),
    // Of one that could not be read whole it is not known either what it is for.
    types: !whole ? BOTH : stated.length > 0 ? stated : usual,
    ingress: ingress.map(({ from, ports }) => toRule(from, ports)),
    egress: egress.map(({ to, ports }) => toRule(to, ports)),
    whole,
  };
}

function toSelector({ matchLabels, matchExpressions }: z.infer<typeof selectorSchema>): LabelSelector {
  return {
    matchLabels: matchLabels ?? {},
    matchExpressions: (matchExpressions ?? []).map(({ key, operator, values }) => ({
      key,
      operator,
      values: values ?? [],
    })),
  };
}

function toRule(peers: z.infer<typeof peersSchema>, ports: z.infer<typeof ruleSchema>['ports']): PolicyRule {
  return {
    peers: (peers ?? []).map(({ podSelector, namespaceSelector, ipBlock }) => ({
      podSelector: podSelector == null ? null : toSelector(podSelector),
      namespaceSelector: namespaceSelector == null ? null : toSelector(namespaceSelector),
      ipBlock: ipBlock == null ? null : { cidr: ipBlock.cidr, except: ipBlock.except ?? [] },
    })),
    ports: (ports ?? []).map(({ protocol, port, endPort }) => ({
      protocol: protocol ?? 'TCP',
      port: port ?? null,
      endPort: endPort ?? null,
    })),
  };
}
