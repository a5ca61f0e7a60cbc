/** Makes keys, links, grants, proofs and epochs. Source: docs/protocol/keys.md §1.1 to §1.7. */
import { hash, kdf, keyPairOf } from '../../src/crypto/sodium.ts';
import { LAYERS, POLICIES } from '../../src/keys/descriptor.ts';
import { openWriteSecret, rotate, writeEpochFields } from '../../src/keys/epoch.ts';
import { signGrant, writeGrant, type Grant } from '../../src/keys/grant.ts';
import { lock, writeLink, type Link } from '../../src/keys/link.ts';
import { PROOF_KEYS, prove } from '../../src/keys/proof.ts';
import { authorIdOf, secretKeyPair } from '../../src/keys/secrets.ts';
import { concat, fromHex, toBase64Url, toHex } from '../../src/wire/bytes.ts';
import type { AuthorId, ChannelId } from '../../src/wire/ids.ts';
import { Writer } from '../../src/wire/writer.ts';
import { changed, drawAuthor, drawChannel, SeededBytes, type DrawnChannel } from './seeded.ts';

export function makeKeys(): object {
  const random = new SeededBytes('keys');
  const cases = LAYERS.flatMap((kind) => POLICIES.map((policy) => keyCase(drawChannel(random, kind, policy))));
  const authors = Array.from({ length: 4 }, () => {
    const { seed, pair } = drawAuthor(random);
    return { seed: toHex(seed), key: toHex(pair.publicKey), author: authorIdOf(pair.publicKey) };
  });
  return { cases, authors };
}

function keyCase(channel: DrawnChannel): object {
  const { descriptor, keys } = channel;
  return {
    ownerSecret: toHex(channel.ownerSecret),
    kind: LAYERS.indexOf(descriptor.kind) + 1,
    policy: POLICIES.indexOf(descriptor.policy) + 1,
    ownerKey: toHex(descriptor.ownerKey),
    writeSecret: toHex(channel.writeSecret),
    writeKey: toHex(descriptor.writeKey),
    readSecret: toHex(channel.readSecret),
    readKey: toHex(descriptor.readKey),
    epochKey: toHex(channel.epochKey),
    contentKey: toHex(keys.content),
    commitmentKey: toHex(keys.contentCommitment),
    ephemeralKey: toHex(keys.ephemeral),
    ephemeralCommitmentKey: toHex(keys.ephemeralCommitment),
    wrapKey: toHex(keys.wrap),
    descriptor: toHex(channel.descriptorBytes),
    channelId: channel.id,
  };
}

export function makeLinks(): object {
  const random = new SeededBytes('links');
  const channel = random.hex(32) as ChannelId;
  const secret = random.next(32);
  const good = (
    origin: string,
    rest: Pick<Link, 'layer' | 'capability' | 'epoch' | 'expiry'>,
    password?: string,
  ): object => {
    const link: Link = { origin, ...rest, channel, secret };
    const salt = random.next(16);
    const behind = password === undefined ? {} : { password, salt: toHex(salt) };
    return {
      link: writeLink(password === undefined ? link : lock(link, password, salt)),
      host: new URL(origin).host,
      ...rest,
      channelId: channel,
      secret: toHex(secret),
      ...behind,
    };
  };
  return {
    good: [
      good('https://notes.example', { layer: 'pad', capability: 'own', epoch: 0 }),
      good('https://notes.example', { layer: 'pad', capability: 'edit', epoch: 0 }),
      good('https://notes.example:444', { layer: 'pad', capability: 'view', epoch: 16_384 }),
      good('http://localhost:5000', { layer: 'log', capability: 'edit', epoch: 2 }),
      good('http://[2001:db8::7]:5000', { layer: 'log', capability: 'view', epoch: 127 }),
      good('https://notes.example', { layer: 'pad', capability: 'own', epoch: 0 }, 'tr0ub4dor'),
      good('https://notes.example', { layer: 'log', capability: 'edit', epoch: 300 }, 'ça ira 漢字'),
      // Typed as letters and marks apart: accents in both orders, a Hangul syllable of three, one that never composes.
      good('https://notes.example', { layer: 'pad', capability: 'edit', epoch: 1 }, 'Ame\u0301lie\u0302\u0323'),
      good('https://notes.example', { layer: 'pad', capability: 'view', epoch: 1 }, '\u1112\u1161\u11ab \u0958 \u212b'),
      good('https://notes.example', { layer: 'pad', capability: 'view', epoch: 4, expiry: 1_767_225_600 }),
      good('https://notes.example', { layer: 'pad', capability: 'edit', epoch: 0, expiry: 1 }, 'until then'),
      good('https://notes.example', { layer: 'pad', capability: 'own', epoch: 0, expiry: Number.MAX_SAFE_INTEGER }),
    ],
    damaged: damagedLinks(channel, secret),
  };
}

