import { createHash } from 'node:crypto';
import { type Tag, tagSchemaVersion } from '../../ncp/mapping/objects';
import { tag } from '../../ncp/mapping/tags';

/** How nsx-operator lays a cluster out: one VPC per namespace in a project. */
export interface VpcSite {
  readonly cluster: string;
  /** Path of the project. */
  readonly projectPath: string;
  /** Blocks private and public subnets are cut from. */
  readonly privateBlockPath: string;
  readonly externalBlockPath: string;
  /** Addresses of one subnet, a power of two. */
  readonly subnetSize: number;
}

/** Anything with a name and a UID. */
export interface Named {
  readonly name: string;
  readonly uid: string;
}

/** First five characters of the SHA-1 of a UID in base 36: the suffix of most ids. */
export function hash5(uid: string): string {
  return BigInt(`0x${createHash('sha1').update(uid).digest('hex')}`)
    .toString(36)
    .slice(0, 5);
}

/** Eight hex digits that depend on the text alone. */
export function hex8(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 8);
}

/** Path of a namespace's VPC. */
export function vpcPath(site: VpcSite, namespace: Named): string {
  return `${site.projectPath}/vpcs/${namespace.name}_${hash5(namespace.uid)}`;
}

/** Tags of everything the operator makes for the cluster. */
export function operatorTags(site: VpcSite): Tag[] {
  return [tag('nsx-op/cluster', site.cluster), tag('nsx-op/version', '1.0.0')];
}

/** Tags of everything the operator makes for a namespace. */
export function namespaceTags(site: VpcSite, namespace: Named): Tag[] {
  return [...operatorTags(site), tag('nsx-op/namespace', namespace.name), tag('nsx-op/namespace_uid', namespace.uid)];
}

/** Tags of what NCP, which still makes the load balancers, puts on its own. */
export function balancerTags(site: VpcSite, namespace: Named): Tag[] {
  return [
    tag('ncp/version', tagSchemaVersion),
    tag('ncp/cluster', site.cluster),
    tag('ncp/project', namespace.name),
    tag('ncp/project_uid', namespace.uid),
  ];
}
