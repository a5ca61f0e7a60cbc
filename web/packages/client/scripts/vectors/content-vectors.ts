/** Makes entries, padding, snapshots, ephemeral and heads. Source: docs/protocol/entry.md §2.1 to §2.9. */
import { CONTEXT } from '../../src/keys/context.ts';
import { rotate } from '../../src/keys/epoch.ts';
import { signGrant } from '../../src/keys/grant.ts';
import { authorIdOf, secretKeyPair } from '../../src/keys/secrets.ts';
import { CHAIN_START, encodeHeader, encodeKindFields, entryIdOf, type KindFields } from '../../src/seal/entry.ts';
import { sealEphemeral } from '../../src/seal/ephemeral.ts';
import { pad, paddedBytes } from '../../src/seal/padding.ts';
import { seal, sealEntry, type Binding } from '../../src/seal/sealing.ts';
import { encodeSnapshotContent, headsHash, type Head, type Heads } from '../../src/seal/snapshot.ts';
import { concat, fromHex, toHex, utf8 } from '../../src/wire/bytes.ts';
import type { AuthorId, EntryId } from '../../src/wire/ids.ts';
import { changed, drawAuthor, drawChannel, SeededBytes } from './seeded.ts';

const LENGTHS = [0, 1, 2, 61, 62, 63, 64, 65, 127, 128, 255, 256, 257, 511, 512, 700, 3000, 20_000, 70_001, 600_000];
const NUMBERS = ['update', 'snapshot', 'message', 'grant', 'epoch', 'attest', 'control', 'part'];

export function makePadding(): object {
  return { cases: LENGTHS.map((content) => ({ content, padded: paddedBytes(content) })) };
}

export function makeSnapshots(): object {
  const random = new SeededBytes('snapshots');
  const one = (count: number): object => {
    const heads = drawHeads(random, count);
    const covers = new Map([...heads].map(([author, head]) => [author, head.counter]));
    const document = random.next(50 * count);
    return {
      parts: 3 * count,
      covers: [...covers],
      fields: toHex(encodeKindFields({ kind: 'snapshot', parts: 3 * count, covers })),
      heads: listed(heads),
      document: toHex(document),
      content: toHex(encodeSnapshotContent(heads, document)),
    };
  };
  return { cases: [0, 1, 3, 7].map(one) };
}

export function makeHeads(): object {
  const random = new SeededBytes('heads');
  const one = (count: number): object => {
    const heads = drawHeads(random, count);
    return { heads: listed(heads), hash: headsHash(heads) };
  };
  return { cases: [0, 1, 3, 7].map(one) };
}

