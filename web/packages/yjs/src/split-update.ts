/**
 * Cuts a Yjs update that is too large for one entry into several, each an update of its own that every reader knows
 * (docs/protocol/pad.md §5.1). A long insertion is cut as Yjs itself cuts one when somebody types into it: the later
 * part names the character before it as its origin.
 */
import * as Y from 'yjs';

type Struct = Y.Item | Y.GC | Y.Skip;

/** A struct and how much room it takes; `Skip` stands for what another update holds. */
interface Piece {
  readonly struct: Struct;
  readonly bytes: number;
}

const DELETIONS_MAX = 16_384;

/** At most three bytes of UTF-8 each. */
const UNITS_MAX = 64 * 1024;
const VALUES_MAX = 1024;

/**
 * Updates in encoding v1 that say together what `update` says, in whatever order they come. Each has about `bytesMax`
 * at most, but for a single value that is larger: that cannot be cut.
 */
export function splitUpdate(update: Uint8Array, bytesMax: number): Uint8Array[] {
  if (update.length <= bytesMax) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const groups: Struct[][] = [[]];
  let bytes = 0;
  for (const piece of structs.flatMap((struct) => cut(struct as Struct))) {
    if (bytes > 0 && bytes + piece.bytes > bytesMax) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(piece.struct);
    bytes += piece.bytes;
  }
  const inserting = groups.filter((group) => group.some(isThere)).map((group) => encode(group, []));
  return [...inserting, ...deletions(ds).map((some) => encode([], some))];
}

function cut(struct: Struct): Piece[] {
  const pieces = struct instanceof Y.Item ? cutItem(struct) : [struct];
  return pieces.map((piece) => ({ struct: piece, bytes: sizeOf(piece) }));
}

function cutItem(item: Y.Item): Y.Item[] {
  const { content } = item;
  if (content instanceof Y.ContentString && content.str.length > UNITS_MAX) {
    return chain(item, textChunks(content.str).map((text) => new Y.ContentString(text)));
  }
  if (content instanceof Y.ContentAny && content.arr.length > 1) {
    const chunks = Math.ceil(content.arr.length / VALUES_MAX);
    const values = Array.from({ length: chunks }, (_, at) => content.arr.slice(at * VALUES_MAX, (at + 1) * VALUES_MAX));
    return chain(item, values.flatMap(valueChunks).map((some) => new Y.ContentAny(some)));
  }
  return [item];
}

/** Items that hold the contents one after another, in the place of `item`. */
function chain(item: Y.Item, contents: readonly (Y.ContentString | Y.ContentAny)[]): Y.Item[] {
  const { client } = item.id;
  let { clock } = item.id;
  return contents.map((content, at) => {
    const origin = at === 0 ? item.origin : Y.createID(client, clock - 1);
    const id = Y.createID(client, clock);
    clock += content.getLength();
    return new Y.Item(id, null, origin, null, item.rightOrigin, item.parent, item.parentSub, content);
  });
}

/** Never between the two units of one character. */
function textChunks(text: string): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + UNITS_MAX);
    if (end < text.length && /[\uD800-\uDBFF]/u.test(text[end - 1]!)) end--;
    chunks.push(text.slice(at, end));
    at = end;
  }
  return chunks;
}

/** Values that are long each stand alone. */
function valueChunks(values: readonly unknown[]): unknown[][] {
  const encoder = new Y.UpdateEncoderV1();
  new Y.ContentAny([...values]).write(encoder, 0);
  return encoder.toUint8Array().length > UNITS_MAX ? values.map((value) => [value]) : [[...values]];
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  return encoder.toUint8Array().length;
}

type Deletions = readonly { readonly client: number; readonly clock: number; readonly len: number }[];

function deletions({ clients }: ReturnType<typeof Y.decodeUpdate>['ds']): Deletions[] {
  const all = [...clients].flatMap(([client, items]) => items.map(({ clock, len }) => ({ client, clock, len })));
  const count = Math.ceil(all.length / DELETIONS_MAX);
  return Array.from({ length: count }, (_, at) => all.slice(at * DELETIONS_MAX, (at + 1) * DELETIONS_MAX));
}

/** The layout of an update in encoding v1; the encoder writes all numbers alike. */
function encode(structs: readonly Struct[], deleted: Deletions): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const byClient = [...grouped(structs, ({ id }) => id.client)];
  const clients = byClient.map(([client, all]) => [client, withoutEnds(all)] as const);
  const written = clients.filter(([, all]) => all.length > 0);
  encoder.writeLen(written.length);
  for (const [client, all] of written) {
    encoder.writeLen(all.length);
    encoder.writeClient(client);
    encoder.writeLen(all[0]!.id.clock);
    for (const struct of all) struct.write(encoder, 0);
  }
  const deletedByClient = grouped(deleted, ({ client }) => client);
  encoder.writeLen(deletedByClient.size);
  for (const [client, ranges] of deletedByClient) {
    encoder.resetDsCurVal();
    encoder.writeClient(client);
    encoder.writeLen(ranges.length);
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(len);
    }
  }
  return encoder.toUint8Array();
}

function grouped<T>(all: readonly T[], by: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(by(one)) ?? [];
    groups.set(by(one), group);
    group.push(one);
  }
  return groups;
}

/** Gaps are told only between structs. */
function withoutEnds(structs: readonly Struct[]): readonly Struct[] {
  const first = structs.findIndex(isThere);
  return first < 0 ? [] : structs.slice(first, structs.findLastIndex(isThere) + 1);
}

function isThere(struct: Struct): boolean {
  return !(struct instanceof Y.Skip);
}
