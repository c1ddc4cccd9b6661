import { z } from 'zod';
import { DEFAULT_BUDGET } from './settings';

const text = z.string().trim().min(1);
/** Names stand in ids and addresses, so that they hold only what both take. */
const name = text.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'name');

export const clusterSchema = z.strictObject({
  name,
  kubeconfig: text.optional(),
  context: text.optional(),
  inCluster: z.boolean().optional(),
  manager: text,
  tagValue: text.optional(),
  namespaces: z.array(text).min(1).optional(),
});
export type RawCluster = z.infer<typeof clusterSchema>;

export const budgetSchema = z.strictObject({
  perSecond: z.number().min(1).max(100).default(DEFAULT_BUDGET.perSecond),
  concurrent: z.number().int().min(1).max(40).default(DEFAULT_BUDGET.concurrent),
});

const passwordFields = {
  username: text.optional(),
  passwordFile: text.optional(),
  passwordEnv: text.optional(),
};

export const authSchema = z.strictObject({
  kind: z.enum(['session', 'basic', 'remote', 'certificate', 'token']),
  ...passwordFields,
  certFile: text.optional(),
  keyFile: text.optional(),
  tokenFile: text.optional(),
  tokenEnv: text.optional(),
});
export type RawAuth = z.infer<typeof authSchema>;

export const managerSchema = z.strictObject({
  name,
  urls: z.array(text).min(1),
  ...passwordFields,
  auth: authSchema.optional(),
  caFile: text.optional(),
  thumbprints: z.union([z.array(text).min(1), z.record(text, text)]).optional(),
  insecure: z.boolean().optional(),
  budget: budgetSchema.optional(),
});
export type RawManager = z.infer<typeof managerSchema>;

/** The file as written: shape only. What fields mean together is checked in resolve.ts. */
export const settingsSchema = z.strictObject({
  listen: text.optional(),
  hosts: z.array(text).optional(),
  clusters: z.array(clusterSchema).min(1),
  managers: z.array(managerSchema).min(1),
});
export type RawSettings = z.infer<typeof settingsSchema>;

/** The keys that may stand at a path whose list indexes are written as `[]`. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(settingsSchema.shape),
  'clusters[]': Object.keys(clusterSchema.shape),
  'managers[]': Object.keys(managerSchema.shape),
  'managers[].auth': Object.keys(authSchema.shape),
  'managers[].budget': Object.keys(budgetSchema.shape),
};

/** What to write at a path, as the end of the sentence "Write ...". */
export const EXPECTED: Readonly<Record<string, string>> = {
  '': 'a mapping with clusters and managers',
  listen: 'host:port, for example 127.0.0.1:3000',
  hosts: 'a list of host names',
  'hosts[]': 'a host name',
  clusters: 'a list with at least one cluster',
  'clusters[]': 'a mapping with name, kubeconfig, context and manager',
  'clusters[].name': 'a name of letters, digits, dots, dashes and underscores',
  'clusters[].kubeconfig': 'the path of a kubeconfig file',
  'clusters[].context': 'the name of a context of the kubeconfig',
  'clusters[].inCluster': 'true or false',
  'clusters[].manager': 'the name of an entry of managers',
  'clusters[].tagValue': 'the value of the ncp/cluster tags of this cluster',
  'clusters[].namespaces': 'a list of at least one namespace, or leave it out to read all',
  'clusters[].namespaces[]': 'the name of a namespace',
  managers: 'a list with at least one NSX Manager',
  'managers[]': 'a mapping with name, urls, username and passwordFile',
  'managers[].name': 'a name of letters, digits, dots, dashes and underscores',
  'managers[].urls': 'a list of at least one address such as https://nsx.example.com',
  'managers[].urls[]': 'an address such as https://nsx.example.com',
  'managers[].username': 'the name of an NSX user; read access is enough',
  'managers[].passwordFile': 'the path of a file that holds the password alone',
  'managers[].passwordEnv': 'the name of an environment variable that holds the password',
  'managers[].auth': 'a mapping with kind, and what that kind of login needs',
  'managers[].auth.kind': 'one of session, basic, remote, certificate, token',
  'managers[].auth.username': 'the name of an NSX user; read access is enough',
  'managers[].auth.passwordFile': 'the path of a file that holds the password alone',
  'managers[].auth.passwordEnv': 'the name of an environment variable that holds the password',
  'managers[].auth.certFile': 'the path of a PEM file with the client certificate',
  'managers[].auth.keyFile': 'the path of a PEM file with the key of the client certificate',
  'managers[].auth.tokenFile': 'the path of a file that holds the token alone',
  'managers[].auth.tokenEnv': 'the name of an environment variable that holds the token',
  'managers[].thumbprints': 'a list of thumbprints, or a mapping from address to thumbprint',
  'managers[].caFile': 'the path of a PEM file with the certificate authority',
  'managers[].insecure': 'true or false',
  'managers[].budget': 'a mapping with perSecond and concurrent',
  'managers[].budget.perSecond': 'a number from 1 to 100',
  'managers[].budget.concurrent': 'a whole number from 1 to 40',
};