/** By author, with counters of every length that a number has. */
function drawHeads(random: SeededBytes, count: number): Heads {
  const heads = Array.from({ length: count }, (_, at): [AuthorId, Head] => [
    random.hex(8) as AuthorId,
    { counter: 2 ** (8 * at) - (at % 2), id: random.hex(32) as EntryId },
  ]);
  return new Map(heads.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function listed(heads: Heads): unknown[] {
  return [...heads].map(([author, { counter, id }]) => [author, counter, id]);
}

export function makeEntries(): object {
  const random = new SeededBytes('entries');
  const channel = drawChannel(random);
  const { seed, pair } = drawAuthor(random);
  const author = authorIdOf(pair.publicKey);
  const cases: object[] = [];
  let tail: Head = { counter: 0, id: CHAIN_START };
  const add = (epoch: number, fields: KindFields, content: Uint8Array): void => {
    const header = { epoch, author, counter: tail.counter + 1, prev: tail.id, fields };
    const nonce = random.next(16);
    const entry = sealEntry({ channel: channel.id, keys: channel.keys, author: pair, header, content, nonce });
    cases.push({
      channelId: channel.id,
      epochKey: toHex(channel.epochKey),
      authorSeed: toHex(seed),
      kind: NUMBERS.indexOf(fields.kind) + 1,
      epoch,
      counter: header.counter,
      prev: tail.id,
      fields: toHex(encodeKindFields(fields)),
      nonce: toHex(nonce),
      content: toHex(content),
      entry: toHex(entry),
      id: entryIdOf(entry),
    });
    tail = { counter: header.counter, id: entryIdOf(entry) };
  };
  const admin = { authorKey: pair.publicKey, role: 'admin', expiry: 0, epoch: 0, by: 'owner' } as const;
  const grant = signGrant(channel.id, admin, secretKeyPair(channel.ownerSecret).privateKey);
  add(0, { kind: 'grant', grant }, utf8('téléphone'));
  for (const length of [0, 62, 63, 64, 127, 128, 255, 256, 511, 512, 513, 900]) {
    add(0, { kind: 'update' }, random.next(length));
  }
  add(0, { kind: 'message' }, utf8('ahoy'));
  add(0, { kind: 'control' }, Uint8Array.of(0, 0x80, 0));
  add(0, { kind: 'part' }, random.next(70));
  add(0, { kind: 'snapshot', parts: 1, covers: new Map([[author, 12]]) }, random.next(80));
  add(0, { kind: 'snapshot', parts: 0, covers: new Map() }, new Uint8Array());
  add(0, { kind: 'attest', snapshot: random.hex(32) as EntryId }, new Uint8Array());
  const rotated = rotate({
    channel: channel.id,
    epoch: 1,
    oldReadSecret: channel.readSecret,
    writeSecret: random.next(32),
    wrapNonce: random.next(24),
    removed: new Map([[random.hex(8) as AuthorId, 300]]),
    recipientKeys: [],
  });
  // A box in the place of one that libsodium would draw differently each time; whether it opens is the view's affair.
  const opens = { ...rotated, boxes: new Map([[random.hex(8) as AuthorId, random.next(80)]]) };
  add(1, { kind: 'epoch', opens }, new Uint8Array());
  tail = { counter: 16_382, id: random.hex(32) as EntryId };
  add(300, { kind: 'update' }, utf8('much later'));
  add(300, { kind: 'grant', grant }, utf8(''));
  return { cases, mustNotOpen: entriesThatMustNotOpen(random) };
}

function entriesThatMustNotOpen(random: SeededBytes): object[] {
  const channel = drawChannel(random);
  const { pair } = drawAuthor(random);
  const author = authorIdOf(pair.publicKey);
  const prev = random.hex(32) as EntryId;
  const nonce = random.next(16);
  const header = { epoch: 0, author, counter: 9, prev, fields: { kind: 'message' } } as const;
  const content = utf8('never seen');
  const good = sealEntry({ channel: channel.id, keys: channel.keys, author: pair, header, content, nonce });
  const { content: key, contentCommitment: commitmentKey, ephemeral, ephemeralCommitment } = channel.keys;
  const signed = concat(fromHex(channel.id), fromHex(prev));
  const right: Binding = { signContext: CONTEXT.entry, signed, adContext: CONTEXT.seal, key, commitmentKey };
  const padded = pad(content, 64);
  const forged = (binding: Partial<Binding>, plain = padded): Uint8Array =>
    seal({ ...right, ...binding }, author, encodeHeader(header), pair, plain, nonce);
  const one = (entry: Uint8Array, why: string, before: string = prev): object => ({
    channelId: channel.id,
    epochKey: toHex(channel.epochKey),
    authorKey: toHex(pair.publicKey),
    prev: before,
    entry: toHex(entry),
    why,
  });
  return [
    ...[0, 1, 2, 10, 11, 27, 90, -100, -80, -64, -1].map((at) => one(changed(good, at), `byte ${at} changed`)),
    one(good, 'another entry before it', random.hex(32)),
    one(good.slice(0, -1), 'cut off'),
    one(concat(good, Uint8Array.of(0)), 'too long'),
    one(new Uint8Array(), 'empty'),
    one(forged({ key: ephemeral }), 'encrypted with the ephemeral key'),
    one(forged({ commitmentKey: ephemeralCommitment }), 'committed to with the ephemeral commitment key'),
    one(forged({ signContext: CONTEXT.ephemeral }), 'signed in another context'),
    one(forged({ adContext: CONTEXT.entry }), 'authenticated in another context'),
    one(forged({ signed: fromHex(channel.id) }), 'without the entry before it'),
    one(forged({}, new Uint8Array(64)), 'nothing but zero bytes'),
    one(forged({}, padded.map((byte) => (byte === 0x80 ? 0x81 : byte))), 'padding with another mark'),
  ];
}

export function makeEphemeral(): object {
  const random = new SeededBytes('ephemeral');
  const channel = drawChannel(random);
  const { seed, pair } = drawAuthor(random);
  const author = authorIdOf(pair.publicKey);
  const made = [0, 1, 254, 255, 256, 510, 511, 3000].map((length, at) => {
    const header = { epoch: 60 * at, author, session: random.hex(8), counter: 50 * at + 1 };
    const [nonce, payload] = [random.next(16), random.next(length)];
    const content = { type: (at % 3) + 1, payload };
    const message = sealEphemeral({ channel: channel.id, keys: channel.keys, author: pair, header, content, nonce });
    return { header, nonce, content, message };
  });
  const cases = made.map(({ header, nonce, content, message }) => ({
    channelId: channel.id,
    epochKey: toHex(channel.epochKey),
    authorSeed: toHex(seed),
    epoch: header.epoch,
    session: header.session,
    counter: header.counter,
    nonce: toHex(nonce),
    type: content.type,
    payload: toHex(content.payload),
    message: toHex(message),
  }));
  // Of epoch 0, as readers of these take it.
  const good = made[0]!.message;
  const bound: Binding = {
    signContext: CONTEXT.ephemeral,
    signed: fromHex(channel.id),
    adContext: CONTEXT.ephemeral,
    key: channel.keys.ephemeral,
    commitmentKey: channel.keys.ephemeralCommitment,
  };
  const header = good.subarray(0, 1 + 1 + 8 + 8 + 1);
  const forged = (binding: Partial<Binding>, plain: Uint8Array): Uint8Array =>
    seal({ ...bound, ...binding }, author, header, pair, plain, random.next(16));
  const plain = pad(Uint8Array.of(1), Math.max(256, paddedBytes(1)));
  const one = (message: Uint8Array, why: string): object => ({
    channelId: channel.id,
    epochKey: toHex(channel.epochKey),
    authorKey: toHex(pair.publicKey),
    message: toHex(message),
    why,
  });
  const mustNotOpen = [
    ...[0, 1, 2, 12, 18, 20, 50, -70, -1].map((at) => one(changed(good, at), `byte ${at} changed`)),
    one(good.slice(0, -1), 'cut off'),
    one(concat(good, Uint8Array.of(0)), 'too long'),
    one(new Uint8Array(), 'empty'),
    one(forged({ key: channel.keys.content }, plain), 'encrypted with the content key'),
    one(forged({ signContext: CONTEXT.entry }, plain), 'signed in another context'),
    one(forged({}, pad(new Uint8Array(), 256)), 'without a type'),
  ];
  return { cases, mustNotOpen };
}