function damagedLinks(channel: ChannelId, secret: Uint8Array): object[] {
  const tokenOf = (version: number, flags: number, capability: number, epoch: number[], end: number[] = []): string => {
    const fields = new Writer().u8(version).u8(flags).u8(capability).bytes(Uint8Array.from(epoch));
    const body = fields.hex(channel).bytes(secret).bytes(Uint8Array.from(end)).done();
    return toBase64Url(concat(body, hash(body).subarray(0, 4)));
  };
  const whole = (word: string, token: string): string => `https://notes.example/#/pad/${word}/${token}`;
  const token = tokenOf(1, 0, 3, [5]);
  const good = whole('view', token);
  const other = token[40] === 'Q' ? 'R' : 'Q';
  const list: [link: string, part: string][] = [
    ['notes.example/#/pad', 'scheme'],
    [good.replace('https', 'ws'), 'scheme'],
    [good.replace('notes.example', ''), 'host'],
    [good.replace('notes.example', 'notes.example:0'), 'host'],
    [good.replace('notes.example', 'notes.example:99999'), 'host'],
    [good.replace('notes.example', 'a@notes.example'), 'host'],
    [good.replace('/#/', '/'), 'path'],
    [`${good}/`, 'path'],
    [good.replace('/pad/', '/note/'), 'layer'],
    [good.replace('/view/', '/read/'), 'word'],
    [good.replace(token, `${token.slice(0, 20)}+${token.slice(21)}`), 'token'],
    [`${good} and more`, 'token'],
    [good.slice(0, -4), 'length'],
    [whole('view', ''), 'length'],
    [whole('view', tokenOf(1, 1, 3, [5])), 'length'],
    [whole('view', tokenOf(1, 0, 3, [5], [1, 2])), 'length'],
    [good.replace(token, `${token.slice(0, 40)}${other}${token.slice(41)}`), 'checksum'],
    [whole('view', tokenOf(9, 0, 3, [5])), 'version'],
    [whole('view', tokenOf(9, 255, 9, [], [7, 7, 7, 7, 7, 7])), 'version'],
    [whole('edit', token), 'capability'],
    [whole('view', tokenOf(1, 4, 3, [5])), 'flags'],
    [whole('own', tokenOf(1, 0, 1, [2])), 'epoch'],
    [whole('view', tokenOf(1, 0, 3, [0x80, 0x80, 0])), 'epoch'],
    [whole('view', tokenOf(1, 2, 3, [5])), 'length'],
    [whole('view', tokenOf(1, 2, 3, [5], [0x85])), 'length'],
    [whole('view', tokenOf(1, 2, 3, [5], [0x85, 1, 1])), 'length'],
    [whole('view', tokenOf(1, 3, 3, [5], [0x85, 1])), 'length'],
    [whole('view', tokenOf(1, 6, 3, [5], [0x85, 1])), 'flags'],
    [whole('view', tokenOf(1, 2, 3, [5], [0])), 'expiry'],
    [whole('view', tokenOf(1, 2, 3, [5], [0x85, 0])), 'expiry'],
    [whole('view', tokenOf(1, 2, 3, [5], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f])), 'expiry'],
  ];
  return list.map(([link, part]) => ({ link, code: part === 'version' ? 'link-newer' : 'link-damaged', part }));
}

export function makeGrants(): object {
  const random = new SeededBytes('grants');
  const writers = drawChannel(random, 'log');
  const granted = drawChannel(random, 'pad', 'granted');
  const authorKey = drawAuthor(random).pair.publicKey;
  const issued = (channel: DrawnChannel, fields: Pick<Grant, 'role' | 'expiry' | 'epoch' | 'by'>): Uint8Array => {
    const signer = secretKeyPair(fields.by === 'owner' ? channel.ownerSecret : channel.writeSecret);
    return writeGrant(new Writer(), signGrant(channel.id, { authorKey, ...fields }, signer.privateKey)).done();
  };
  const good = (channel: DrawnChannel, fields: Pick<Grant, 'role' | 'expiry' | 'by'>): object => ({
    descriptor: toHex(channel.descriptorBytes),
    channelId: channel.id,
    signerSeed: toHex(kdf(fields.by === 'owner' ? channel.ownerSecret : channel.writeSecret, 2)),
    authorKey: toHex(authorKey),
    role: fields.role === 'admin' ? 2 : 1,
    expiry: fields.expiry,
    epoch: 0,
    by: fields.by === 'owner' ? 2 : 1,
    grant: toHex(issued(channel, { ...fields, epoch: 0 })),
  });
  const bad = (channel: DrawnChannel, grant: Uint8Array, why: string): object => ({
    descriptor: toHex(channel.descriptorBytes),
    grant: toHex(grant),
    why,
  });
  const writer = { role: 'writer', expiry: 0, epoch: 0, by: 'write' } as const;
  const one = issued(writers, writer);
  return {
    good: [
      good(writers, writer),
      good(writers, { role: 'writer', expiry: 4_102_444_800, by: 'write' }),
      good(writers, { role: 'admin', expiry: 0, by: 'owner' }),
      good(granted, { role: 'writer', expiry: 127, by: 'owner' }),
    ],
    bad: [
      bad(writers, changed(one, -1), 'signature changed'),
      bad(writers, changed(one, 31), 'author key changed'),
      bad(writers, changed(one, 33), 'expiry changed'),
      bad(writers, issued(drawChannel(random), writer), 'of another channel'),
      bad(granted, issued(granted, writer), 'policy lets only the owner key grant'),
      bad(writers, issued(writers, { ...writer, role: 'admin' }), 'write key makes an admin'),
      bad(writers, issued(writers, { ...writer, by: 'owner', epoch: 3 }), 'owner key in an epoch'),
      bad(writers, one.slice(0, -1), 'cut off'),
      bad(writers, concat(one, Uint8Array.of(0)), 'too long'),
      bad(writers, new Uint8Array(), 'empty'),
    ],
  };
}

