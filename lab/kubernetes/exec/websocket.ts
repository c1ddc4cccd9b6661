import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** What both ends of a handshake append to the key (RFC 6455, 4.2.2). */
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const LARGEST = 1024 * 1024;
const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Close codes (RFC 6455, 7.4.1). */
const NORMAL = 1000;
const PROTOCOL_ERROR = 1002;
const TOO_LARGE = 1009;

/** The first of our protocols that the client offers too; undefined when this is no WebSocket or they share none. */
export function chooseProtocol(request: IncomingMessage, known: readonly string[]): string | undefined {
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return known.find((name) => offered.includes(name));
}

interface Frame {
  readonly final: boolean;
  readonly code: number;
  readonly payload: Buffer;
  /** Bytes it took of the input. */
  readonly length: number;
}

/** The first frame of some bytes; undefined while it is not whole, a close code when it breaks the rules. */
function readFrame(bytes: Buffer): Frame | number | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  if ((second & 0x80) === 0 || (first & 0x70) !== 0) return PROTOCOL_ERROR;
  const short = second & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const header = 2 + extra + 4;
  if (bytes.length < header) return undefined;
  const size = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (size > LARGEST) return TOO_LARGE;
  if (bytes.length < header + size) return undefined;
  const mask = bytes.subarray(header - 4, header);
  const payload = Buffer.from(bytes.subarray(header, header + size));
  for (let index = 0; index < size; index += 1) payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { final: (first & 0x80) !== 0, code: first & 0x0f, payload, length: header + size };
}

function frame(code: number, payload: Buffer): Buffer {
  const size = payload.length;
  const header = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  header[0] = 0x80 | code;
  header[1] = size < 126 ? size : size < 65_536 ? 126 : 127;
  if (header.length === 4) header.writeUInt16BE(size, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(size), 2);
  return Buffer.concat([header, payload]);
}

/** The server's end of an open WebSocket. */
export class WebSocketPeer {
  readonly #socket: Duplex;
  readonly #onMessage: (message: Buffer) => void;
  readonly #gone = new AbortController();
  #rest: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #isClosing = false;

  /** Answers the handshake and takes the connection over. */
  constructor(
    request: IncomingMessage,
    connection: { socket: Duplex; head: Buffer },
    protocol: string,
    onMessage: (message: Buffer) => void,
  ) {
    this.#socket = connection.socket;
    this.#onMessage = onMessage;
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}${HANDSHAKE}`).digest('base64');
    const lines = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
    this.#socket.write(
      `HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
    );
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.once('close', () => this.#gone.abort());
    this.#socket.on('error', () => this.#socket.destroy());
    if (connection.head.length > 0) this.#take(connection.head);
  }

  /** Aborted when the client has gone or said goodbye. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  send(message: Buffer): void {
    if (!this.#isClosing && this.#socket.writable) this.#socket.write(frame(opcode.binary, message));
  }

  close(code = NORMAL): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const reason = Buffer.alloc(2);
    reason.writeUInt16BE(code);
    if (this.#socket.writable) this.#socket.end(frame(opcode.close, reason));
    this.#gone.abort();
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    let next = readFrame(this.#rest);
    while (!this.#isClosing && typeof next === 'object') {
      this.#rest = this.#rest.subarray(next.length);
      this.#handle(next);
      next = readFrame(this.#rest);
    }
    if (typeof next === 'number') this.close(next);
  }

  #handle({ final, code, payload }: Frame): void {
    if (code === opcode.ping) this.#socket.write(frame(opcode.pong, payload));
    else if (code === opcode.close) this.close();
    else if (code !== opcode.pong) this.#collect(payload, final);
  }

  #collect(payload: Buffer, final: boolean): void {
    this.#parts.push(payload);
    if (this.#parts.reduce((sum, part) => sum + part.length, 0) > LARGEST) this.close(TOO_LARGE);
    else if (final) this.#onMessage(Buffer.concat(this.#parts.splice(0)));
  }
}
