import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa, openCa } from '@/lab/tls/ca';
import { type ReadSettings, readSettings, Secret, writeProblems } from './index';

let folder: string;
const GOOD = `
clusters:
  - { name: one, kubeconfig: kubeconfig, context: c1, manager: nsx }
managers:
  - { name: nsx, urls: [https://nsx.example.com], username: u, passwordFile: password, caFile: ca.pem }
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-settings-'));
  const kubeconfig = {
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:6443' } }],
    users: [{ name: 'u', user: { token: 'sentinel-token' } }],
    contexts: ['c1', 'pandora-viewer', 'tethys-viewer'].map((name) => ({ name, context: { cluster: 'c', user: 'u' } })),
  };
  const ca = (await createCa()).certPem;
  const files = {
    kubeconfig: JSON.stringify(kubeconfig),
    password: 'sentinel-password\n',
    'nsx-password': 'x',
    'ca.pem': ca,
    'nsx-ca.pem': ca,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, environment: Record<string, string> = {}): ReadSettings {
  const file = join(folder, 'portolan.yaml');
  writeFileSync(file, text);
  return readSettings(file, environment);
}

function problemsOf(text: string): string[] {
  const result = read(text);
  return result.ok
    ? []
    : result.problems.map(({ where, line, message, remedy }) => `${where}@${line}: ${message}. ${remedy}`);
}

describe('good settings', () => {
  it('are read, with defaults, and paths from where the file is', () => {
    const result = read(GOOD);
    expect(result).toMatchObject({
      ok: true,
      settings: {
        listen: { host: '127.0.0.1', port: 3000 },
        clusters: [
          {
            name: 'one',
            tagValue: null,
            manager: 'nsx',
            namespaces: null,
            access: { path: join(folder, 'kubeconfig') },
          },
        ],
        managers: [
          {
            name: 'nsx',
            tls: { verify: 'ca-file', caFile: join(folder, 'ca.pem') },
            budget: { perSecond: 20, concurrent: 4 },
          },
        ],
      },
    });
  });

  it('include the example, as it is shipped', () => {
    const result = read(readFileSync('deploy/portolan.example.yaml', 'utf8'));
    expect(result).toMatchObject({
      ok: true,
      settings: { clusters: [{ name: 'pandora' }, { tagValue: 'k8s-tethys' }] },
    });
  });

  it('read the password when asked, and show it to nobody', () => {
    const result = read(GOOD);
    if (!result.ok) throw new Error('not read');
    const login = result.settings.managers[0]?.login;
    const password = login !== undefined && 'password' in login ? login.password : undefined;
    expect(password?.reveal()).toBe('sentinel-password');
    writeFileSync(join(folder, 'password'), 'sentinel-rotated');
    expect(password?.reveal()).toBe('sentinel-rotated');
    const shown = [inspect(result, { depth: 9 }), JSON.stringify(result), String(password), `${password}`].join();
    expect(shown).not.toContain('sentinel');
    expect(shown).toContain('[secret]');
    writeFileSync(join(folder, 'password'), 'sentinel-password\n');
  });

  it('take the password from the environment', () => {
    process.env.PORTOLAN_TEST_PASSWORD = 'from-env';
    expect(new Secret({ from: 'environment', name: 'PORTOLAN_TEST_PASSWORD' }).reveal()).toBe('from-env');
    delete process.env.PORTOLAN_TEST_PASSWORD;
    expect(() => new Secret({ from: 'environment', name: 'PORTOLAN_TEST_PASSWORD' }).reveal()).toThrow(
      /PORTOLAN_TEST_PASSWORD is empty/,
    );
    expect(read(GOOD.replace('passwordFile: password', 'passwordEnv: NSX'), { NSX: 'x' }).ok).toBe(true);
  });
});

describe('logins and certificates of NSX', () => {
  const manager = (fields: string): ReadSettings =>
    read(GOOD.replace(/username: u, passwordFile: password, caFile: ca.pem/, fields));
  const first = (result: ReadSettings) => (result.ok ? result.settings.managers[0] : undefined);

  it('are a session, or basic where there are none, without a word about it', () => {
    expect(first(read(GOOD))?.login).toMatchObject({ by: 'session-or-basic', username: 'u' });
  });

  it.each(['session', 'basic', 'remote'] as const)('may be of kind %s', (kind) => {
    const auth = `auth: { kind: ${kind}, username: u@corp, passwordFile: password }`;
    expect(first(manager(auth))?.login).toMatchObject({ by: kind, username: 'u@corp' });
  });

  it('may be by token or client certificate, with files from where the settings are', async () => {
    const ca = await openCa(await createCa());
    const pair = await ca.issue({ commonName: 'portolan', client: true });
    writeFileSync(join(folder, 'pi.pem'), pair.certPem);
    writeFileSync(join(folder, 'pi.key'), pair.keyPem);
    writeFileSync(join(folder, 'token'), 'sentinel.jwt\n');
    const certificate = first(manager('auth: { kind: certificate, certFile: pi.pem, keyFile: pi.key }'))?.login;
    expect(certificate).toEqual({
      by: 'certificate',
      certFile: join(folder, 'pi.pem'),
      keyFile: join(folder, 'pi.key'),
    });
    const token = first(manager('auth: { kind: token, tokenFile: token }'))?.login;
    expect(token?.by === 'token' ? token.token.reveal() : null).toBe('sentinel.jwt');
    expect(inspect(token)).not.toContain('sentinel');
    writeFileSync(join(folder, 'other.key'), (await ca.issue({ commonName: 'x', client: true })).keyPem);
    const problems = manager('auth: { kind: certificate, certFile: pi.pem, keyFile: other.key }');
    expect(problems).toMatchObject({ ok: false, problems: [{ where: 'managers[0].auth.keyFile' }] });
  });

  it('take thumbprints with or without colons, for all addresses or each', () => {
    const [sha1, sha256] = ['AB'.repeat(20), 'Cd:'.repeat(31).concat('ef')];
    expect(first(manager(`username: u, passwordFile: password, thumbprints: ["${sha1}", "${sha256}"]`))?.tls).toEqual({
      verify: 'thumbprint',
      thumbprints: { '*': ['ab'.repeat(20), 'cd'.repeat(31).concat('ef')] },
    });
    const each = `username: u, passwordFile: password, thumbprints: { "https://nsx.example.com/": "${sha256}" }`;
    expect(first(manager(each))?.tls).toMatchObject({
      thumbprints: { 'https://nsx.example.com': ['cd'.repeat(31).concat('ef')] },
    });
  });

  it('tell what does not fit together', () => {
    const wheres = (fields: string): string[] => {
      const result = manager(fields);
      return result.ok ? [] : result.problems.map(({ where, message }) => `${where} ${message}`);
    };
    expect(wheres('auth: { kind: token, username: u }')).toEqual([
      'managers[0].auth.username does not belong to a login of kind token',
      'managers[0].auth.tokenFile is missing',
    ]);
    expect(wheres('username: u, auth: { kind: basic, username: u, passwordFile: none }')).toEqual([
      'managers[0].username stands beside auth',
      expect.stringMatching(/^managers\[0\].auth.passwordFile .*none does not exist/),
    ]);
    expect(wheres('auth: { kind: certificate }')).toEqual([
      'managers[0].auth.certFile is missing',
      'managers[0].auth.keyFile is missing',
    ]);
    expect(wheres('auth: { kind: kerberos }')).toEqual(['managers[0].auth.kind cannot be used as it is written']);
    expect(wheres('passwordFile: password')).toEqual(['managers[0].username is missing']);
    expect(wheres('username: u, passwordFile: password, insecure: true, thumbprints: [xyz]')).toEqual([
      'managers[0].thumbprints stands beside insecure',
      'managers[0].thumbprints[0] is not a thumbprint',
    ]);
    const other = `thumbprints: { "https://other": "${'0'.repeat(40)}" }`;
    expect(wheres(`username: u, passwordFile: password, ${other}`)).toEqual([
      'managers[0].thumbprints.https://other is none of urls',
      'managers[0].thumbprints holds no thumbprint for https://nsx.example.com',
    ]);
  });
});

describe('mistakes', () => {
  it('are told all at once, with line and remedy', () => {
    const problems = problemsOf(`listen: nowhere
