import { concat, fromHex, utf8 } from './bytes.ts';

/** 2^53 − 1 takes 53 bits, at seven a byte. */
export const VARINT_BYTES_MAX = 8;

/** The bytes of `value` as an unsigned LEB128 number. Throws for what is no whole number from 0 to 2^53 − 1. */
export function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} has no varint`);
  const bytes: number[] = [];
  while (value >= 0x80) {
    bytes.push((value % 128) | 0x80);
    value = Math.floor(value / 128);
  }
  bytes.push(value);
  return Uint8Array.from(bytes);
}

/** Writes fields one after another; every method returns the writer, so that a layout reads as in the specification. */
export class Writer {
  readonly #parts: Uint8Array[] = [];

  u8(value: number): this {
    return this.bytes(Uint8Array.of(value));
  }

  varint(value: number): this {
    return this.bytes(varint(value));
  }

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  hex(hex: string): this {
    return this.bytes(fromHex(hex));
  }

  string(text: string): this {
    const bytes = utf8(text);
    return this.varint(bytes.length).bytes(bytes);
  }

  /** Count, then the items by ascending hex key, however they came. */
  sorted<T>(items: Iterable<readonly [string, T]>, write: (key: string, value: T) => void): this {
    const list = [...items].sort(([a], [b]) => (a < b ? -1 : 1));
    this.varint(list.length);
    for (const [key, value] of list) write(key, value);
    return this;
  }

  done(): Uint8Array {
    return concat(...this.#parts);
  }
}
