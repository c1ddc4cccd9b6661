import { stringify } from 'yaml';
import type { LabCa } from '../tls';
import type { Authenticator, LabUser } from './access/users';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

async function credentials(user: LabUser, ca: LabCa, authenticator: Authenticator): Promise<Record<string, string>> {
  if (user !== 'admin') return { token: authenticator.tokenOf(user) };
  const { certPem, keyPem } = await ca.issue({ commonName: 'admin', organizations: ['system:masters'], client: true });
  return { 'client-certificate-data': base64(certPem), 'client-key-data': base64(keyPem) };
}

/** A self-contained kubeconfig (YAML) of one lab user for the server at a URL. */
export async function kubeconfigOf(
  user: LabUser,
  url: string,
  ca: LabCa,
  authenticator: Authenticator,
): Promise<string> {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server: url, 'certificate-authority-data': base64(ca.certPem) } }],
    users: [{ name: user, user: await credentials(user, ca, authenticator) }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
    'current-context': 'lab',
  });
}
