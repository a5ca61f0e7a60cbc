/**
 * Sealed blobs (docs/protocol/blobs.md §6.1 to §6.3): a file's bytes are padded, cut into chunks, and each chunk is
 * sealed under a key of the blob's own. A manifest, sealed too, names the chunks; a reference names the manifest and
 * holds the key.
 */
import { decrypt, encrypt, hash, kdf, keyedHash32 } from '../crypto/sodium.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { CONTEXT } from '../keys/context.ts';
import { pad, paddedBytes, unpad } from '../seal/padding.ts';
import { concat, equal, fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from '../wire/bytes.ts';
import type { BlobAddress, ChannelId } from '../wire/ids.ts';
import { parse, type Parsed } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';

/** Of a chunk's plaintext; the last one is shorter. */
export const CHUNK_BYTES = 524_288;
export const CHUNKS_MAX = 4096;
export const KEY_BYTES = 32;

/** What sealing adds to a chunk: Poly1305 tag and commitment. */
export const SEALED_BYTES_MORE = 16 + 32;
export const NAME_BYTES_MAX = 255;
export const TYPE_BYTES_MAX = 127;

const VERSION = 1;
const PREFIX = 'tacit-blob:';
const ADDRESS_BYTES = 32;

/** Longer than this version's, so that a newer one is told from a damaged one. */
const REFERENCE_CHARACTERS_MAX = 256;

/** The largest blob whose padded bytes fit `CHUNKS_MAX` chunks. */
const BLOB_BYTES_MAX = CHUNKS_MAX * CHUNK_BYTES - 1;

/** Subkeys of a blob's key. Numbers that no other secret of the protocol uses. */
const Subkey = { seal: 9, commit: 10 } as const;

export interface BlobKeys {
  readonly seal: Uint8Array;
  readonly commit: Uint8Array;
}

/** What a document holds of a blob: enough to fetch and open it, for who may read the channel. */
export interface BlobReference {
  readonly manifest: BlobAddress;
  readonly key: Uint8Array;

  /** Of the file, as whoever sealed it says; the manifest must agree. */
  readonly sizeBytes: number;
}

export interface BlobManifest {
  readonly sizeBytes: number;

  /** The media type; may be empty. What it says is a claim of whoever added the file. */
  readonly type: string;
  readonly name: string;
  readonly chunks: readonly BlobAddress[];
}

export function blobKeys(key: Uint8Array): BlobKeys {
  return { seal: kdf(key, Subkey.seal), commit: kdf(key, Subkey.commit) };
}

export function addressOf(sealed: Uint8Array): BlobAddress {
  return toHex(hash(sealed)) as BlobAddress;
}

/** How many chunks a file of this size has, and how long the last one's plaintext is. */
export function shapeOf(sizeBytes: number): { count: number; lastBytes: number } {
  if (sizeBytes > BLOB_BYTES_MAX) throw new TacitError('blob-too-large', { detail: BLOB_BYTES_MAX });
  const padded = paddedBytes(sizeBytes);
  const count = Math.ceil(padded / CHUNK_BYTES);
  return { count, lastBytes: padded - (count - 1) * CHUNK_BYTES };
}

/** The plaintext of a chunk: the file's bytes that lie in it, and after their end the mark and zero bytes. */
export function chunkPlaintext(fileBytes: Uint8Array, at: number, sizeBytes: number): Uint8Array {
  const { count, lastBytes } = shapeOf(sizeBytes);
  const length = at === count - 1 ? lastBytes : CHUNK_BYTES;
  if (fileBytes.length === length) return fileBytes;
  const end = sizeBytes - at * CHUNK_BYTES;
  if (end >= 0) return pad(fileBytes, length);
  return new Uint8Array(length); // The mark is in a chunk before.
}

/** Chunk `at` of `count`. The nonce is its place: the key seals nothing else. */
export function sealChunk(
  channel: ChannelId,
  keys: BlobKeys,
  at: number,
  count: number,
  plain: Uint8Array,
): Uint8Array {
  return seal(keys, placeNonce(at), chunkAd(channel, at, count), plain);
}

/** The plaintext; `undefined`, without saying why, if it does not open. */
export function openChunk(
  channel: ChannelId,
  keys: BlobKeys,
  at: number,
  count: number,
  sealed: Uint8Array,
): Uint8Array | undefined {
  return open(keys, placeNonce(at), chunkAd(channel, at, count), sealed);
}

export function sealManifest(channel: ChannelId, keys: BlobKeys, manifest: BlobManifest): Uint8Array {
  const content = encodeManifest(manifest);
  return seal(keys, MANIFEST_NONCE, manifestAd(channel), pad(content, paddedBytes(content.length)));
}

/** `newer` gives the version that this program does not know. */
export function openManifest(
  channel: ChannelId,
  keys: BlobKeys,
  sealed: Uint8Array,
): { kind: 'manifest'; manifest: BlobManifest } | { kind: 'newer'; version: number } | { kind: 'damaged' } {
  const padded = open(keys, MANIFEST_NONCE, manifestAd(channel), sealed);
  const content = padded && unpad(padded);
  if (!content) return { kind: 'damaged' };
  if (content.length > 0 && content[0]! > VERSION) return { kind: 'newer', version: content[0]! };
  const parsed = decodeManifest(content);
  return parsed.kind === 'parsed' ? { kind: 'manifest', manifest: parsed.value } : { kind: 'damaged' };
}

export function encodeManifest({ sizeBytes, type, name, chunks }: BlobManifest): Uint8Array {
  const writer = new Writer().u8(VERSION).varint(sizeBytes).string(type).string(name).varint(chunks.length);
  for (const address of chunks) writer.hex(address);
  return writer.done();
}

export function decodeManifest(bytes: Uint8Array): Parsed<BlobManifest> {
  return parse(bytes, (reader) => {
    if (reader.u8() !== VERSION) reader.fail(0);
    const sizeBytes = reader.varint(BLOB_BYTES_MAX);
    const type = reader.string(TYPE_BYTES_MAX);
    const name = reader.string(NAME_BYTES_MAX);
    const countAt = reader.offset;
    const count = reader.varint(CHUNKS_MAX);
    if (count !== shapeOf(sizeBytes).count) reader.fail(countAt);
    const chunks = Array.from({ length: count }, () => reader.hex(ADDRESS_BYTES) as BlobAddress);
    return { sizeBytes, type, name, chunks };
  });
}

export function writeReference({ manifest, key, sizeBytes }: BlobReference): string {
  return PREFIX + toBase64Url(new Writer().u8(VERSION).hex(manifest).bytes(key).varint(sizeBytes).done());
}

/** Reads what stands in a document. Throws `blob-damaged` or `blob-newer`. */
export function readReference(text: string): BlobReference {
  if (!text.startsWith(PREFIX) || text.length > REFERENCE_CHARACTERS_MAX) throw damagedReference();
  const decoded = fromBase64Url(text.slice(PREFIX.length));
  if (decoded.kind !== 'bytes' || !decoded.canonical || decoded.bytes.length === 0) throw damagedReference();
  const version = decoded.bytes[0]!;
  if (version > VERSION) throw new TacitError('blob-newer', { detail: version });
  const parsed = parse(decoded.bytes, (reader) => {
    if (reader.u8() !== VERSION) reader.fail(0);
    const manifest = reader.hex(ADDRESS_BYTES) as BlobAddress;
    return { manifest, key: reader.bytes(KEY_BYTES), sizeBytes: reader.varint(BLOB_BYTES_MAX) };
  });
  if (parsed.kind === 'malformed') throw damagedReference();
  return parsed.value;
}

/** Whether text in a document is meant as a reference; it may still be damaged. */
export function isReference(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Text cut between characters so that it has at most `bytesMax` bytes of UTF-8. */
export function cutText(text: string, bytesMax: number): string {
  let cut = text.toWellFormed();
  while (utf8(cut).length > bytesMax) cut = [...cut].slice(0, -1).join('');
  return cut;
}

const MANIFEST_NONCE = new Uint8Array(24).fill(0xff);

/** Eight bytes, big-endian, and zero bytes. */
function placeNonce(at: number): Uint8Array {
  const nonce = new Uint8Array(24);
  new DataView(nonce.buffer).setBigUint64(0, BigInt(at));
  return nonce;
}

function chunkAd(channel: ChannelId, at: number, count: number): Uint8Array {
  return new Writer().bytes(CONTEXT.blob).bytes(fromHex(channel)).varint(at).varint(count).done();
}

function manifestAd(channel: ChannelId): Uint8Array {
  return concat(CONTEXT.manifest, fromHex(channel));
}

function seal(keys: BlobKeys, nonce: Uint8Array, ad: Uint8Array, plain: Uint8Array): Uint8Array {
  const ciphertext = encrypt(keys.seal, nonce, ad, plain);
  return concat(ciphertext, keyedHash32(keys.commit, concat(ad, ciphertext)));
}

function open(keys: BlobKeys, nonce: Uint8Array, ad: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < SEALED_BYTES_MORE) return undefined;
  const ciphertext = sealed.subarray(0, -32);
  // Public bytes on both sides, so the comparison need not hide where they differ.
  if (!equal(keyedHash32(keys.commit, concat(ad, ciphertext)), sealed.subarray(-32))) return undefined;
  return decrypt(keys.seal, nonce, ad, ciphertext);
}

function damagedReference(): TacitError {
  return new TacitError('blob-damaged', { particulars: 'the reference cannot be read' });
}
