import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { loadOrCreateCa } from '../../tls';
import { type KubernetesProgram, type KubernetesTuning, type LabUser, startKubernetes } from '../index';
import { asArray, asString, at } from '../json/value';

/** What a command printed and how it ended. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** An answer of the API server. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body, undefined when it is not JSON. */
  body: unknown;
}

/** A lab cluster of its own for one test file, with kubectl and plain HTTP at hand. */
export interface ClusterUnderTest {
  program: KubernetesProgram;
  folder: string;
  kubeconfig(user: LabUser): Promise<string>;
  kubectl(args: readonly string[], options?: { user?: LabUser; input?: string }): Promise<CommandResult>;
  call(
    method: string,
    path: string,
    options?: { body?: unknown; type?: string; accept?: string; user?: LabUser | 'nobody' },
  ): Promise<ApiAnswer>;
  /** Opens a watch and yields its events until the server ends it or `stop` is called. */
  watch(path: string): Promise<WatchUnderTest>;
  close(): Promise<void>;
}

/** An open watch. */
export interface WatchUnderTest {
  events: unknown[];
  /** Resolves once the condition holds over the events; rejects after ten seconds or at the end of the stream. */
  until(condition: (events: readonly unknown[]) => boolean): Promise<void>;
  ended: Promise<void>;
  stop(): void;
}

/** Every wait of the lab cut short. */
export const instantly: Partial<KubernetesTuning> = {
  schedulingMs: 0,
  imagePullMs: 0,
  startMs: 0,
  terminationMs: 0,
  controllerMs: 0,
  namespaceMs: 10,
  futureVersionMs: 20,
};

/** Recordings of a real server, where they are at hand. */
export const recordings = resolve(process.cwd(), '../shared/fixtures/kubernetes');

/** Why tests against recordings are skipped, undefined when they can run. */
export const noRecordings = existsSync(recordings) ? undefined : `no recordings at ${recordings}`;

async function watchOf(response: AsyncIterable<Buffer>, abort: AbortController): Promise<WatchUnderTest> {
  const events: unknown[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  let isOver = false;
  const read = async () => {
    let rest = '';
    try {
      for await (const chunk of response) {
        const lines = (rest + chunk.toString('utf8')).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) events.push(JSON.parse(line));
        wake();
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      isOver = true;
      wake();
    }
  };
  const ended = read();
  return {
    events,
    ended,
    stop: () => abort.abort(),
    until: (condition) =>
      new Promise((done, fail) => {
        const timer = setTimeout(
          () => settle(new Error(`not seen within 10 s, only ${JSON.stringify(events).slice(0, 2_000)}`)),
          10_000,
        );
        const settle = (error?: Error) => {
          clearTimeout(timer);
          waiting.delete(check);
          if (error) fail(error);
          else done();
        };
        const check = () => {
          if (condition(events)) settle();
          else if (isOver) settle(new Error(`the stream ended after ${JSON.stringify(events).slice(0, 2_000)}`));
        };
        waiting.add(check);
        check();
      }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Starts a cluster; `dataDir` keeps its state there. */
export async function startCluster(
  options: { tuning?: Partial<KubernetesTuning>; dataDir?: string } = {},
): Promise<ClusterUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-kubernetes-'));
  const ca = await loadOrCreateCa(options.dataDir);
  const program = await startKubernetes({
    ca,
    tuning: { ...instantly, ...options.tuning },
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  });
  const agent = new Agent({ connect: { ca: ca.certPem } });
  const files = new Map<LabUser, string>();
  const kubeconfig = async (user: LabUser) => {
    const known = files.get(user);
    if (known !== undefined) return known;
    const file = join(folder, `${user}.yaml`);
    await writeFile(file, await program.kubeconfig(user), { mode: 0o600 });
    files.set(user, file);
    return file;
  };
  const token = async (user: LabUser) =>
    asString(at(asArray(at(parse(await program.kubeconfig(user)), 'users'))[0], 'user', 'token'));
  const headersFor = async (user: LabUser | 'nobody'): Promise<Record<string, string>> =>
    user === 'nobody' ? {} : { authorization: `Bearer ${await token(user)}` };
  return {
    program,
    folder,
    kubeconfig,
    kubectl: async (args, { user = 'admin', input } = {}) => {
      const file = await kubeconfig(user);
      return await new Promise((done) => {
        const child = execFile(
          'kubectl',
          [...args],
          { env: { ...process.env, KUBECONFIG: file, HOME: folder }, timeout: 40_000, cwd: folder },
          (error, stdout, stderr) => {
            done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
          },
        );
        child.stdin?.end(input ?? '');
      });
    },
    call: async (method, path, { body, type = 'application/json', accept = 'application/json', user = 'ncp' } = {}) => {
      const response = await request(`${program.url}${path}`, {
        method: method as 'GET', // undici's union of methods; the server is asked with others too
        dispatcher: agent,
        headers: { ...(await headersFor(user)), accept, ...(body === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, headers: response.headers, text, body: parsed(text) };
    },
    watch: async (path) => {
      const abort = new AbortController();
      const response = await request(`${program.url}${path}`, {
        dispatcher: agent,
        headers: await headersFor('ncp'),
        signal: abort.signal,
        bodyTimeout: 0,
      });
      return await watchOf(response.body, abort);
    },
    close: async () => {
      await agent.destroy();
      await program.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
