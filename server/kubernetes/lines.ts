const NEWLINE = 0x0a;

/** A line that is longer than allowed. */
export class LineTooLong extends Error {}

/**
 * Splits a byte stream at line feeds. Bytes are joined before they are decoded, so that a character cut in two by the
 * network stays whole. What follows the last line feed is incomplete and dropped.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      held = 0;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    held += rest.length;
    if (held > maxBytes) throw new LineTooLong(`a line is longer than ${maxBytes} bytes`);
    if (rest.length > 0) parts.push(rest);
  }
}
