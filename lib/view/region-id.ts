/** Id of a region and of its box. */
export function regionId(cluster: string, namespace: string): string {
  return `region|${cluster}|${namespace}`;
}

const SYSTEM = /^(kube-|nsx-system$|vmware-system-)/;

/** Namespaces that run the cluster itself. */
export const isSystem = (namespace: string): boolean => SYSTEM.test(namespace);
