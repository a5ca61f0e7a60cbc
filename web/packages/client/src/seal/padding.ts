/**
 * Padding hides how long content is (docs/protocol/entry.md §2.5): content, the byte 80 (hex), zero bytes. Small
 * content fills one of four buckets; above, Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted
 * Files", PETS 2019) costs at most 12 % and leaks the length to O(log log L) bits.
 */
const BUCKETS_BYTES = [64, 128, 256, 512];
const MARK = 0x80;

/** The length of `contentBytes` bytes with their padding, at least one more. */
export function paddedBytes(contentBytes: number): number {
  const length = contentBytes + 1;
  const bucket = BUCKETS_BYTES.find((size) => length <= size);
  if (bucket !== undefined) return bucket;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(length / step) * step;
}

/** `content`, padded to `size` bytes. Throws if it does not fit. */
export function pad(content: Uint8Array, size: number): Uint8Array {
  if (content.length >= size) throw new RangeError(`${content.length} bytes do not fit ${size} with their mark`);
  const padded = new Uint8Array(size);
  padded.set(content);
  padded[content.length] = MARK;
  return padded;
}

/** The content in front of the mark; `undefined` where there is none. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  let end = padded.length;
  while (end > 0 && padded[end - 1] === 0) end--;
  return end > 0 && padded[end - 1] === MARK ? padded.subarray(0, end - 1) : undefined;
}
