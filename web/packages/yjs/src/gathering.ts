/** What was changed here and is not sealed yet. Typing is gathered, and leaves as few entries. */
import * as Y from 'yjs';
import { encodeUpdate } from './pad-content.ts';
import { splitUpdate } from './split-update.ts';

const BYTES_MAX = 512 * 1024;

/** What an entry holds at least, whatever its header (docs/protocol/entry.md §2.3). */
const CONTENT_BYTES_MAX = 1_048_576 - 1024;

export class Gathering {
  readonly #updates = new Map<string, Uint8Array[]>();
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#updates.size === 0;
  }

  /** Whether it is so much that it should leave at once. */
  get isFull(): boolean {
    return this.#bytes > BYTES_MAX;
  }

  add(guid: string, update: Uint8Array): void {
    const updates = this.#updates.get(guid) ?? [];
    this.#updates.set(guid, updates);
    updates.push(update);
    this.#bytes += update.length;
  }

  clear(): void {
    this.#updates.clear();
    this.#bytes = 0;
  }

  /** Takes everything out, as contents of entries; `isLarge` if there was a value that none can hold. */
  take(unixMs: number): { contents: Uint8Array[]; isLarge: boolean } {
    const all = [...this.#updates].flatMap(([guid, updates]) =>
      merge(updates)
        .flatMap((update) => splitUpdate(update, BYTES_MAX))
        .map((update) => encodeUpdate(unixMs, guid, update)),
    );
    this.clear();
    const contents = all.filter(({ length }) => length <= CONTENT_BYTES_MAX);
    return { contents, isLarge: contents.length < all.length };
  }
}

/** Merges updates into as few as fit; one that is large alone stays alone. */
function merge(updates: readonly Uint8Array[]): Uint8Array[] {
  const groups: Uint8Array[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const update of updates) {
    if (bytes + update.length > BYTES_MAX) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(update);
    bytes += update.length;
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : Y.mergeUpdates(group)));
}
