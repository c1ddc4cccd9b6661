import { setTimeout as sleep } from 'node:timers/promises';
import { numberOf, parseOptions } from './options';
import type { CommandStreams, Delivery, ExitCode, PodNetwork } from './process';

/** Nobody waits for an answer longer than this, and nobody sends for longer. */
const LONGEST_SECONDS = 3600;
const usage = 'Usage: ping [-nqv] [-c COUNT] [-i INTERVAL] [-s SIZE] [-w DEADLINE] [-W TIMEOUT] HOST\n';

interface Plan {
  readonly host: string;
  readonly address: string;
  readonly count: number;
  readonly intervalMs: number;
  readonly deadlineMs: number;
  readonly timeoutMs: number;
  readonly size: number;
  readonly quiet: boolean;
}

/** Waits, and says whether it was let to. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return await sleep(ms, true, { signal }).catch(() => false);
}

function roundTrip(hops: number): number {
  return 0.05 + hops * 0.4 + Math.random() * 0.3;
}

function reportReply(plan: Plan, sequence: number, delivery: Delivery, time: number, streams: CommandStreams): void {
  if (plan.quiet) return;
  const from = `${plan.size + 8} bytes from ${plan.address}`;
  if (delivery.result === 'delivered')
    streams.out(`${from}: icmp_seq=${sequence} ttl=${64 - delivery.hops} time=${time.toFixed(3)} ms\n`);
  else if (delivery.result === 'prohibited')
    streams.out(`92 bytes from ${plan.address}: Communication Administratively Prohibited\n`);
}

function summary(plan: Plan, sent: number, times: readonly number[]): string {
  const loss = sent === 0 ? 0 : Math.round(((sent - times.length) / sent) * 100);
  const head = `--- ${plan.host} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${loss}% packet loss\n`;
  if (times.length === 0) return head;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
  const figures = [Math.min(...times), mean, Math.max(...times), deviation].map((time) => time.toFixed(3));
  return `${head}round-trip min/avg/max/stddev = ${figures.join('/')} ms\n`;
}

async function run(plan: Plan, network: PodNetwork, streams: CommandStreams): Promise<ExitCode> {
  streams.out(`PING ${plan.host} (${plan.address}): ${plan.size} data bytes\n`);
  const end = Date.now() + plan.deadlineMs;
  const times: number[] = [];
  let sent = 0;
  while (sent < plan.count && Date.now() < end) {
    if (sent > 0 && !(await pause(Math.min(plan.intervalMs, Math.max(0, end - Date.now())), streams.interrupted)))
      break;
    if (sent > 0 && Date.now() >= end) break;
    const delivery = await network.echo(plan.address);
    sent += 1;
    const time = roundTrip(delivery.hops);
    if (delivery.result === 'delivered') times.push(time);
    reportReply(plan, sent - 1, delivery, time, streams);
    if (streams.interrupted.aborted) break;
  }
  if (times.length < sent && sent === plan.count)
    await pause(Math.min(plan.timeoutMs, Math.max(0, end - Date.now())), streams.interrupted);
  streams.out(summary(plan, sent, times));
  return times.length > 0 ? 0 : 1;
}

/** `ping`, over IPv4: a line per answer, then statistics; exit code 1 when nothing came back. */
export async function ping(args: readonly string[], network: PodNetwork, streams: CommandStreams): Promise<ExitCode> {
  const parsed = parseOptions(args, 'nqv4', 'ciswWt');
  const [host] = parsed.operands;
  const count = parsed.values.get('c') === '0' ? undefined : numberOf(parsed, 'c', Number.POSITIVE_INFINITY);
  const interval = numberOf(parsed, 'i', 1);
  const deadline = numberOf(parsed, 'w', LONGEST_SECONDS);
  const timeout = numberOf(parsed, 'W', 1);
  const size = numberOf(parsed, 's', 56);
  if (parsed.unknown !== undefined || host === undefined) {
    if (parsed.unknown !== undefined) streams.error(`ping: invalid option -- '${parsed.unknown}'\n`);
    streams.error(usage);
    return 64;
  }
  if (count === undefined || interval === undefined || deadline === undefined || timeout === undefined || !size) {
    streams.error('ping: invalid value\n');
    return 1;
  }
  const address = network.resolve(host);
  if (address === undefined) {
    streams.error('ping: unknown host\n');
    return 1;
  }
  const capped = (seconds: number) => Math.min(seconds, LONGEST_SECONDS) * 1000;
  const plan = {
    host,
    address,
    count: Math.ceil(count),
    intervalMs: Math.max(10, capped(interval)),
    deadlineMs: capped(deadline),
    timeoutMs: capped(timeout),
    size,
    quiet: parsed.flags.has('q'),
  };
  return await run(plan, network, streams);
}
