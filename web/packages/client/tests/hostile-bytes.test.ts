/**
 * Properties over whatever bytes: what is written reads back as itself, and no decoder throws for what it is given.
 * A failing run prints its seed; TACIT_SEED=n runs that one again.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { made, MAKERS } from '../scripts/vectors/makers.ts';
import { loadSodium, keyPairOf } from '../src/crypto/sodium.ts';
import { decodeDescriptor } from '../src/keys/descriptor.ts';
import { readEpochFields } from '../src/keys/epoch.ts';
import { readGrant } from '../src/keys/grant.ts';
import { decodeManifest, readReference } from '../src/blobs/blob-format.ts';
import { TacitError } from '../src/errors/tacit-error.ts';
import { CAPABILITIES, readLink, writeLink, type Link } from '../src/keys/link.ts';
import { authorIdOf, epochKeys } from '../src/keys/secrets.ts';
import { readEntry, type KindFields } from '../src/seal/entry.ts';
import { readEphemeral } from '../src/seal/ephemeral.ts';
import { isSigned, openEntry, sealEntry } from '../src/seal/sealing.ts';
import { decodeSnapshotContent } from '../src/seal/snapshot.ts';
import { decodeSighting } from '../src/sync/witness.ts';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../src/wire/bytes.ts';
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeServerFrame,
  type ServerFrame,
  type Subject,
} from '../src/wire/frames.ts';
import type { AuthorId, ChannelId, EntryId } from '../src/wire/ids.ts';
import { packFrames, unpackFrames } from '../src/wire/messages.ts';
import { parse } from '../src/wire/reader.ts';
import { varint } from '../src/wire/writer.ts';

const given = process.env['TACIT_SEED'];
fc.configureGlobal({ numRuns: 300, ...(given !== undefined && { seed: Number(given) }) });

beforeAll(loadSodium);

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hex = (length: number) => bytes(length).map(toHex);
const number = fc.oneof(fc.nat(300), fc.maxSafeNat());
const author = bytes(8).filter((id) => id.some((byte) => byte !== 0)).map((id) => toHex(id) as AuthorId);
const counters = fc.array(fc.tuple(author, fc.integer({ min: 1, max: 2 ** 40 })), { maxLength: 8 });
const clock = counters.map((list) => new Map(list));

describe('what is written reads back as itself', () => {
  it('numbers', () => {
    fc.assert(
      fc.property(number, (value) => {
        expect(parse(varint(value), (reader) => reader.varint())).toEqual({ kind: 'parsed', value });
      }),
    );
  });

  it('bytes as hex and as base64url', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (some) => {
        expect(fromHex(toHex(some))).toEqual(some);
        expect(fromBase64Url(toBase64Url(some))).toEqual({ kind: 'bytes', bytes: some, canonical: true });
        expect(toBase64Url(some)).toBe(Buffer.from(some).toString('base64url'));
      }),
    );
  });

  it('server frames', () => {
    const small = fc.nat(65_535);
    const subject: fc.Arbitrary<Subject> = fc.oneof(
      fc.record({ kind: fc.constant('join' as const), request: number }),
      fc.record({ kind: fc.constant('append' as const), handle: number, counter: number }),
      fc.record({ kind: fc.constant('channel' as const), handle: number }),
    );
    const sentence = fc.string({ maxLength: 60, unit: 'grapheme' });
    const frame: fc.Arbitrary<ServerFrame> = fc.oneof(
      fc.record({ kind: fc.constant('entry' as const), handle: number, seq: number, entry: fc.uint8Array() }),
      fc.record({ kind: fc.constant('ephemeral' as const), handle: number, message: fc.uint8Array() }),
      fc.record({ kind: fc.constant('live' as const), handle: number, seq: number }),
      fc.record({ kind: fc.constant('refused' as const), subject, code: small, detail: number, sentence }),
      fc.record({ kind: fc.constant('ended' as const), handle: number, code: small, sentence }),
      fc.record({ kind: fc.constant('go-away' as const), code: small, retryAfterMs: number, sentence }),
    );
    fc.assert(
      fc.property(frame, (value) => {
        expect(decodeServerFrame(encodeServerFrame(value))).toEqual({ kind: 'parsed', value });
      }),
    );
  });

  it('messages of frames, whatever their limit', () => {
    const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 2000 }), (list, max) => {
        const back = packFrames(list, max).flatMap((message) => {
          const parsed = unpackFrames(message);
          if (parsed.kind === 'malformed') throw new Error(`malformed at ${parsed.offset}`);
          expect(message.length <= max || parsed.value.length === 1).toBe(true);
          return parsed.value;
        });
        expect(back.map(toHex)).toEqual(list.map(toHex));
      }),
    );
  });

  it('entries, opened again', () => {
    const fields: fc.Arbitrary<KindFields> = fc.oneof(
      fc.constantFrom('update', 'message', 'control', 'part').map((kind) => ({ kind }) as const),
      fc.record({ kind: fc.constant('snapshot' as const), parts: fc.nat(1024), covers: clock }),
      fc.record({ kind: fc.constant('attest' as const), snapshot: hex(32) as fc.Arbitrary<EntryId> }),
    );
    const all = fc.tuple(bytes(32), bytes(32), hex(32), hex(32), fields, number, fc.integer({ min: 1 }), bytes(16));
    fc.assert(
      fc.property(all, fc.uint8Array({ maxLength: 2000 }), (drawn, content) => {
        const [seed, epochKey, channelHex, prevHex, kindFields, epoch, counter, nonce] = drawn;
        const [channel, prev] = [channelHex as ChannelId, prevHex as EntryId];
        const [pair, keys] = [keyPairOf(seed), epochKeys(epochKey)];
        const header = { epoch, author: authorIdOf(pair.publicKey), counter, prev, fields: kindFields };
        const read = readEntry(sealEntry({ channel, keys, author: pair, header, content, nonce }));
        if (read.kind === 'malformed') throw new Error(`malformed at ${read.offset}`);
        expect([read.value.epoch, read.value.counter, read.value.fields]).toEqual([epoch, counter, kindFields]);
        expect(isSigned(read.value, channel, prev, pair.publicKey)).toBe(true);
        expect(openEntry(read.value, channel, prev, keys)).toEqual(content);
      }),
    );
  });

  it('links', () => {
    const link = fc.record({
      origin: fc.constantFrom('https://pads.example', 'http://localhost:8080', 'http://[::1]:9'),
      layer: fc.constantFrom('pad' as const, 'log' as const),
      capability: fc.constantFrom(...CAPABILITIES),
      epoch: number,
      channel: hex(32) as fc.Arbitrary<ChannelId>,
      secret: bytes(32),
    });
    const options = fc.record({ salt: bytes(16), expiry: fc.maxSafeNat().filter((at) => at > 0) }, { requiredKeys: [] });
    fc.assert(
      fc.property(link, options, (drawn, more) => {
        const epoch = drawn.capability === 'own' ? 0 : drawn.epoch;
        const one: Link = { ...drawn, epoch, ...more };
        expect(readLink(writeLink(one))).toEqual({ kind: 'link', link: one });
      }),
    );
  });
});

describe('no decoder throws for what it is given', () => {
  const decoders: Record<string, (input: Uint8Array) => unknown> = {
    readEntry,
    readEphemeral,
    decodeServerFrame,
    decodeClientFrame,
    unpackFrames,
    decodeDescriptor,
    decodeSighting,
    readGrant: (input) => parse(input, readGrant),
    readEpochFields: (input) => parse(input, readEpochFields),
    decodeSnapshotContent: (input) => decodeSnapshotContent(input, new Map()),
    readLink: (input) => readLink(new TextDecoder().decode(input)),
    decodeManifest,
    readReference: (input) => orTacitError(() => readReference(new TextDecoder().decode(input))),
  };

  /** A reference says no by a TacitError; anything else that is thrown is a fault. */
  const orTacitError = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      if (error instanceof TacitError) return error;
      throw error;
    }
  };

  /** Well-formed bytes to damage: all the hex, and all the links, of the vectors. */
  const samples = (): Uint8Array[] => {
    const texts = Object.keys(MAKERS).flatMap((name) =>
      [...made(name as keyof typeof MAKERS, undefined).matchAll(/"([^"]{2,})"/gu)].map((match) => match[1]!),
    );
    const whole = texts.filter((text) => text.length < 3000);
    return whole.map((text) =>
      /^([0-9a-f]{2})+$/u.test(text) ? fromHex(text) : new TextEncoder().encode(text),
    );
  };

  it.each(Object.keys(decoders))('%s: random bytes', (name) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (input) => {
        expect(() => decoders[name]!(input)).not.toThrow();
      }),
    );
  });

  it.each(Object.keys(decoders))('%s: good bytes that were cut, changed or lengthened', (name) => {
    const good = samples();
    const how = fc.constantFrom('cut', 'change', 'lengthen');
    const damage = fc.tuple(fc.nat(good.length - 1), fc.nat(), fc.nat(255), how);
    fc.assert(
      fc.property(damage, ([which, at, value, how]) => {
        const input = good[which]!.slice();
        const place = at % (input.length + 1);
        if (how === 'change' && place < input.length) input[place] = value;
        const longer = Uint8Array.of(...input.subarray(0, place), value, ...input.subarray(place));
        const damaged = how === 'cut' ? input.subarray(0, place) : how === 'lengthen' ? longer : input;
        expect(() => decoders[name]!(damaged)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it('readLink: text that looks like a link', () => {
    const scheme = fc.constantFrom('https://', 'http://', 'HTTPS://', 'ftp://', '', 'http:/');
    const path = fc.constantFrom('/#/pad/edit/', '/#/log/own/', '/#//', '/', '#', '');
    fc.assert(
      fc.property(scheme, fc.string({ unit: 'binary' }), path, fc.string({ unit: 'binary' }), (a, host, b, token) => {
        const read = readLink(a + host + b + token);
        if (read.kind === 'damaged') expect(['link-damaged', 'link-newer']).toContain(read.error.code);
      }),
      { numRuns: 2000 },
    );
  });
});
