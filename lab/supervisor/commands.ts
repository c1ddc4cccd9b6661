import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { programNames } from './programs';

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

function faultCall(words: readonly string[]): Call | string {
  const [name, verb, detail] = words;
  if (!programNames.some((known) => known === name)) return `faults needs one of ${programNames.join(', ')}`;
  const path = `/programs/${name}/_lab/faults`;
  if (verb === undefined) return { method: 'GET', path };
  if (verb === 'heal') {
    return { method: 'DELETE', path: detail === undefined ? path : `${path}/${encodeURIComponent(detail)}` };
  }
  if (verb !== 'add' || detail === undefined) return `faults ${name} takes: add JSON, heal [ID], or nothing`;
  try {
    return { method: 'POST', path, body: JSON.parse(detail) };
  } catch {
    return `not JSON: ${detail}`;
  }
}

/** Turns words into a call of the control API, or says what is wrong with them. */
export function callFor(words: readonly string[]): Call | string {
  const [verb = '', first, second, third] = words;
  if (verb === 'status') return { method: 'GET', path: '/status' };
  if (verb === 'reset') return { method: 'POST', path: '/reset', body: {} };
  if (verb === 'faults') return faultCall(words.slice(1));
  if (verb === 'world') {
    if (first === undefined) return 'world needs a name';
    const seed = second === undefined ? {} : { seed: Number(second) };
    return {
      method: 'POST',
      path: '/world',
      body: { name: first, ...seed, ...(third === undefined ? {} : { size: third }) },
    };
  }
  if (!['stop', 'start', 'restart', 'kill'].includes(verb)) return `unknown command "${verb}"`;
  if (!programNames.some((known) => known === first)) return `${verb} needs one of ${programNames.join(', ')}`;
  return { method: 'POST', path: `/programs/${first}/${verb}`, body: {} };
}

async function controlUrl(dataDir: string): Promise<string | undefined> {
  try {
    const stored: unknown = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
    const control = typeof stored === 'object' && stored !== null && 'control' in stored ? stored.control : undefined;
    return typeof control === 'string' ? control : undefined;
  } catch {
    return undefined;
  }
}

/** Passes a command on to the running lab, prints its answer, and gives the exit code. */
export async function tell(dataDir: string, words: readonly string[]): Promise<number> {
  const call = callFor(words);
  if (typeof call === 'string') {
    process.stderr.write(`${call}\nSee: npm run lab -- --help\n`);
    return 2;
  }
  const url = await controlUrl(dataDir);
  if (url === undefined) {
    process.stderr.write(`No lab runs with the data folder ${dataDir}.\n`);
    return 1;
  }
  try {
    const answer = await request(`${url}${call.path}`, {
      method: call.method,
      ...(call.body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(call.body) }),
    });
    process.stdout.write(`${JSON.stringify(await answer.body.json(), null, 2)}\n`);
    return answer.statusCode < 300 ? 0 : 1;
  } catch {
    process.stderr.write(`The lab at ${url} does not answer.\n`);
    return 1;
  }
}
