import type { EdgeKind, GraphNode, ObjectRecord, SourceId } from '../model';
import type { Lane } from '../view/view';
import type { LiveReads } from './live';

/** What parsing a raw object gives: the record, or why the object cannot be used (then it becomes an issue, never a stop). */
export type ParseResult =
  | { readonly ok: true; readonly record: ObjectRecord }
  | {
      readonly ok: false;
      /** The key if it could be read, so that an object gone bad does not linger under its old face. */
      readonly key: string | null;
      readonly name: string | null;
      readonly problem: string;
    };

/** Who a raw object came from. */
export interface ParseContext {
  readonly source: SourceId;
  /** Name of the cluster or of the NSX Manager in the settings. */
  readonly sourceName: string;
}

/** How a kind is shown: values only, no React. */
export interface Presentation {
  /** `segment port`, `segment ports`: sentence case, no abbreviations. */
  readonly singular: string;
  readonly plural: string;
  /** What objects of the kind are called that lie in a VPC: `subnet`, `subnets`. */
  readonly inVpc?: { readonly singular: string; readonly plural: string };
  /** Name of a lucide icon. */
  readonly icon: string;
  /** Column on the map; null when the kind is only a detail. */
  readonly lane: Lane | null;
  /** What the card is called; the object's name without it. */
  readonly title?: (node: GraphNode) => string;
  /** The card's line of facts; needed where there is a lane. */
  readonly line?: (node: GraphNode) => string;
  /** A word that stands apart on the card; its line begins with it elsewhere. */
  readonly badge?: (node: GraphNode) => string | null;
  /** False for objects that are not drawn although their kind has a lane. */
  readonly onMap?: (node: GraphNode) => boolean;
  /** Facts in order of importance, with their labels. */
  readonly facts: readonly { readonly name: string; readonly label: string; readonly mono?: boolean }[];
}

interface KindBase {
  /** Portolan's name, kebab-case: `segment-port`. Unique. */
  readonly name: string;
  /** The source's own type name: `SegmentPort`. */
  readonly type: string;
  readonly presentation: Presentation;
  /** Parses a raw object once; loose about fields it does not know. Never throws. */
  readonly parse: (raw: unknown, context: ParseContext) => ParseResult;
  /** Paths of fields that may hold secrets, taken out of raw objects before they leave the server: `data.*`, `spec.x`. */
  readonly redact: readonly string[];
  /** What is hidden when this kind cannot be read: `segment ports, and with them which Pods are on NSX`. */
  readonly hides: string;
}

/** What NSX should hold for an object; while it is missing the object is pending, with `waiting` as the reason. */
export interface Counterpart {
  /** The NSX kind that realizes it. */
  readonly kind: string;
  /** False for objects that never get one (host network, finished). */
  readonly needed: (node: GraphNode) => boolean;
  /** Only expected where the object's Namespace is realized by an NSX object of this kind. */
  readonly namespaceOn: string;
  readonly waiting: string;
}

export interface KubernetesKind extends KindBase {
  readonly plane: 'kubernetes';
  readonly counterpart?: Counterpart;
  /** True for the kind whose objects are the regions of the map. */
  readonly isRegion?: boolean;
  readonly resource: {
    readonly group: string;
    /** Preferred first; the first that the server offers is used. */
    readonly versions: readonly string[];
    readonly plural: string;
    readonly namespaced: boolean;
    /** True for CRDs and newer APIs: absent is normal and not worth a remark. */
    readonly optional: boolean;
    /** Field selector to limit what is listed; rarely used (ConfigMap nsx-ncp-config). */
    readonly fieldSelector?: string;
  };
}

export interface NsxKind extends KindBase {
  readonly plane: 'nsx';
  /** Edges of which one Kubernetes object has at most one from this kind; a second one is a conflict. */
  readonly soleFor: readonly EdgeKind[];
  /** What the distributed firewall sees in it; null for most kinds. */
  readonly dfw: 'port' | 'segment' | 'group' | 'policy' | 'rule' | 'service' | 'exclude-list' | 'switch' | null;
  /** Questions that would cost too much for every object, asked about one while somebody looks at it. */
  readonly live: LiveReads;
  readonly read: {
    /** resource_type values to search for; answers are checked against them again. */
    readonly resourceTypes: readonly string[];
    /**
     * `cluster`: objects tagged for one of our clusters; `any`: everything of the type (admin-made objects included).
     * The collector always fetches both tag families.
     */
    readonly scope: 'cluster' | 'any';
    /**
     * Where search cannot (or is broken): list URLs relative to the root of `api`, with `{domains}`, `{tier1s}`, `{tier0s}`,
     * `{segments}`, `{pools}`, `{policies}`, or `{kind:<name>}` for any kind, at the start standing for the path of each known
     * object of that kind. An answer without `results` is one object.
     */
    readonly lists: readonly string[];
    /** Narrows what its lists give. */
    readonly listQuery?: Readonly<Record<string, string>>;
    /** True when search is known not to know the type. */
    readonly listOnly: boolean;
    /** Whose lists they are: `policy` is `/policy/api/v1` and the default, `manager` is `/api/v1`, whose objects have no policy path. */
    readonly api?: 'policy' | 'manager';
    /** The key of a raw object without a policy path; null when it cannot be told. Only for kinds whose objects have none. */
    readonly identify?: (raw: unknown) => string | null;
    /** True where each of the lists is one object, of which the list's URL is the policy path. */
    readonly alone?: boolean;
    /** True where an NSX Manager without the URL is normal (older release, feature not used) and not worth a remark. */
    readonly optional?: boolean;
  };
}

export type Kind = KubernetesKind | NsxKind;
