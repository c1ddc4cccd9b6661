import { expect, test } from 'vitest';
import { readKubeconfig } from './kubeconfig';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const config = `
apiVersion: v1
kind: Config
current-context: one
contexts:
  - {name: one, context: {cluster: home, user: cert}}
  - {name: two, context: {cluster: home, user: token}}
  - {name: three, context: {cluster: home, user: tool}}
  - {name: broken, context: {cluster: gone, user: token}}
clusters:
  - {name: home, cluster: {server: "https://api.lab:6443/", certificate-authority-data: ${base64('CA')}}}
users:
  - {name: cert, user: {client-certificate-data: ${base64('CERT')}, client-key-data: ${base64('KEY')}}}
  - {name: token, user: {token: abc}}
  - name: tool
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: ${process.execPath}
        args: ["-e", "console.log(JSON.stringify({status:{token:process.env.WORD}}))"]
        env: [{name: WORD, value: spoken}]
`;

test('the current context gives server, authority and client certificate', async () => {
  const access = await readKubeconfig(config);
  expect(access).toMatchObject({ server: 'https://api.lab:6443', ca: 'CA', cert: 'CERT', key: 'KEY', insecure: false });
  expect(await access.authorization()).toBeUndefined();
});

test('a token and an exec plugin give an authorization', async () => {
  expect(await (await readKubeconfig(config, 'two')).authorization()).toBe('Bearer abc');
  expect(await (await readKubeconfig(config, 'three')).authorization()).toBe('Bearer spoken');
});

test('a missing context or cluster is named', async () => {
  await expect(readKubeconfig(config, 'nine')).rejects.toThrow('no context named "nine"');
  await expect(readKubeconfig(config, 'broken')).rejects.toThrow('no cluster named "gone"');
  await expect(readKubeconfig('{}')).rejects.toThrow('current-context');
});
