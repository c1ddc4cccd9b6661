import type { CommandStreams, ExitCode } from './process';
import { WebSocketPeer } from './websocket';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Subprotocols of remote commands, the preferred one first. Both end with a Status on the error channel. */
export const remoteCommandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

/** The first byte of every message says which stream it belongs to. */
const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3 } as const;
const CTRL_C = 3;

function endStatus(code: ExitCode): Record<string, unknown> {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

/** Runs a command at the end of a WebSocket; on a terminal lines end as terminals want it and Ctrl-C interrupts. */
export async function overWebSocket(
  request: IncomingMessage,
  connection: { socket: Duplex; head: Buffer },
  how: { protocol: string; tty: boolean },
  run: (streams: CommandStreams) => Promise<ExitCode>,
): Promise<void> {
  const interrupt = new AbortController();
  const peer = new WebSocketPeer(request, connection, how.protocol, (message) => {
    if (how.tty && message[0] === channel.stdin && message.includes(CTRL_C, 1)) interrupt.abort();
  });
  const say = (stream: number, text: string) => {
    const shown = how.tty ? text.replaceAll('\n', '\r\n') : text;
    peer.send(Buffer.concat([Buffer.from([stream]), Buffer.from(shown)]));
  };
  const code = await run({
    out: (text) => say(channel.stdout, text),
    // A terminal is one stream.
    error: (text) => say(how.tty ? channel.stdout : channel.stderr, text),
    interrupted: AbortSignal.any([interrupt.signal, peer.gone]),
  });
  peer.send(Buffer.concat([Buffer.from([channel.error]), Buffer.from(JSON.stringify(endStatus(code)))]));
  peer.close();
}
