/** Frames on the WebSocket (docs/protocol/connection.md §4.1 to §4.3). */
import { readGrant, readRole, roleNumber, writeGrant, type Grant, type Role } from '../keys/grant.ts';
import { DESCRIPTOR_BYTES } from '../keys/descriptor.ts';
import { readAuthor } from '../keys/epoch.ts';
import { PROOF_KEYS, type ProofKey } from '../keys/proof.ts';
import type { AuthorId, ChannelId, Clock, Incarnation } from './ids.ts';
import { parse, type Parsed, type Reader } from './reader.ts';
import { Writer } from './writer.ts';

export const PROTOCOL_VERSION = 1;
export const SUBPROTOCOL = 'tacit.1';
export const SYNC_PATH = '/sync';
export const MESSAGE_BYTES_MAX = 4_194_304;

const AGENT_BYTES_MAX = 64;
const TEXT_BYTES_MAX = 1024;
const CODE_MAX = 65_535;
const CLOCK_MAX = 4096;
const FLAG_HISTORY = 1;
const FLAG_DESCRIPTOR = 2;
const FLAG_CLOCK = 4;

/** How far a client has read: a place in one log, or what it holds of each author. */
export type Cursor =
  | { readonly kind: 'seq'; readonly incarnation: Incarnation; readonly seq: number }
  | { readonly kind: 'clock'; readonly clock: Clock };

export interface Join {
  readonly kind: 'join';
  readonly request: number;
  readonly channelId: ChannelId;
  readonly by: ProofKey;
  readonly history: boolean;
  readonly signature: Uint8Array;
  readonly descriptor: Uint8Array | undefined;

  /** There exactly when `by` is `author`. */
  readonly grant: Grant | undefined;
  readonly cursor: Cursor;
}

export type ClientFrame =
  | { readonly kind: 'hello'; readonly versionMin: number; readonly versionMax: number; readonly agent: string }
  | Join
  | { readonly kind: 'append'; readonly handle: number; readonly entry: Uint8Array }
  | { readonly kind: 'ephemeral'; readonly handle: number; readonly message: Uint8Array }
  | { readonly kind: 'leave'; readonly handle: number }
  | { readonly kind: 'ping'; readonly token: Uint8Array };

export interface Welcome {
  readonly kind: 'welcome';
  readonly version: number;
  readonly challenge: Uint8Array;
  readonly server: string;
  readonly audience: string;
  readonly entryMax: number;
  readonly ephemeralMax: number;
  readonly messageMax: number;
  readonly channelsMax: number;
  readonly idleSeconds: number;
}

export interface Joined {
  readonly kind: 'joined';
  readonly request: number;
  readonly handle: number;
  readonly role: Role;
  readonly descriptor: Uint8Array;
  readonly incarnation: Incarnation;
  readonly head: number;
  readonly epoch: number;
  readonly lastCounter: number;
  readonly bytes: number;

  /** 0 for no limit. */
  readonly bytesMax: number;
}

/** What a refusal is about. */
export type Subject =
  | { readonly kind: 'join'; readonly request: number }
  | { readonly kind: 'append'; readonly handle: number; readonly counter: number }
  | { readonly kind: 'channel'; readonly handle: number };

export interface Refused {
  readonly kind: 'refused';
  readonly subject: Subject;
  readonly code: number;
  readonly detail: number;
  readonly sentence: string;
}

export type ServerFrame =
  | Welcome
  | Joined
  | { readonly kind: 'entry'; readonly handle: number; readonly seq: number; readonly entry: Uint8Array }
  | {
      readonly kind: 'ack';
      readonly handle: number;
      readonly firstCounter: number;
      readonly firstSeq: number;
      readonly count: number;
    }
  | { readonly kind: 'ephemeral'; readonly handle: number; readonly message: Uint8Array }
  | { readonly kind: 'live'; readonly handle: number; readonly seq: number }
  | Refused
  | { readonly kind: 'ended'; readonly handle: number; readonly code: number; readonly sentence: string }
  | { readonly kind: 'pong'; readonly token: Uint8Array }
  | { readonly kind: 'go-away'; readonly code: number; readonly retryAfterMs: number; readonly sentence: string };

