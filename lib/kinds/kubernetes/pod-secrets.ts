const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HOOKS = ['postStart', 'preStop'];

/** Paths within a Pod's spec at `spec` where people write secrets: values of variables, and headers of probes and hooks. */
export function podSecrets(spec: string): readonly string[] {
  return CONTAINERS.flatMap((list) => [
    `${spec}.${list}.*.env.*.value`,
    ...PROBES.map((probe) => `${spec}.${list}.*.${probe}.httpGet.httpHeaders.*.value`),
    ...HOOKS.map((hook) => `${spec}.${list}.*.lifecycle.${hook}.httpGet.httpHeaders.*.value`),
  ]);
}
