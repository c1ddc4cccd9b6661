import { setTimeout as sleep } from 'node:timers/promises';
import { numberOf, parseOptions } from './options';
import type { CommandStreams, Delivery, ExitCode, PodNetwork, Program } from './process';

/** How long a connection nobody answers is tried when the command states no limit. */
const PATIENCE_SECONDS = 30;

interface Place {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

type Attempt = Delivery['result'];

async function attempt(place: Place, seconds: number, network: PodNetwork, signal: AbortSignal): Promise<Attempt> {
  const { result } = await network.connect(place.address, place.port);
  if (result === 'lost') await sleep(Math.min(seconds, 3600) * 1000, undefined, { signal }).catch(() => undefined);
  return result;
}

function placeOf(text: string, network: PodNetwork): Place | undefined {
  const url = URL.canParse(text) && /^https?:/.test(text) ? text : `http://${text}`;
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  const fallback = protocol === 'https:' ? 443 : 80;
  return { host: hostname, address: network.resolve(hostname) ?? '', port: port === '' ? fallback : Number(port) };
}

const page = ({ host, port }: Place) => `lab: ${host} port ${port} answers\n`;

/** The busybox kind: `wget [-q] [-O -] [-T SECONDS] URL`. */
export const wget: Program = async (args, network, streams) => {
  const parsed = parseOptions(args, 'qcS', 'OTYtU');
  const place = placeOf(parsed.operands[0] ?? '', network);
  const seconds = numberOf(parsed, 'T', PATIENCE_SECONDS);
  if (parsed.unknown !== undefined || place === undefined || seconds === undefined) {
    streams.error('Usage: wget [-q] [-O FILE] [-T SEC] URL\n');
    return 1;
  }
  if (place.address === '') {
    streams.error(`wget: bad address '${place.host}'\n`);
    return 1;
  }
  const said = `${place.host}:${place.port}`;
  if (!parsed.flags.has('q')) streams.error(`Connecting to ${said} (${place.address}:${place.port})\n`);
  const result = await attempt(place, seconds, network, streams.interrupted);
  if (result === 'delivered') {
    streams.out(page(place));
    return 0;
  }
  const why = result === 'lost' ? 'download timed out' : `can't connect to remote host (${place.address}): ${refused}`;
  streams.error(`wget: ${why}\n`);
  return 1;
};

const refused = 'Connection refused';

/** `curl [-s] [-m SECONDS] URL`. */
export const curl: Program = async (args, network, streams) => {
  const long = args.flatMap((word) => (word === '--max-time' || word === '--connect-timeout' ? ['-m'] : [word]));
  const parsed = parseOptions(long, 'sSfLkvI4', 'moHX');
  const place = placeOf(parsed.operands[0] ?? '', network);
  const seconds = numberOf(parsed, 'm', PATIENCE_SECONDS);
  const fail = (code: ExitCode, text: string, end: CommandStreams) => {
    if (!parsed.flags.has('s') || parsed.flags.has('S')) end.error(`curl: (${code}) ${text}\n`);
    return code;
  };
  if (parsed.unknown !== undefined || place === undefined || seconds === undefined) {
    streams.error("curl: try 'curl --help' for more information\n");
    return 2;
  }
  if (place.address === '') return fail(6, `Could not resolve host: ${place.host}`, streams);
  const result = await attempt(place, seconds, network, streams.interrupted);
  if (result === 'delivered') {
    streams.out(page(place));
    return 0;
  }
  if (result === 'lost')
    return fail(28, `Connection timed out after ${Math.round(seconds * 1000)} milliseconds`, streams);
  return fail(7, `Failed to connect to ${place.host} port ${place.port}: ${refused}`, streams);
};

/** `nc [-z] [-v] [-w SECONDS] HOST PORT`. */
export const nc: Program = async (args, network, streams) => {
  const parsed = parseOptions(args, 'zvn4', 'w');
  const [host = '', port = ''] = parsed.operands;
  const seconds = numberOf(parsed, 'w', PATIENCE_SECONDS);
  if (parsed.unknown !== undefined || !/^\d{1,5}$/.test(port) || seconds === undefined) {
    streams.error('usage: nc [-nvz] [-w secs] host port\n');
    return 1;
  }
  const address = network.resolve(host);
  if (address === undefined) {
    streams.error(`nc: bad address '${host}'\n`);
    return 1;
  }
  const result = await attempt({ host, address, port: Number(port) }, seconds, network, streams.interrupted);
  const said = `${host} (${address}:${port})`;
  if (result === 'delivered') {
    if (parsed.flags.has('v')) streams.error(`${said} open\n`);
    return 0;
  }
  if (parsed.flags.has('v')) streams.error(`nc: ${said}: ${result === 'lost' ? 'Connection timed out' : refused}\n`);
  return 1;
};
