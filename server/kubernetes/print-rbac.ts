// `npm run print-rbac`: prints what to apply to a cluster so that Portolan may read it. Nothing is contacted.
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { kubernetesKinds } from '@/lib/kinds';
import { rbacManifests } from './rbac';

const USAGE = `Usage: npm run -s print-rbac -- [options] | kubectl apply -f -

  --namespace NAME    namespace of the service account (default: portolan)
  --name NAME         name of the service account and of the role (default: portolan)
  --namespaces A,B    grant these namespaces only, by a Role in each, instead of the whole cluster
  --help              show this
`;

/** Names that may stand in metadata.name of what is printed. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function main(): number {
  try {
    const text = { type: 'string' } as const;
    const options = { namespace: text, name: text, namespaces: text, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ options });
    if (values.help === true) {
      process.stdout.write(USAGE);
      return 0;
    }
    const { name = 'portolan', namespace = 'portolan' } = values;
    const namespaces = values.namespaces?.split(',').map((each) => each.trim()) ?? null;
    for (const each of [name, namespace, ...(namespaces ?? [])]) {
      if (!NAME.test(each)) throw new Error(`"${each}" is not a name that Kubernetes takes.`);
    }
    const manifests = rbacManifests(kubernetesKinds(), { name, namespace, namespaces });
    process.stdout.write(
      manifests.map((manifest) => stringify(manifest, { aliasDuplicateObjects: false })).join('---\n'),
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
}

process.exitCode = main();
