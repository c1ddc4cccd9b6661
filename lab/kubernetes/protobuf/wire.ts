/** One field of a protobuf message as it travels. */
export interface WireField {
  number: number;
  /** Varints and fixed numbers. */
  integer?: bigint;
  /** Length-delimited content: strings, bytes, messages. */
  bytes?: Buffer;
}

/** A body that is not the protobuf it claims to be. */
export class WireError extends Error {}

class Reader {
  private position = 0;

  constructor(private readonly buffer: Buffer) {}

  get isAtEnd(): boolean {
    return this.position >= this.buffer.length;
  }

  varint(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.position];
      if (byte === undefined) throw new WireError('unexpected end of a number');
      this.position += 1;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, result);
    }
    throw new WireError('a number is too long');
  }

  take(length: number): Buffer {
    if (length < 0 || this.position + length > this.buffer.length) throw new WireError('unexpected end of a field');
    const bytes = this.buffer.subarray(this.position, this.position + length);
    this.position += length;
    return bytes;
  }
}

/** The fields of a message in the order they were written. Throws {@link WireError}. */
export function readFields(buffer: Buffer): WireField[] {
  const reader = new Reader(buffer);
  const fields: WireField[] = [];
  while (!reader.isAtEnd) {
    const key = Number(reader.varint());
    const number = key >>> 3;
    switch (key & 7) {
      case 0:
        fields.push({ number, integer: reader.varint() });
        break;
      case 1:
        fields.push({ number, bytes: reader.take(8) });
        break;
      case 2:
        fields.push({ number, bytes: reader.take(Number(reader.varint())) });
        break;
      case 5:
        fields.push({ number, bytes: reader.take(4) });
        break;
      default:
        throw new WireError(`unknown wire type ${key & 7}`);
    }
  }
  return fields;
}
