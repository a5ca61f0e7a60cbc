/** Makes blobs and requests. Source: docs/protocol/blobs.md §6.1 to §6.5. */
import {
  addressOf,
  blobKeys,
  CHUNK_BYTES,
  chunkPlaintext,
  encodeManifest,
  sealChunk,
  sealManifest,
  shapeOf,
  writeReference,
} from '../../src/blobs/blob-format.ts';
import { authorize, blobRequestBytes, type BlobRequestClaim } from '../../src/blobs/blob-request.ts';
import { sign } from '../../src/crypto/sodium.ts';
import { signGrant, writeGrant } from '../../src/keys/grant.ts';
import { PROOF_KEYS, type ProofKey } from '../../src/keys/proof.ts';
import { secretKeyPair } from '../../src/keys/secrets.ts';
import { concat, toBase64Url, toHex } from '../../src/wire/bytes.ts';
import type { BlobAddress, ChannelId } from '../../src/wire/ids.ts';
import { Writer } from '../../src/wire/writer.ts';
import { changed, drawAuthor, drawChannel, SeededBytes } from './seeded.ts';

const FILES = [
  { size: 0, type: '', name: '' },
  { size: 62, type: 'image/webp', name: 'small.webp' },
  { size: 511, type: 'text/plain', name: 'Größe ✓.txt' },
  { size: 524_289, type: 'audio/ogg', name: 'two.ogg' },
  { size: 2_000_000, type: '', name: 'four' },
] as const;

/** The file of a case: byte i is 31 i + ⌊i / 512⌋, modulo 256. */
export function fileOf(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => 31 * at + Math.floor(at / 512));
}

export function makeBlobs(): object {
  const random = new SeededBytes('blobs');
  const channel = random.hex(32) as ChannelId;
  return {
    cases: FILES.map((file) => blobCase(channel, random.next(32), file)),
    mustNotOpen: mustNotOpen(channel, random),
    manifests: manifests(random),
    references: references(random),
  };
}

export function blobCase(
  channel: ChannelId,
  key: Uint8Array,
  { size, type, name }: { size: number; type: string; name: string },
): object {
  const file = fileOf(size);
  const keys = blobKeys(key);
  const { count } = shapeOf(size);
  const chunks = Array.from({ length: count }, (_, at) => {
    const plain = chunkPlaintext(file.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES), at, size);
    return addressOf(sealChunk(channel, keys, at, count, plain));
  });
  const manifest = sealManifest(channel, keys, { sizeBytes: size, type, name, chunks });
  return {
    channelId: channel,
    key: toHex(key),
    size,
    type,
    name,
    chunks,
    manifest: toHex(manifest),
    reference: writeReference({ manifest: addressOf(manifest), key, sizeBytes: size }),
  };
}

function mustNotOpen(channel: ChannelId, random: SeededBytes): object[] {
  const key = random.next(32);
  const good = sealChunk(channel, blobKeys(key), 2, 4, random.next(128));
  const one = (place: number, count: number, chunk: Uint8Array, why: string, around: object = {}): object => ({
    channelId: channel,
    key: toHex(key),
    place,
    count,
    chunk: toHex(chunk),
    why,
    ...around,
  });
  return [
    one(1, 4, good, 'another place'),
    one(2, 3, good, 'another count'),
    one(2, 4, good, 'another key', { key: random.hex(32) }),
    one(2, 4, good, 'another channel', { channelId: random.hex(32) }),
    one(2, 4, good.subarray(0, -1), 'cut off'),
    one(2, 4, concat(good, Uint8Array.of(0)), 'too long'),
    one(2, 4, good.subarray(0, 47), 'shorter than its overhead'),
    one(2, 4, new Uint8Array(), 'empty'),
    ...[0, 127, 128, 143, 144, -1].map((at) => one(2, 4, changed(good, at), `byte ${at} changed`)),
  ];
}

function manifests(random: SeededBytes): object[] {
  const chunks = [random.hex(32) as BlobAddress];
  const good = encodeManifest({ sizeBytes: 100, type: 'image/png', name: 'a', chunks });
  const with2 = (size: number, count: number): Uint8Array =>
    new Writer().u8(1).varint(size).string('').string('').varint(count).bytes(random.next(32 * count)).done();
  return [
    { content: '', code: 'blob-damaged', why: 'empty' },
    { content: '02ffff', code: 'blob-newer', why: 'version 2' },
    { content: toHex(good.subarray(0, -1)), code: 'blob-damaged', why: 'cut off' },
    { content: toHex(concat(good, Uint8Array.of(0))), code: 'blob-damaged', why: 'too long' },
    { content: toHex(with2(2 ** 31, 1)), code: 'blob-damaged', why: 'larger than a blob can be' },
    { content: toHex(with2(1, 2)), code: 'blob-damaged', why: 'more pieces than the size gives' },
    { content: toHex(with2(1, 0)), code: 'blob-damaged', why: 'no pieces' },
  ];
}

function references(random: SeededBytes): object[] {
  const text = writeReference({
    manifest: random.hex(32) as BlobAddress,
    key: random.next(32),
    sizeBytes: 123_456_789,
  });
  const damaged = ['', 'tacit-blob:', text.slice(0, -1), text.slice(0, -8), `${text}AA`, `${text}=`, ` ${text}`];
  return [
    ...damaged.map((one) => ({ text: one, code: 'blob-damaged' })),
    { text: `tacit-blob:${toBase64Url(concat(Uint8Array.of(3), random.next(70)))}`, code: 'blob-newer' },
  ];
}

export function makeRequests(): object {
  const random = new SeededBytes('requests');
  const asked = [
    { audience: 'notes.example', method: 'PUT', count: 1 },
    { audience: 'localhost:5000', method: 'GET', count: 1 },
    { audience: '[2001:db8::7]:444', method: 'POST', count: 2 },
  ] as const;
  const cases = asked.flatMap(({ audience, method, count }) =>
    PROOF_KEYS.map((by) => requestCase(random, audience, method, random.next(32 * count), by)),
  );
  const token = (cases[0] as { token: string }).token;
  const malformed = [
    { token: '', why: 'empty' },
    { token: token.slice(0, -2), why: 'cut off' },
    { token: `${token}==`, why: 'padded' },
    { token: `BA${token.slice(2)}`, why: 'by 4' },
    { token: `Ag${token.slice(2)}`, why: 'an author without a grant' },
    { token: `${token}AAAA`, why: 'too long' },
  ];
  return { cases, malformed };
}

function requestCase(
  random: SeededBytes,
  audience: string,
  method: BlobRequestClaim['method'],
  subject: Uint8Array,
  by: ProofKey,
): object {
  const { seed, pair } = drawAuthor(random);
  const channel = drawChannel(random);
  const fields = { authorKey: pair.publicKey, role: 'writer', expiry: 1_900_000_000, epoch: 0, by: 'write' } as const;
  const grant =
    by === 'author'
      ? writeGrant(
          new Writer(),
          signGrant(channel.id, fields, secretKeyPair(channel.writeSecret).privateKey),
        ).done()
      : new Uint8Array();
  const claim = { audience, channel: channel.id, by, at: 1_800_000_123, method, subject };
  return {
    seed: toHex(seed),
    audience,
    channelId: channel.id,
    by: PROOF_KEYS.indexOf(by) + 1,
    at: claim.at,
    method,
    subject: toHex(subject),
    grant: toHex(grant),
    signature: toHex(sign(pair.privateKey, blobRequestBytes(claim))),
    token: authorize(claim, pair.privateKey, grant).slice('Tacit '.length),
  };
}
