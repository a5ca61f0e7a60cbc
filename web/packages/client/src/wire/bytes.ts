/** Bytes as text and back. Hex is lower-case, so that hex strings sort as the bytes they stand for. */

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Lower-case hex, two characters a byte. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

/** The bytes of lower-case hex. Throws a RangeError for anything else: hex never comes from the network. */
export function fromHex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new RangeError('not lower-case hex');
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two public byte strings agree. Its time depends on where they differ: not for secrets. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** RFC 4648 §5 without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let digit = 0; digit <= left; digit++) text += BASE64URL[(group >> (18 - 6 * digit)) & 63];
  }
  return text;
}

/**
 * The bytes of base64url without padding, or where it goes wrong: `at` is the place of the first character that is
 * not of the alphabet, `undefined` when all are but their number or the unused bits of the last cannot be.
 */
export function fromBase64Url(
  text: string,
): { kind: 'bytes'; bytes: Uint8Array; canonical: boolean } | { kind: 'character'; at: number } | { kind: 'length' } {
  const values = Array.from(text, (character) => BASE64URL.indexOf(character));
  const at = values.indexOf(-1);
  if (at >= 0) return { kind: 'character', at };
  if (values.length % 4 === 1) return { kind: 'length' };
  const bytes = new Uint8Array(Math.floor((values.length * 3) / 4));
  let held = 0;
  let heldBits = 0;
  let next = 0;
  for (const value of values) {
    held = ((held << 6) | value) & 0xfff;
    heldBits += 6;
    if (heldBits >= 8) {
      heldBits -= 8;
      bytes[next++] = (held >> heldBits) & 0xff;
    }
  }
  return { kind: 'bytes', bytes, canonical: (held & ((1 << heldBits) - 1)) === 0 };
}
