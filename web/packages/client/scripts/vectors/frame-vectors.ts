/** Makes frames. Source: docs/protocol/connection.md §4.2, §4.3. */
import { CODES } from '../../src/errors/codes.ts';
import { signGrant } from '../../src/keys/grant.ts';
import { secretKeyPair } from '../../src/keys/secrets.ts';
import { toHex, utf8 } from '../../src/wire/bytes.ts';
import { encodeClientFrame, encodeServerFrame, type ClientFrame, type ServerFrame } from '../../src/wire/frames.ts';
import { INCARNATION_NONE, type AuthorId, type Incarnation } from '../../src/wire/ids.ts';
import { Writer } from '../../src/wire/writer.ts';
import { clientForm, serverForm } from './frame-form.ts';
import { drawAuthor, drawChannel, SeededBytes } from './seeded.ts';

export function makeFrames(): object {
  const random = new SeededBytes('frames');
  const client = clientFrames(random).map((frame) => ({ ...clientForm(frame), hex: toHex(encodeClientFrame(frame)) }));
  const server = serverFrames(random).map((frame) => ({ ...serverForm(frame), hex: toHex(encodeServerFrame(frame)) }));
  const malformed = malformedFrames(random).map(([bytes, why]) => ({ hex: toHex(bytes), why }));
  return { cases: [...client, ...server], malformed };
}

function clientFrames(random: SeededBytes): ClientFrame[] {
  const channel = drawChannel(random);
  const authorKey = drawAuthor(random).pair.publicKey;
  const granted = { authorKey, role: 'admin', expiry: 1_800_000_000, epoch: 0, by: 'owner' } as const;
  const grant = signGrant(channel.id, granted, secretKeyPair(channel.ownerSecret).privateKey);
  const join = {
    kind: 'join',
    request: 1,
    channelId: channel.id,
    by: 'read',
    history: false,
    signature: random.next(64),
    descriptor: undefined,
    grant: undefined,
    cursor: { kind: 'seq', incarnation: INCARNATION_NONE, seq: 0 },
  } as const;
  const incarnation = random.hex(16) as Incarnation;
  const authors = [random.hex(8), random.hex(8), random.hex(8)].sort();
  const clock = new Map(authors.map((author, at) => [author as AuthorId, 127 + at]));
  return [
    { kind: 'hello', versionMin: 1, versionMax: 1, agent: 'tacit-js/0.1' },
    { kind: 'hello', versionMin: 1, versionMax: 200, agent: '日本' },
    join,
    { ...join, request: 128, by: 'author', grant, cursor: { kind: 'seq', incarnation, seq: 2 ** 40 } },
    { ...join, by: 'author', grant, descriptor: channel.descriptorBytes, cursor: { kind: 'clock', clock } },
    { ...join, by: 'owner', history: true, cursor: { kind: 'clock', clock: new Map() } },
    { kind: 'append', handle: 0, entry: random.next(300) },
    { kind: 'ephemeral', handle: 16_384, message: random.next(30) },
    { kind: 'leave', handle: 129 },
    { kind: 'ping', token: random.next(8) },
  ];
}

function serverFrames(random: SeededBytes): ServerFrame[] {
  const refusal = { kind: 'refused', detail: 0 } as const;
  return [
    {
      kind: 'welcome',
      version: 1,
      challenge: random.next(32),
      server: 'tacit/0.1',
      audience: 'notes.example',
      entryMax: 1_048_576,
      ephemeralMax: 65_536,
      messageMax: 4_194_304,
      channelsMax: 64,
      idleSeconds: 120,
    },
    {
      kind: 'joined',
      request: 128,
      handle: 300,
      role: 'reader',
      descriptor: drawChannel(random, 'log', 'granted').descriptorBytes,
      incarnation: random.hex(16) as Incarnation,
      head: 2 ** 33,
      epoch: 0,
      lastCounter: 0,
      bytes: 127,
      bytesMax: 0,
    },
    { kind: 'entry', handle: 300, seq: 2 ** 33 + 1, entry: random.next(250) },
    { kind: 'ack', handle: 300, firstCounter: 1, firstSeq: 128, count: 500 },
    { kind: 'ephemeral', handle: 1, message: random.next(60) },
    { kind: 'live', handle: 1, seq: 0 },
    { ...refusal, subject: { kind: 'join', request: 1 }, ...of('proof-failed') },
    { ...refusal, subject: { kind: 'append', handle: 1, counter: 500 }, ...of('entry-too-large'), detail: 1_048_576 },
    { ...refusal, subject: { kind: 'channel', handle: 129 }, ...of('rate-limited'), detail: 1500 },
    { kind: 'ended', handle: 1, ...of('epoch-stale') },
    { kind: 'pong', token: random.next(8) },
    { kind: 'go-away', ...of('version-unsupported'), retryAfterMs: 0 },
    { kind: 'go-away', code: 4242, retryAfterMs: Number.MAX_SAFE_INTEGER, sentence: 'später ☂' },
  ];
}

function of(code: keyof typeof CODES): { code: number; sentence: string } {
  const { number, sentence } = CODES[code];
  return { code: number, sentence };
}

function malformedFrames(random: SeededBytes): [Uint8Array, string][] {
  const join = (by: number, flags: number): Writer =>
    new Writer().u8(0x02).varint(1).bytes(random.next(32)).u8(by).u8(flags).bytes(random.next(64));
  const [low, high] = ['0000000000000001', '0000000000000002'];
  return [
    [new Uint8Array(), 'empty'],
    [Uint8Array.of(0x07), 'unknown type'],
    [Uint8Array.of(0x8b, 1), 'unknown type'],
    [Uint8Array.of(0x01, 1), 'ends early'],
    [Uint8Array.of(0x01, 3, 2, 0), 'highest version below the lowest'],
    [Uint8Array.of(0x01, 1, 1, 2, 0xc3, 0x28), 'text that is no UTF-8'],
    [new Writer().u8(0x01).varint(1).varint(1).string('a'.repeat(65)).done(), 'agent longer than 64 bytes'],
    [Uint8Array.of(0x05, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1), 'varint of nine bytes'],
    [Uint8Array.of(0x05, 1, 1), 'goes on after its end'],
    [Uint8Array.of(0x86, 1, 0x80, 0x80, 0), 'varint in a longer form than it needs'],
    [new Writer().u8(0x89).bytes(utf8('seven b')).done(), 'token cut off'],
    [join(0, 0).hex(INCARNATION_NONE).varint(0).done(), 'proof by no key'],
    [join(1, 16).hex(INCARNATION_NONE).varint(0).done(), 'unknown flag'],
    [join(1, 2).hex(INCARNATION_NONE).varint(0).done(), 'descriptor promised and not there'],
    [join(2, 0).hex(INCARNATION_NONE).varint(0).done(), 'author without a grant'],
    [join(1, 4).varint(2).hex(high).varint(1).hex(low).varint(1).done(), 'clock that is not sorted'],
    [join(1, 4).varint(2).hex(low).varint(1).hex(low).varint(2).done(), 'clock with an author twice'],
    [join(1, 4).varint(5000).done(), 'clock longer than its limit'],
    [Uint8Array.of(0x84, 1, 1, 1), 'ack without a count'],
    [Uint8Array.of(0x87, 0, 1, 1, 0, 0), 'refusal of an unknown subject'],
  ];
}
