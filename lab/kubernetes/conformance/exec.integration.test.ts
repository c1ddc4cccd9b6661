import { Agent, WebSocket } from 'undici';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadOrCreateCa } from '../../tls';
import { startKubernetes, type KubernetesProgram } from '../index';
import { asArray, asString, at } from '../json/value';
import { instantly } from './cluster-under-test';

const channels = ['stdin', 'stdout', 'stderr', 'error'] as const;

/** A command running in the Pod, its streams as they came. */
interface Session {
  readonly protocol: string;
  readonly streams: Record<(typeof channels)[number], string>;
  send(bytes: readonly number[]): void;
  /** Resolves with the streams when the server has closed. */
  readonly ended: Promise<Session['streams']>;
}

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe('commands in Pods', () => {
  let program: KubernetesProgram;
  let agent: Agent;
  const pod = '/api/v1/namespaces/default/pods';
  const exec = (words: readonly string[], more = '') =>
    `${pod}/one/exec?stdout=true&stderr=true${more}${words.map((word) => `&command=${encodeURIComponent(word)}`).join('')}`;

  const call = async (method: string, path: string, body?: unknown) =>
    await fetchFrom(agent, `${program.url}${path}`, method, body);

  async function open(path: string, protocols: string[]): Promise<Session> {
    const socket = new WebSocket(`${program.url.replace('https', 'wss')}${path}`, {
      protocols,
      dispatcher: agent,
    });
    socket.binaryType = 'arraybuffer';
    const streams = { stdin: '', stdout: '', stderr: '', error: '' };
    socket.addEventListener('message', ({ data }) => {
      const bytes = Buffer.from(data as ArrayBuffer); // binaryType says so
      const name = channels[bytes[0] ?? 0];
      if (name !== undefined) streams[name] += bytes.subarray(1).toString();
    });
    const ended = new Promise<typeof streams>((resolve) => socket.addEventListener('close', () => resolve(streams)));
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('refused')));
    });
    return { protocol: socket.protocol, streams, send: (bytes) => socket.send(Uint8Array.from(bytes)), ended };
  }

  beforeAll(async () => {
    const ca = await loadOrCreateCa();
    program = await startKubernetes({ ca, tuning: instantly });
    const users = asArray(at(parse(await program.kubeconfig('admin')), 'users'));
    const part = (name: string) => Buffer.from(asString(at(users[0], 'user', name)), 'base64').toString();
    const connect = { ca: ca.certPem, cert: part('client-certificate-data'), key: part('client-key-data') };
    agent = new Agent({ connect });
    const container = { name: 'main', image: 'main', ports: [{ containerPort: 80 }] };
    const body = { metadata: { name: 'one' }, spec: { containers: [container] } };
    await call('POST', '/api/v1/nodes', { metadata: { name: 'node' } });
    expect((await call('POST', pod, body)).status).toBe(201);
    const runs = async () => expect((await call('GET', `${pod}/one`)).text).toContain('"running":{');
    await vi.waitFor(runs, { timeout: 30_000 });
  });
  afterAll(async () => {
    await agent.destroy();
    await program.close();
  });

  it.each([
    [['v5.channel.k8s.io', 'v4.channel.k8s.io'], 'v5.channel.k8s.io'],
    [['channel.k8s.io', 'v4.channel.k8s.io'], 'v4.channel.k8s.io'],
  ])('speak the newest protocol of %j', async (offered, spoken) => {
    const session = await open(exec(['ping', '-c', '2', '-i', '0.01', 'localhost']), offered);
    expect(session.protocol).toBe(spoken);
    const { stdout, error } = await session.ended;
    expect(stdout).toContain('2 packets transmitted, 2 packets received, 0% packet loss\n');
    expect(JSON.parse(error)).toEqual({ metadata: {}, status: 'Success' });
  });

  it('tell their exit code', async () => {
    const { error, stderr } = await (await open(exec(['nc', '-v', 'localhost', '81']), ['v5.channel.k8s.io'])).ended;
    expect(stderr).toContain('Connection refused');
    expect(JSON.parse(error)).toMatchObject({
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '1' }] },
    });
  });

  it('end at Ctrl-C on a terminal, whose lines end as terminals want it', async () => {
    const session = await open(exec(['ping', '-i', '0.01', 'localhost'], '&stdin=true&tty=true'), [
      'v5.channel.k8s.io',
    ]);
    await expect.poll(() => session.streams.stdout, { timeout: 30_000 }).toContain('icmp_seq=1');
    session.send([0, 3]);
    const { stdout, error } = await session.ended;
    expect(stdout).toMatch(/ ping statistics ---\r\n\d+ packets transmitted, .* 0% packet loss\r\n/);
    expect(JSON.parse(error)).toMatchObject({ status: 'Success' });
  });

  it('lose everything that leaves the Pod where there is no data plane', async () => {
    const command = exec(['ping', '-c', '1', '-W', '0.01', '10.255.255.254']);
    const { stdout } = await (await open(command, ['v5.channel.k8s.io'])).ended;
    expect(stdout).toContain('1 packets transmitted, 0 packets received, 100% packet loss');
  });

  it('are refused with a reason where they cannot run', async () => {
    await expect(open(exec(['ping'], '&container=absent'), ['v5.channel.k8s.io'])).rejects.toThrow('refused');
    expect((await call('POST', exec(['ping'], '&container=absent'))).text).toContain('container absent is not valid');
    expect(await call('POST', exec(['ping']))).toMatchObject({ status: 400 });
    expect((await call('GET', `${pod}/one/exec`)).text).toContain('at least 1 command');
  });
});

async function fetchFrom(agent: Agent, url: string, method: string, body: unknown) {
  const { statusCode, body: answer } = await agent.request({
    origin: new URL(url).origin,
    path: url.slice(new URL(url).origin.length),
    method: method as 'GET', // undici's union of methods
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: statusCode, text: await answer.text() };
}
