/** What a pad puts into entries (docs/protocol/pad.md §5.1). The Yjs updates in it are not looked into. */
import { parse, Writer, type Reader } from '@tacit/client/layer';

const UPDATE_V1 = 1;
const UPDATE_V2 = 2;
const DATED_UPDATE = 3;
const ALL_DOCUMENTS = 4;
const GUID_BYTES_MAX = 256;
const DOCUMENTS_MAX = 65_536;

/** A change of one document, or its whole state. `guid` is empty for the pad's own document, else a sub-document's. */
export interface DocumentUpdate {
  readonly guid: string;
  readonly encoding: 'v1' | 'v2';

  /** A Yjs update, or what claims to be one: a view of what was read. */
  readonly update: Uint8Array;
}

export interface PadContent {
  /** When it was written, by its author's clock; `undefined` where the form does not say. */
  readonly unixMs: number | undefined;
  readonly documents: readonly DocumentUpdate[];
}

/** What became of a content: what it says, or why not; `offset` is where the first field begins that does not read. */
export type ReadContent =
  | { readonly kind: 'parsed'; readonly value: PadContent }
  | { readonly kind: 'newer' }
  | { readonly kind: 'malformed'; readonly offset: number };

/** Reads the content of an UPDATE or the document of a SNAPSHOT. */
export function readContent(bytes: Uint8Array): ReadContent {
  const form = bytes[0];
  if (form !== undefined && (form < UPDATE_V1 || form > ALL_DOCUMENTS)) return { kind: 'newer' };
  return parse(bytes, (reader) => {
    reader.u8();
    switch (form) {
      case UPDATE_V1:
      case UPDATE_V2:
        return readPlain(reader, form === UPDATE_V1 ? 'v1' : 'v2');
      case DATED_UPDATE:
        return readDated(reader);
      default:
        return readAll(reader);
    }
  });
}

/** The content of an UPDATE, of an update in encoding v1. Throws a RangeError for a guid over 256 bytes. */
export function encodeUpdate(unixMs: number, guid: string, update: Uint8Array): Uint8Array {
  return writeGuid(new Writer().u8(DATED_UPDATE).varint(Math.max(0, Math.floor(unixMs))), guid).bytes(update).done();
}

/** The document of a SNAPSHOT: the pad's own and its sub-documents, in any order, in encoding v2. */
export function encodeAll(root: Uint8Array, subDocuments: ReadonlyMap<string, Uint8Array>): Uint8Array {
  if (subDocuments.size >= DOCUMENTS_MAX) throw new RangeError(`a pad has at most ${DOCUMENTS_MAX} documents`);
  const sorted = [...subDocuments].sort(([a], [b]) => compareUtf8(a, b));
  const writer = new Writer().u8(ALL_DOCUMENTS).varint(1 + sorted.length);
  for (const [guid, update] of [['', root] as const, ...sorted]) {
    writeGuid(writer, guid).varint(update.length).bytes(update);
  }
  return writer.done();
}

/** Whether a sub-document can be written under this guid. */
export function isGuid(guid: string): boolean {
  return guid !== '' && new TextEncoder().encode(guid).length <= GUID_BYTES_MAX;
}

function readPlain(reader: Reader, encoding: 'v1' | 'v2'): PadContent {
  return { unixMs: undefined, documents: [{ guid: '', encoding, update: reader.rest() }] };
}

function readDated(reader: Reader): PadContent {
  const unixMs = reader.varint();
  const guid = readGuid(reader);
  return { unixMs, documents: [{ guid, encoding: 'v1', update: reader.rest() }] };
}

function readAll(reader: Reader): PadContent {
  const start = reader.offset;
  const count = reader.varint(DOCUMENTS_MAX) || reader.fail(start);
  const documents: DocumentUpdate[] = [];
  while (documents.length < count) {
    const at = reader.offset;
    const guid = readGuid(reader);
    const before = documents.at(-1)?.guid;
    if (before === undefined ? guid !== '' : compareUtf8(before, guid) >= 0) reader.fail(at);
    documents.push({ guid, encoding: 'v2', update: readCounted(reader) });
  }
  return { unixMs: undefined, documents };
}

/** A string is one field, from its length on: that is where it is reported. */
function readGuid(reader: Reader): string {
  const at = reader.offset;
  const length = reader.varint(GUID_BYTES_MAX);
  if (length > reader.remaining) reader.fail(at);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(reader.bytes(length));
  } catch {
    return reader.fail(at);
  }
}

function readCounted(reader: Reader): Uint8Array {
  const at = reader.offset;
  const length = reader.varint();
  return length > reader.remaining ? reader.fail(at) : reader.bytes(length);
}

function writeGuid(writer: Writer, guid: string): Writer {
  if (guid !== '' && !isGuid(guid)) throw new RangeError(`a guid has at most ${GUID_BYTES_MAX} bytes of UTF-8`);
  return writer.string(guid);
}

/** The order of two strings' UTF-8 bytes, which is that of their code points and not that of their UTF-16 units. */
function compareUtf8(a: string, b: string): number {
  const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  const at = left.findIndex((byte, index) => byte !== right[index]);
  if (at < 0) return left.length - right.length;
  return at >= right.length ? 1 : left[at]! - right[at]!;
}