clusters:
  - name: one
    kubeconfg: kubeconfig
    manager: nsxx
  - name: one
    kubeconfig: kubeconfig
    context: c2
    manager: nsx
  - name: three
    kubeconfig: missing
    manager: nsx
managers:
  - name: nsx
    urls: [http://nsx.example.com, nonsense]
    username: u
    passwordFile: password
    passwordEnv: NSX
    caFile: password
  - name: other
    urls: [https://u:p@nsx.example.com/path]
    username: ''
`);
    expect(problems).toEqual(
      expect.arrayContaining([
        'clusters[0].kubeconfg@4: is not a setting. Did you mean kubeconfig?',
        'managers[1].username@22: cannot be used as it is written. Write the name of an NSX user; read access is enough.',
        'clusters[1].name@6: "one" is already the name of clusters[0]. Give it another name.',
        'listen@1: "nowhere" is not host:port. Write for example 127.0.0.1:3000.',
        'clusters[0].manager@5: no entry of managers is called "nsxx". Did you mean nsx?',
        expect.stringMatching(/^clusters\[0\]\.kubeconfig@3: is missing/),
        expect.stringMatching(/^clusters\[1\]\.context@8: .*has no context "c2"\. Did you mean c1\?/),
        expect.stringMatching(/^clusters\[2\]\.kubeconfig@11: .*missing does not exist/),
        expect.stringMatching(/^managers\[0\]\.urls\[0\]@15: does not begin with https/),
        expect.stringMatching(/^managers\[0\]\.urls\[1\]@15: is not an address/),
        expect.stringMatching(/^managers\[0\]\.passwordEnv@18: stands beside passwordFile/),
        expect.stringMatching(/^managers\[0\]\.caFile@19: .*holds no certificate/),
        expect.stringMatching(/^managers\[1\]\.urls\[0\]@21: holds more than scheme, host and port/),
        expect.stringMatching(/^managers\[1\]\.passwordFile@\d+: is missing/),
      ]),
    );
    expect(problems.join()).not.toContain('stand-in');
    expect(problems.join()).not.toContain('sentinel');
  });

  it('in the YAML itself are told with their line', () => {
    expect(problemsOf('clusters:\n  - name: "one\n')[0]).toMatch(/^@[23]: is not YAML: /);
  });

  it.each([
    ['', 'clusters'],
    ['just a text', ''],
    ['clusters: []\nmanagers: []', 'managers'],
  ])('in a file such as %j are told, not thrown', (text, where) => {
    const result = read(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems.map((problem) => problem.where)).toContain(where);
  });

  it('include a file that is not there, two clusters of one tag, and a Pod that is none', () => {
    const missing = readSettings(join(folder, 'none.yaml'));
    expect(missing).toMatchObject({ ok: false, problems: [{ where: '' }] });
    if (!missing.ok)
      expect(writeProblems('none.yaml', missing.problems)).toMatch(
        /^none.yaml cannot be used: 1 mistake\.\n {2}- .*does not exist/,
      );
    const second = '\n  - { name: two, inCluster: true, tagValue: shared, manager: nsx }';
    const twins = GOOD.replace('manager: nsx }', `manager: nsx, tagValue: shared }${second}`);
    expect(problemsOf(twins)).toEqual([
      expect.stringMatching(/^clusters\[1\]\.tagValue@4: clusters\[0\] has the tag value "shared"/),
      expect.stringMatching(/^clusters\[1\]\.inCluster@4: is true, but this process does not run in a Pod/),
    ]);
  });

  it('do not include a tag value that is the name of another cluster, which need not be called so on NSX', () => {
    const other = '\n  - { name: two, inCluster: true, tagValue: one, manager: nsx }';
    const read = problemsOf(GOOD.replace('manager: nsx }', `manager: nsx }${other}`));
    expect(read.filter((problem) => problem.includes('tagValue'))).toEqual([]);
  });
});
