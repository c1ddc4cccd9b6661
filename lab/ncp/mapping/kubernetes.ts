/** Labels, annotations and selectors. */
export type StringMap = Readonly<Record<string, string>>;

/** Fields every projected Kubernetes object keeps. */
export interface KubeMeta {
  readonly uid: string;
  readonly name: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly createdAt: string;
  readonly deleting: boolean;
}

/** What NCP needs of a Namespace. */
export interface KubeNamespace extends KubeMeta {
  readonly kind: 'Namespace';
}

/** What NCP needs of a Node. */
export interface KubeNode extends KubeMeta {
  readonly kind: 'Node';
  readonly address: string | undefined;
  readonly providerId: string | undefined;
}

/** What NCP needs of a Pod. */
export interface KubePod extends KubeMeta {
  readonly kind: 'Pod';
  readonly nodeName: string | undefined;
  readonly hostNetwork: boolean;
  readonly finished: boolean;
  readonly address: string | undefined;
  /** TCP ports the kubelet probes, ascending, without repeats. */
  readonly probePorts: readonly number[];
  readonly namedPorts: Readonly<Record<string, number>>;
}

/** One port of a Service. */
export interface KubeServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** What NCP needs of a Service. */
export interface KubeService extends KubeMeta {
  readonly kind: 'Service';
  readonly type: string;
  readonly ports: readonly KubeServicePort[];
  readonly loadBalancerIp: string | undefined;
  readonly loadBalancerClass: string | undefined;
  readonly clientAffinity: boolean;
  readonly statusAddresses: readonly string[];
}

/** What NCP needs of an EndpointSlice. */
export interface KubeEndpointSlice extends KubeMeta {
  readonly kind: 'EndpointSlice';
  readonly service: string;
  readonly addresses: readonly { readonly address: string; readonly ready: boolean }[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

/** One host and path of an Ingress with its backend. */
export interface KubeIngressPath {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly service: string;
  /** Port number, or port name of the Service. */
  readonly port: number | string;
}

/** What NCP needs of an Ingress. */
export interface KubeIngress extends KubeMeta {
  readonly kind: 'Ingress';
  readonly className: string | undefined;
  readonly tlsHosts: readonly string[];
  readonly tls: boolean;
  readonly paths: readonly KubeIngressPath[];
  readonly statusAddresses: readonly string[];
}

/** A label selector: `matchLabels` and `matchExpressions`. */
export interface KubeSelector {
  readonly matchLabels: StringMap;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

/** One peer of a NetworkPolicy rule. */
export interface KubePeer {
  readonly podSelector: KubeSelector | undefined;
  readonly namespaceSelector: KubeSelector | undefined;
  readonly cidr: string | undefined;
  readonly except: readonly string[];
}

/** One port of a NetworkPolicy rule; without `port` every port of the protocol. */
export interface KubePolicyPort {
  readonly protocol: string;
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

/** One rule of a NetworkPolicy; no peers means everyone, no ports means all. */
export interface KubePolicyRule {
  readonly peers: readonly KubePeer[];
  readonly ports: readonly KubePolicyPort[];
}

/** What NCP needs of a NetworkPolicy. */
export interface KubeNetworkPolicy extends KubeMeta {
  readonly kind: 'NetworkPolicy';
  readonly podSelector: KubeSelector;
  readonly directions: readonly ('Ingress' | 'Egress')[];
  readonly ingress: readonly KubePolicyRule[];
  readonly egress: readonly KubePolicyRule[];
}

/** Any object NCP watches. */
export type KubeObject =
  | KubeNamespace
  | KubeNode
  | KubePod
  | KubeService
  | KubeEndpointSlice
  | KubeIngress
  | KubeNetworkPolicy;
