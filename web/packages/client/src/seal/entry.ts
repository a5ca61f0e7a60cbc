/** The bytes of an entry, without any key (docs/protocol/entry.md §2.1 to §2.3). */
import { hash } from '../crypto/sodium.ts';
import { readAuthor, readEpochFields, writeEpochFields, type EpochFields } from '../keys/epoch.ts';
import { readGrant, writeGrant, type Grant } from '../keys/grant.ts';
import { toHex } from '../wire/bytes.ts';
import { ENTRY_ID_NONE, type AuthorId, type Clock, type EntryId } from '../wire/ids.ts';
import { parse, type Parsed, type Reader } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import type { Sealed } from './sealing.ts';

export const ENTRY_BYTES_MAX = 1_048_576;
export const COVERS_MAX = 4096;
export const PARTS_MAX = 1024;

/** In the order of their numbers, from 1. */
const KINDS = ['update', 'snapshot', 'message', 'grant', 'epoch', 'attest', 'control', 'part'] as const;

export type EntryKind = (typeof KINDS)[number];

/** A snapshot stands for all that it covers; `parts` entries directly before it hold the front of its document. */
export interface SnapshotFields {
  readonly kind: 'snapshot';
  readonly parts: number;
  readonly covers: Clock;
}

/** What the kind adds to the header. */
export type KindFields =
  | { readonly kind: 'update' | 'message' | 'control' | 'part' }
  | SnapshotFields
  | { readonly kind: 'grant'; readonly grant: Grant }
  | { readonly kind: 'epoch'; readonly opens: EpochFields }
  | { readonly kind: 'attest'; readonly snapshot: EntryId };

/** What stands before the nonce, and the `prev` that may or may not be written out. */
export interface EntryHeader {
  readonly epoch: number;
  readonly author: AuthorId;

  /** From 1. */
  readonly counter: number;

  /** The author's entry before; zero bytes for counter 1. */
  readonly prev: EntryId;
  readonly fields: KindFields;
}

/** An entry as it was read. Nothing of it is verified. */
export interface Entry {
  readonly id: EntryId;
  readonly bytes: Uint8Array;
  readonly epoch: number;
  readonly author: AuthorId;
  readonly counter: number;

  /** Written out only in snapshots, grants and epochs. */
  readonly prev: EntryId | undefined;
  readonly fields: KindFields;
  readonly sealed: Sealed;
}

/** Kinds that can outlive the entries before them carry `prev`. */
function carriesPrev(kind: EntryKind): boolean {
  return kind === 'snapshot' || kind === 'grant' || kind === 'epoch';
}

export function entryIdOf(bytes: Uint8Array): EntryId {
  return toHex(hash(bytes)) as EntryId;
}

export function encodeHeader(header: EntryHeader): Uint8Array {
  const { kind } = header.fields;
  const writer = new Writer()
    .u8(KINDS.indexOf(kind) + 1)
    .varint(header.epoch)
    .hex(header.author)
    .varint(header.counter);
  if (carriesPrev(kind)) writer.hex(header.prev);
  return writeKindFields(writer, header.fields).done();
}

/** The kind fields alone, as vectors show them. */
export function encodeKindFields(fields: KindFields): Uint8Array {
  return writeKindFields(new Writer(), fields).done();
}

/** Reads an entry of at most `ENTRY_BYTES_MAX` bytes. */
export function readEntry(bytes: Uint8Array): Parsed<Entry> {
  if (bytes.length > ENTRY_BYTES_MAX) return { kind: 'malformed', offset: ENTRY_BYTES_MAX };
  return parse(bytes, (reader) => {
    const kind = KINDS[reader.u8() - 1] ?? reader.fail(0);
    const epoch = reader.varint();
    const author = readAuthor(reader);
    const counter = readCounter(reader);
    const prev = carriesPrev(kind) ? (reader.hex(32) as EntryId) : undefined;
    const fields = readKindFields(reader, kind);
    const sealed = readSealed(reader, bytes, 64);
    return { id: entryIdOf(bytes), bytes, epoch, author, counter, prev, fields, sealed };
  });
}

/** Nonce, ciphertext, commitment and signature: the same end for entries and ephemeral messages. */
export function readSealed(reader: Reader, bytes: Uint8Array, paddedBytesMin: number): Sealed {
  const headerEnd = reader.offset;
  const nonce = reader.bytes(16);
  const ciphertextBytes = reader.remaining - 16 - 64;
  if (ciphertextBytes < paddedBytesMin + 16) reader.fail();
  return {
    header: bytes.subarray(0, headerEnd),
    nonce,
    ciphertext: reader.bytes(ciphertextBytes),
    commitment: reader.bytes(16),
    signature: reader.bytes(64),
  };
}

export function readCounter(reader: Reader): number {
  const at = reader.offset;
  return reader.varint() || reader.fail(at);
}

/** The `prev` of an author's first entry. */
export const CHAIN_START = ENTRY_ID_NONE;

function writeKindFields(writer: Writer, fields: KindFields): Writer {
  switch (fields.kind) {
    case 'snapshot':
      return writer
        .varint(fields.parts)
        .sorted(fields.covers, (author, counter) => writer.hex(author).varint(counter));
    case 'grant':
      return writeGrant(writer, fields.grant);
    case 'epoch':
      return writeEpochFields(writer, fields.opens);
    case 'attest':
      return writer.hex(fields.snapshot);
    case 'update':
    case 'message':
    case 'control':
    case 'part':
      return writer;
  }
}

function readKindFields(reader: Reader, kind: EntryKind): KindFields {
  switch (kind) {
    case 'snapshot':
      return {
        kind,
        parts: reader.varint(PARTS_MAX),
        covers: new Map(reader.sorted(COVERS_MAX, () => [readAuthor(reader), readCounter(reader)])),
      };
    case 'grant':
      return { kind, grant: readGrant(reader) };
    case 'epoch':
      return { kind, opens: readEpochFields(reader) };
    case 'attest':
      return { kind, snapshot: reader.hex(32) as EntryId };
    case 'update':
    case 'message':
    case 'control':
    case 'part':
      return { kind };
  }
}
