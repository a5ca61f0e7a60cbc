/** Who is here: a y-protocols `Awareness` over sealed messages that are never stored (docs/protocol/pad.md §5.2). */
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type { AuthorId } from '@tacit/client/layer';
import type * as Y from 'yjs';

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

export class Presence {
  readonly awareness: Awareness;
  readonly #soon: () => void;
  readonly #authors = new Map<number, AuthorId>();
  #speaker: AuthorId | undefined;
  #isAnnounced = true;

  /** `soon` is called when there is something to send. */
  constructor(doc: Y.Doc, soon: () => void) {
    this.awareness = new Awareness(doc);
    this.#soon = soon;
    this.awareness.on('update', this.#updated);
  }

  /** What is here will be said again: to somebody new, or after being away. */
  announce(): void {
    this.#isAnnounced = false;
    this.#soon();
  }

  /** What is to be said; `undefined` if nothing is. */
  take(): Uint8Array | undefined {
    const own = this.awareness.clientID;
    if (this.#isAnnounced || !this.awareness.meta.has(own)) return undefined;
    this.#isAnnounced = true;
    return encodeAwarenessUpdate(this.awareness, [own]);
  }

  hear(payload: Uint8Array, author: AuthorId): void {
    this.#speaker = author;
    try {
      applyAwarenessUpdate(this.awareness, payload, this);
    } catch {
      // Signed by a writer and yet no awareness update: it shows nothing, and there is nothing to mend.
    } finally {
      this.#speaker = undefined;
    }
  }

  /** Who signed what is seen of a client; `undefined` for one that is not here. */
  authorOf(client: number): AuthorId | undefined {
    return this.#authors.get(client);
  }

  /** This client is no longer here; what is left to say is taken before `stop`. */
  leave(): void {
    removeAwarenessStates(this.awareness, [this.awareness.clientID], 'local');
  }

  stop(): void {
    this.awareness.off('update', this.#updated);
    this.awareness.destroy();
  }

  readonly #updated = ({ added, updated, removed }: Changes, origin: unknown): void => {
    for (const client of removed) this.#authors.delete(client);
    if (origin === this && this.#speaker) {
      for (const client of [...added, ...updated]) this.#authors.set(client, this.#speaker);
    }
    const own = [...added, ...updated, ...removed].includes(this.awareness.clientID);
    // Somebody new is there and does not know us yet.
    if (origin === this ? added.length > 0 : own) this.announce();
  };
}