export function encodeClientFrame(frame: ClientFrame): Uint8Array {
  const writer = new Writer();
  switch (frame.kind) {
    case 'hello':
      return writer.u8(0x01).varint(frame.versionMin).varint(frame.versionMax).string(frame.agent).done();
    case 'join':
      return writeJoin(writer.u8(0x02), frame).done();
    case 'append':
      return writer.u8(0x03).varint(frame.handle).bytes(frame.entry).done();
    case 'ephemeral':
      return writer.u8(0x04).varint(frame.handle).bytes(frame.message).done();
    case 'leave':
      return writer.u8(0x05).varint(frame.handle).done();
    case 'ping':
      return writer.u8(0x06).bytes(frame.token).done();
  }
}

/** What a server reads. Clients need it for vectors and for tests alone. */
export function decodeClientFrame(bytes: Uint8Array): Parsed<ClientFrame> {
  return parse(bytes, (reader): ClientFrame => {
    switch (reader.u8()) {
      case 0x01:
        return readHello(reader);
      case 0x02:
        return readJoin(reader);
      case 0x03:
        return { kind: 'append', handle: reader.varint(), entry: reader.rest() };
      case 0x04:
        return { kind: 'ephemeral', handle: reader.varint(), message: reader.rest() };
      case 0x05:
        return { kind: 'leave', handle: reader.varint() };
      case 0x06:
        return { kind: 'ping', token: reader.bytes(8) };
      default:
        return reader.fail(0);
    }
  });
}

/** What a server writes. Clients need it for vectors and for tests alone. */
export function encodeServerFrame(frame: ServerFrame): Uint8Array {
  const writer = new Writer();
  switch (frame.kind) {
    case 'welcome':
      writer.u8(0x81).varint(frame.version).bytes(frame.challenge).string(frame.server).string(frame.audience);
      writer.varint(frame.entryMax).varint(frame.ephemeralMax).varint(frame.messageMax);
      return writer.varint(frame.channelsMax).varint(frame.idleSeconds).done();
    case 'joined':
      writer.u8(0x82).varint(frame.request).varint(frame.handle).u8(roleNumber(frame.role)).bytes(frame.descriptor);
      writer.hex(frame.incarnation).varint(frame.head).varint(frame.epoch).varint(frame.lastCounter);
      return writer.varint(frame.bytes).varint(frame.bytesMax).done();
    case 'entry':
      return writer.u8(0x83).varint(frame.handle).varint(frame.seq).bytes(frame.entry).done();
    case 'ack':
      writer.u8(0x84).varint(frame.handle).varint(frame.firstCounter).varint(frame.firstSeq);
      return writer.varint(frame.count).done();
    case 'ephemeral':
      return writer.u8(0x85).varint(frame.handle).bytes(frame.message).done();
    case 'live':
      return writer.u8(0x86).varint(frame.handle).varint(frame.seq).done();
    case 'refused':
      writeSubject(writer.u8(0x87), frame.subject);
      return writer.varint(frame.code).varint(frame.detail).string(frame.sentence).done();
    case 'ended':
      return writer.u8(0x88).varint(frame.handle).varint(frame.code).string(frame.sentence).done();
    case 'pong':
      return writer.u8(0x89).bytes(frame.token).done();
    case 'go-away':
      return writer.u8(0x8a).varint(frame.code).varint(frame.retryAfterMs).string(frame.sentence).done();
  }
}

export function decodeServerFrame(bytes: Uint8Array): Parsed<ServerFrame> {
  return parse(bytes, (reader): ServerFrame => {
    switch (reader.u8()) {
      case 0x81:
        return readWelcome(reader);
      case 0x82:
        return readJoined(reader);
      case 0x83:
        return { kind: 'entry', handle: reader.varint(), seq: reader.varint(), entry: reader.rest() };
      case 0x84:
        return readAck(reader);
      case 0x85:
        return { kind: 'ephemeral', handle: reader.varint(), message: reader.rest() };
      case 0x86:
        return { kind: 'live', handle: reader.varint(), seq: reader.varint() };
      case 0x87:
        return { kind: 'refused', subject: readSubject(reader), ...readCodeAndDetail(reader), sentence: text(reader) };
      case 0x88:
        return { kind: 'ended', handle: reader.varint(), code: reader.varint(CODE_MAX), sentence: text(reader) };
      case 0x89:
        return { kind: 'pong', token: reader.bytes(8) };
      case 0x8a: {
        const code = reader.varint(CODE_MAX);
        return { kind: 'go-away', code, retryAfterMs: reader.varint(), sentence: text(reader) };
      }
      default:
        return reader.fail(0);
    }
  });
}