export function makeProofs(): object {
  const random = new SeededBytes('proofs');
  const audiences = ['notes.example', 'localhost:5000', '[2001:db8::7]:444'];
  const one = (audience: string, by: (typeof PROOF_KEYS)[number]): object => {
    const { seed, pair } = drawAuthor(random);
    const [challenge, channel] = [random.next(32), random.hex(32) as ChannelId];
    return {
      seed: toHex(seed),
      key: toHex(pair.publicKey),
      challenge: toHex(challenge),
      audience,
      channelId: channel,
      by: PROOF_KEYS.indexOf(by) + 1,
      signature: toHex(prove(pair.privateKey, { challenge, audience, channel, by })),
    };
  };
  return { cases: audiences.flatMap((audience) => PROOF_KEYS.map((by) => one(audience, by))) };
}

/** What is needed of a file that was made before: see `makeEpochs`. */
export interface EpochsFile {
  readonly cases: readonly { readonly boxes: readonly { readonly recipient: string; readonly box: string }[] }[];
}

/**
 * libsodium draws the ephemeral keys of boxes itself, so a box of the file before that still opens to the right secret
 * is taken over: else making the file again would change it.
 */
export function makeEpochs(before: EpochsFile | undefined): object {
  const random = new SeededBytes('epochs');
  return { cases: [1, 127, 16_384].map((epoch, at) => epochCase(random, epoch, at, before?.cases[at]?.boxes ?? [])) };
}

function epochCase(random: SeededBytes, epoch: number, at: number, kept: EpochsFile['cases'][number]['boxes']): object {
  const channel = random.hex(32) as ChannelId;
  const [oldReadSecret, writeSecret, wrapNonce] = [random.next(32), random.next(32), random.next(24)];
  const removed = new Map(Array.from({ length: 2 * at }, () => [random.hex(8) as AuthorId, 200 * at] as const));
  const seeds = Array.from({ length: 3 - at }, () => random.next(32));
  const recipientKeys = seeds.map((seed) => keyPairOf(seed).publicKey);
  const made = rotate({ channel, epoch, oldReadSecret, writeSecret, wrapNonce, removed, recipientKeys });
  const boxes = new Map(made.boxes);
  for (const seed of seeds) {
    const pair = keyPairOf(seed);
    const recipient = authorIdOf(pair.publicKey);
    const old = kept.find((one) => one.recipient === recipient);
    if (!old) continue;
    const box = fromHex(old.box);
    if (openWriteSecret({ ...made, boxes: new Map([[recipient, box]]) }, [pair])) boxes.set(recipient, box);
  }
  const sorted = [...boxes].sort(([a], [b]) => (a < b ? -1 : 1));
  const seedOf = (recipient: AuthorId): Uint8Array =>
    seeds.find((seed) => authorIdOf(keyPairOf(seed).publicKey) === recipient)!;
  return {
    channelId: channel,
    epoch,
    oldReadSecret: toHex(oldReadSecret),
    writeSecret: toHex(writeSecret),
    writeKey: toHex(made.writeKey),
    readKey: toHex(made.readKey),
    wrapNonce: toHex(wrapNonce),
    wrapped: toHex(made.wrapped),
    removed: [...removed].sort(([a], [b]) => (a < b ? -1 : 1)),
    boxes: sorted.map(([recipient, box]) => ({ seed: toHex(seedOf(recipient)), recipient, box: toHex(box) })),
    fields: toHex(writeEpochFields(new Writer(), { ...made, boxes }).done()),
  };
}
