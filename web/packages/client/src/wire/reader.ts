import { toHex } from './bytes.ts';
import { VARINT_BYTES_MAX } from './writer.ts';

/** What became of bytes from outside: a whole value, or the offset from which they could not be understood. */
export type Parsed<T> = { kind: 'parsed'; value: T } | { kind: 'malformed'; offset: number };

/** Runs `read` over all of `bytes`; what is left over is malformed too. Never throws for what the bytes hold. */
export function parse<T>(bytes: Uint8Array, read: (reader: Reader) => T): Parsed<T> {
  const reader = new Reader(bytes);
  try {
    const value = read(reader);
    reader.end();
    return { kind: 'parsed', value };
  } catch (error) {
    if (error instanceof MalformedBytes) return { kind: 'malformed', offset: error.offset };
    throw error;
  }
}

/** Thrown by `Reader` alone and caught by `parse` alone: nobody outside ever sees it. */
class MalformedBytes extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`malformed at ${offset}`);
    this.offset = offset;
  }
}

/**
 * Reads fields one after another (docs/protocol/README.md, Notation). Byte fields are views into the source, not
 * copies: who keeps one keeps the whole message.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.bytes(1)[0]!;
  }

  bytes(length: number): Uint8Array {
    if (length > this.remaining) this.fail();
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  hex(length: number): string {
    return toHex(this.bytes(length));
  }

  /** A LEB128 number up to 2^53 − 1, in the fewest bytes that hold it. */
  varint(max = Number.MAX_SAFE_INTEGER): number {
    const start = this.#offset;
    let value = 0;
    let scale = 1;
    for (let count = 1; ; count++) {
      if (count > VARINT_BYTES_MAX || this.remaining === 0) this.fail(start);
      const byte = this.u8();
      // Not with shifts: they work on 32 bits. The sum is exact, because the last byte is checked before it counts.
      if (count === VARINT_BYTES_MAX && byte > 0x0f) this.fail(start);
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) {
        if (byte === 0 && count > 1) this.fail(start);
        if (value > max) this.fail(start);
        return value;
      }
    }
  }

  string(sizeMax: number): string {
    const length = this.varint(sizeMax);
    const start = this.#offset;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(length));
    } catch (error) {
      if (error instanceof MalformedBytes) throw error;
      return this.fail(start);
    }
  }

  /** A list that is strictly ascending by its hex key. */
  sorted<K extends string, T>(countMax: number, read: () => readonly [K, T]): (readonly [K, T])[] {
    const count = this.varint(countMax);
    const list: (readonly [K, T])[] = [];
    for (let at = 0; at < count; at++) {
      const start = this.#offset;
      const item = read();
      if (at > 0 && item[0] <= list[at - 1]![0]) this.fail(start);
      list.push(item);
    }
    return list;
  }

  end(): void {
    if (this.remaining > 0) this.fail();
  }

  /** Gives up at `offset`. Only inside a function that `parse` runs. */
  fail(offset = this.#offset): never {
    throw new MalformedBytes(offset);
  }
}
