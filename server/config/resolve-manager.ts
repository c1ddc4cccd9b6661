import path from 'node:path';
import { checkCaFile } from './files';
import { resolveLogin } from './resolve-login';
import { type FieldAt, note, type Report, type Surroundings } from './resolving';
import type { RawManager } from './schema';
import { DEFAULT_BUDGET, type ManagerSettings, type ManagerTls } from './settings';

/** Gives the fields of one entry of `managers` their meaning; what is wrong is reported. */
export function resolveManager(raw: RawManager, index: number, around: Surroundings, report: Report): ManagerSettings {
  const at: FieldAt = (field) => ['managers', index, field];
  const urls = raw.urls.map((url, position) => resolveUrl(url, ['managers', index, 'urls', position], report));
  return {
    name: raw.name,
    urls,
    login: resolveLogin(raw, at, around, report),
    tls: resolveTls(raw, urls, at, { around, report }),
    budget: raw.budget ?? DEFAULT_BUDGET,
  };
}

function resolveUrl(text: string, where: readonly PropertyKey[], report: Report): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const bare = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (url?.protocol !== 'https:') {
    const message = url === null ? 'is not an address' : 'does not begin with https://';
    report(where, message, 'Write an address such as https://nsx.example.com.');
  } else if (!bare || url.pathname !== '/') {
    report(where, 'holds more than scheme, host and port', `Write https://${url.host}.`);
  }
  return url?.origin ?? text;
}

interface Resolving {
  readonly around: Surroundings;
  readonly report: Report;
}

function resolveTls(raw: RawManager, urls: readonly string[], at: FieldAt, { around, report }: Resolving): ManagerTls {
  if (raw.caFile !== undefined && raw.insecure === true) {
    report(at('insecure'), 'stands beside caFile', 'Keep caFile, and take insecure out.');
  }
  if (raw.thumbprints !== undefined) {
    const beside = raw.caFile === undefined ? (raw.insecure === true ? 'insecure' : null) : 'caFile';
    if (beside !== null) report(at('thumbprints'), `stands beside ${beside}`, 'Keep one of the two.');
    return { verify: 'thumbprint', thumbprints: resolveThumbprints(raw.thumbprints, urls, at, report) };
  }
  if (raw.caFile === undefined) return { verify: raw.insecure === true ? 'never' : 'system' };
  const caFile = path.resolve(around.directory, raw.caFile);
  note(checkCaFile(caFile), at('caFile'), report);
  return { verify: 'ca-file', caFile };
}

function resolveThumbprints(
  raw: NonNullable<RawManager['thumbprints']>,
  urls: readonly string[],
  at: FieldAt,
  report: Report,
): Readonly<Record<string, readonly string[]>> {
  const where = at('thumbprints');
  if (Array.isArray(raw)) {
    return { '*': raw.map((text, position) => resolveThumbprint(text, [...where, position], report)) };
  }
  const read = Object.entries(raw).map(([address, text]): readonly [string, readonly string[]] => {
    const origin = URL.canParse(address) ? new URL(address).origin : address;
    if (!urls.includes(origin)) {
      report([...where, address], 'is none of urls', `Write one of ${urls.join(', ')}.`);
    }
    return [origin, [resolveThumbprint(text, [...where, address], report)]];
  });
  const found = Object.fromEntries(read);
  for (const url of urls) {
    if (!(url in found)) report(where, `holds no thumbprint for ${url}`, 'Add one for each of urls, or write a list.');
  }
  return found;
}

/** SHA-1 or SHA-256 in hex, with or without colons, as lower-case hex without. */
function resolveThumbprint(text: string, where: readonly PropertyKey[], report: Report): string {
  const hex = text.replace(/[:\s]/g, '').toLowerCase();
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hex)) {
    report(where, 'is not a thumbprint', 'Write the SHA-256 (64 hex digits) or SHA-1 (40); colons may be left out.');
  }
  return hex;
}
