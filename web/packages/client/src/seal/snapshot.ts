import { hash } from '../crypto/sodium.ts';
import { readAuthor } from '../keys/epoch.ts';
import { toHex } from '../wire/bytes.ts';
import type { AuthorId, Clock, EntryId } from '../wire/ids.ts';
import { parse } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { COVERS_MAX, readCounter } from './entry.ts';

/** An author's newest entry, as far as someone knows. */
export interface Head {
  readonly counter: number;
  readonly id: EntryId;
}

export type Heads = ReadonlyMap<AuthorId, Head>;

/** The content of a snapshot entry (docs/protocol/entry.md §2.7). `document` is the rest, after the parts. */
export function encodeSnapshotContent(heads: Heads, document: Uint8Array): Uint8Array {
  const writer = new Writer();
  return writer
    .sorted(heads, (author, head) => writer.hex(author).varint(head.counter).hex(head.id))
    .bytes(document)
    .done();
}

/** Heads and document, if the heads are exactly the pairs that the snapshot covers. */
export function decodeSnapshotContent(
  content: Uint8Array,
  covers: Clock,
): { heads: Heads; document: Uint8Array } | undefined {
  const parsed = parse(content, (reader) => ({
    heads: new Map(
      reader.sorted(COVERS_MAX, () => [
        readAuthor(reader),
        { counter: readCounter(reader), id: reader.hex(32) as EntryId },
      ]),
    ),
    document: reader.rest(),
  }));
  if (parsed.kind === 'malformed') return undefined;
  const { heads } = parsed.value;
  const same = heads.size === covers.size && [...heads].every(([author, head]) => covers.get(author) === head.counter);
  return same ? parsed.value : undefined;
}

/** The bytes that two clients at the same seq of the same log must have in common (docs/protocol/entry.md §2.9). */
export function headsHash(heads: Heads): string {
  const writer = new Writer();
  const sorted = [...heads].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [author, head] of sorted) writer.hex(author).varint(head.counter).hex(head.id);
  return toHex(hash(writer.done()));
}
