/**
 * What other tabs of this device wrote, did not send, and left behind: their authors are nobody's now, and what they
 * wrote would wait until one of them is opened again. An open channel takes it over and sends it as its own.
 */
import type { Link } from '../keys/link.ts';
import type { Store } from '../store/store.ts';
import type { ChannelEvents } from './channel-events.ts';
import type { Clock } from './environment.ts';
import { openOutbox } from './opening.ts';
import type { Outbox } from './outbox.ts';
import { moveUnsent } from './renewal.ts';
import type { Replica } from './replica.ts';
import type { Work } from './work.ts';

/** How often an open channel looks whether a tab has gone. */
const LOOK_MS = 5_000;

export interface AdoptionSettings {
  readonly link: Link;
  readonly store: Store;
  readonly label: string;
  readonly clock: Clock;
  readonly work: Work;
  readonly replica: () => Replica | undefined;
  readonly outbox: () => Outbox | undefined;

  /** Told what a tab left, before it is written again. */
  readonly found: (kept: ChannelEvents['kept']) => void;

  /** A snapshot was among it, which cannot be moved: one has to be written anew. */
  readonly dropped: () => void;
}

export class Adoption {
  readonly #settings: AdoptionSettings;
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(settings: AdoptionSettings) {
    this.#settings = settings;
  }

  /** Looks now, and now and then from now on. */
  async look(): Promise<void> {
    try {
      await this.#takeOver();
    } catch {
      // What the device could not read now is there at the next look.
    }
    if (!this.#isStopped) this.#cancel = this.#settings.clock.after(LOOK_MS, () => void this.look());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #takeOver(): Promise<void> {
    const { link, store, label, work, outbox } = this.#settings;
    for (const identity of await store.identities(link.channel)) {
      if (this.#isStopped || !this.#ring || identity.author === outbox()?.identity.author) continue;
      const lease = await store.lease(link.channel, identity.author);
      if (!lease) continue;
      const left = await openOutbox(store, link, identity, lease, label);
      if (left.unsentCount === 0) left.release();
      else await work.do(() => this.#move(left));
    }
  }

  /** The keys, once something can be sealed with them. */
  get #ring(): Replica['ring'] | undefined {
    const ring = this.#settings.replica()?.ring;
    return ring?.keysOf(ring.epoch) && ring;
  }

  async #move(left: Outbox): Promise<void> {
    const [own, ring] = [this.#settings.outbox(), this.#ring];
    if (this.#isStopped || !own || !ring) return left.release();
    const kept = { drafts: left.unsent(ring), document: left.unsentDocument(ring) };
    if (kept.drafts.length > 0 || kept.document) this.#settings.found(kept);
    const { hadSnapshot } = await moveUnsent(left, own, ring);
    if (hadSnapshot) this.#settings.dropped();
  }
}
