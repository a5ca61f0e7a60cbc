import type { Grant } from '../keys/grant.ts';
import type { AuthorId, EntryId } from '../wire/ids.ts';
import { CHAIN_START, type Entry } from './entry.ts';
import type { Head } from './snapshot.ts';

/** An entry that waits for the one before it, or for a snapshot that says what came before. */
export interface Parked {
  readonly seq: number;
  readonly entry: Entry;

  /** A grant or epoch carries its `prev`, so it counts at once and waits here only to be connected. */
  readonly applied: boolean;
}

/**
 * What a reader knows of one author: its key and right, and how far its chain is connected.
 *
 * Invariant: `head` is the id of the entry at `counter`, over bytes as stored, whether or not that entry opened.
 */
export class AuthorChain {
  readonly author: AuthorId;

  /** `undefined` while no grant of the author holds: then nothing of it counts, but its chain goes on. */
  key: Uint8Array | undefined;
  role: 'writer' | 'admin' = 'writer';

  /** The newest grant that holds. */
  grant: Grant | undefined;
  label = '';

  /** The last counter that counts, once the author was removed. */
  cut = Number.MAX_SAFE_INTEGER;
  readonly parked = new Map<number, Parked>();
  #counter = 0;
  #head: EntryId = CHAIN_START;

  /** Ids of the entries that were seen one by one since the last snapshot, to compare snapshots with. */
  readonly #ids = new Map<number, EntryId>();
  #parts: { counter: number; content: Uint8Array }[] = [];

  constructor(author: AuthorId) {
    this.author = author;
  }

  get counter(): number {
    return this.#counter;
  }

  get head(): Head {
    return { counter: this.#counter, id: this.#head };
  }

  /** The next entry of the chain. */
  extend(id: EntryId): void {
    this.#counter++;
    this.#head = id;
    this.#ids.set(this.#counter, id);
  }

  /** Takes a snapshot's word for what came up to `head`. Gives back what was parked below: the snapshot holds it. */
  anchor(head: Head): Parked[] {
    this.#counter = head.counter;
    this.#head = head.id;
    const below = [...this.parked].filter(([counter]) => counter <= head.counter);
    for (const [counter] of below) this.parked.delete(counter);
    return below.map(([, parked]) => parked);
  }

  /** The id of the entry at `counter`, if it is known, be it by a snapshot's word. */
  idAt(counter: number): EntryId | undefined {
    return counter === this.#counter ? this.#head : this.#ids.get(counter);
  }

  /** The id of the entry at `counter`, if this reader saw the entry itself and no snapshot came since. */
  seenAt(counter: number): EntryId | undefined {
    return this.#ids.get(counter);
  }

  /** No snapshot will be compared below `counter` any more. */
  forgetBelow(counter: number): void {
    for (const known of this.#ids.keys()) {
      if (known >= counter) return; // Ascending, as they were inserted.
      this.#ids.delete(known);
    }
  }

  keepPart(counter: number, content: Uint8Array): void {
    this.#parts.push({ counter, content });
  }

  /** The contents of the `count` parts directly before `counter`, or `undefined` if one is missing. */
  takeParts(count: number, counter: number): Uint8Array[] | undefined {
    const parts = this.#parts.slice(this.#parts.length - count);
    this.#parts = [];
    const whole = parts.length === count && parts.every((part, at) => part.counter === counter - count + at);
    return whole ? parts.map((part) => part.content) : undefined;
  }

  /** Parts count only directly before their snapshot. */
  dropParts(): void {
    this.#parts = [];
  }
}