function writeJoin(writer: Writer, join: Join): Writer {
  const flags =
    (join.history ? FLAG_HISTORY : 0) |
    (join.descriptor ? FLAG_DESCRIPTOR : 0) |
    (join.cursor.kind === 'clock' ? FLAG_CLOCK : 0);
  writer.varint(join.request).hex(join.channelId).u8(PROOF_KEYS.indexOf(join.by) + 1).u8(flags).bytes(join.signature);
  if (join.descriptor) writer.bytes(join.descriptor);
  if (join.grant) writeGrant(writer, join.grant);
  const { cursor } = join;
  if (cursor.kind === 'seq') return writer.hex(cursor.incarnation).varint(cursor.seq);
  return writer.sorted(cursor.clock, (author, counter) => writer.hex(author).varint(counter));
}

function readHello(reader: Reader): ClientFrame {
  const versionMin = reader.varint();
  const at = reader.offset;
  const versionMax = reader.varint();
  if (versionMax < versionMin) reader.fail(at);
  return { kind: 'hello', versionMin, versionMax, agent: reader.string(AGENT_BYTES_MAX) };
}

function readJoin(reader: Reader): Join {
  const request = reader.varint();
  const channelId = reader.hex(32) as ChannelId;
  const byAt = reader.offset;
  const by = PROOF_KEYS[reader.u8() - 1] ?? reader.fail(byAt);
  const flags = reader.u8();
  if (flags & ~(FLAG_HISTORY | FLAG_DESCRIPTOR | FLAG_CLOCK)) reader.fail(byAt + 1);
  const signature = reader.bytes(64);
  const descriptor = flags & FLAG_DESCRIPTOR ? reader.bytes(DESCRIPTOR_BYTES) : undefined;
  const grant = by === 'author' ? readGrant(reader) : undefined;
  const cursor: Cursor =
    flags & FLAG_CLOCK
      ? { kind: 'clock', clock: readClock(reader) }
      : { kind: 'seq', incarnation: reader.hex(16) as Incarnation, seq: reader.varint() };
  const history = (flags & FLAG_HISTORY) !== 0;
  return { kind: 'join', request, channelId, by, history, signature, descriptor, grant, cursor };
}

function readClock(reader: Reader): Map<AuthorId, number> {
  return new Map(reader.sorted(CLOCK_MAX, () => [readAuthor(reader), fromOne(reader)]));
}

function readWelcome(reader: Reader): Welcome {
  return {
    kind: 'welcome',
    version: reader.varint(),
    challenge: reader.bytes(32),
    server: text(reader),
    audience: text(reader),
    entryMax: reader.varint(),
    ephemeralMax: reader.varint(),
    messageMax: reader.varint(),
    channelsMax: reader.varint(),
    idleSeconds: reader.varint(),
  };
}

function readJoined(reader: Reader): Joined {
  return {
    kind: 'joined',
    request: reader.varint(),
    handle: reader.varint(),
    role: readRole(reader),
    descriptor: reader.bytes(DESCRIPTOR_BYTES),
    incarnation: reader.hex(16) as Incarnation,
    head: reader.varint(),
    epoch: reader.varint(),
    lastCounter: reader.varint(),
    bytes: reader.varint(),
    bytesMax: reader.varint(),
  };
}

function readAck(reader: Reader): ServerFrame {
  const [handle, firstCounter, firstSeq] = [reader.varint(), reader.varint(), reader.varint()];
  return { kind: 'ack', handle, firstCounter, firstSeq, count: fromOne(reader) };
}

function writeSubject(writer: Writer, subject: Subject): void {
  switch (subject.kind) {
    case 'join':
      writer.u8(1).varint(subject.request);
      break;
    case 'append':
      writer.u8(2).varint(subject.handle).varint(subject.counter);
      break;
    case 'channel':
      writer.u8(3).varint(subject.handle);
      break;
  }
}

function readSubject(reader: Reader): Subject {
  const at = reader.offset;
  switch (reader.u8()) {
    case 1:
      return { kind: 'join', request: reader.varint() };
    case 2:
      return { kind: 'append', handle: reader.varint(), counter: reader.varint() };
    case 3:
      return { kind: 'channel', handle: reader.varint() };
    default:
      return reader.fail(at);
  }
}

function readCodeAndDetail(reader: Reader): { code: number; detail: number } {
  return { code: reader.varint(CODE_MAX), detail: reader.varint() };
}

/** A counter or a count: none of them is 0. */
function fromOne(reader: Reader): number {
  const at = reader.offset;
  return reader.varint() || reader.fail(at);
}

function text(reader: Reader): string {
  return reader.string(TEXT_BYTES_MAX);
}
