/** Messages to those present, never stored (docs/protocol/entry.md §2.8). */
import type { KeyPair } from '../crypto/sodium.ts';
import { CONTEXT } from '../keys/context.ts';
import { readAuthor } from '../keys/epoch.ts';
import type { EpochKeys } from '../keys/secrets.ts';
import { concat, fromHex } from '../wire/bytes.ts';
import type { AuthorId, ChannelId } from '../wire/ids.ts';
import { parse, type Parsed } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { readCounter, readSealed } from './entry.ts';
import { pad, paddedBytes } from './padding.ts';
import { open, seal, signatureHolds, TRAILER_BYTES, type Binding, type Sealed } from './sealing.ts';

export const EPHEMERAL_BYTES_MAX = 65_536;

const VERSION = 1;
const PADDED_BYTES_MIN = 256;
const SESSIONS_MAX = 1024;

/** The first byte of the content. */
export const EphemeralType = { awareness: 1, view: 2, message: 3 } as const;

export interface EphemeralHeader {
  readonly epoch: number;
  readonly author: AuthorId;

  /** 8 bytes as hex, drawn for one run of one client. */
  readonly session: string;

  /** From 1; grows with each message of the session. */
  readonly counter: number;
}

export interface Ephemeral extends EphemeralHeader {
  readonly sealed: Sealed;
}

export interface EphemeralContent {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** Throws a RangeError if the message would be over `EPHEMERAL_BYTES_MAX`. */
export function sealEphemeral(options: {
  channel: ChannelId;
  keys: EpochKeys;
  author: KeyPair;
  header: EphemeralHeader;
  content: EphemeralContent;
  nonce: Uint8Array;
}): Uint8Array {
  const { header, content } = options;
  const bytes = new Writer()
    .u8(VERSION)
    .varint(header.epoch)
    .hex(header.author)
    .hex(header.session)
    .varint(header.counter)
    .done();
  const plain = concat(Uint8Array.of(content.type), content.payload);
  const room = EPHEMERAL_BYTES_MAX - bytes.length - TRAILER_BYTES;
  const padded = pad(plain, Math.min(Math.max(PADDED_BYTES_MIN, paddedBytes(plain.length)), room));
  return seal(binding(options.channel, options.keys), header.author, bytes, options.author, padded, options.nonce);
}

export function readEphemeral(bytes: Uint8Array): Parsed<Ephemeral> {
  if (bytes.length > EPHEMERAL_BYTES_MAX) return { kind: 'malformed', offset: EPHEMERAL_BYTES_MAX };
  return parse(bytes, (reader) => {
    if (reader.u8() !== VERSION) reader.fail(0);
    const epoch = reader.varint();
    const author = readAuthor(reader);
    const session = reader.hex(8);
    const counter = readCounter(reader);
    return { epoch, author, session, counter, sealed: readSealed(reader, bytes, PADDED_BYTES_MIN) };
  });
}

/** The content, if `authorKey` signed it here and it opens. */
export function openEphemeral(
  message: Ephemeral,
  channel: ChannelId,
  authorKey: Uint8Array,
  keys: EpochKeys,
): EphemeralContent | undefined {
  const bound = binding(channel, keys);
  if (!signatureHolds(bound, message.sealed, authorKey)) return undefined;
  const plain = open(bound, message.author, message.sealed);
  return plain && plain.length > 0 ? { type: plain[0]!, payload: plain.subarray(1) } : undefined;
}

/** Remembers the newest counter of each session, so that a message counts once. Forgets the session idle longest. */
export class ReplayWindow {
  readonly #counters = new Map<string, number>();

  /** Whether the message is new; from now on it is not. Ask only about messages that opened. */
  admits(message: EphemeralHeader): boolean {
    const session = `${message.author}/${message.session}`;
    if (message.counter <= (this.#counters.get(session) ?? 0)) return false;
    this.#counters.delete(session); // Set again below, at the end: a Map keeps the order of insertion.
    this.#counters.set(session, message.counter);
    if (this.#counters.size > SESSIONS_MAX) this.#counters.delete(this.#counters.keys().next().value!);
    return true;
  }
}

function binding(channel: ChannelId, keys: EpochKeys): Binding {
  return {
    signContext: CONTEXT.ephemeral,
    signed: fromHex(channel),
    adContext: CONTEXT.ephemeral,
    key: keys.ephemeral,
    commitmentKey: keys.ephemeralCommitment,
  };
}
