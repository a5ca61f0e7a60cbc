/**
 * What this device writes, and as which author: sealed into the outbox, sent from there, and gone on with as another
 * author where the one it was cannot.
 */
import type { Code } from '../errors/codes.ts';
import type { TacitError } from '../errors/tacit-error.ts';
import type { Link } from '../keys/link.ts';
import type { Head } from '../seal/snapshot.ts';
import type { Store } from '../store/store.ts';
import type { ChannelEvents } from './channel-events.ts';
import type { Connection } from './connection.ts';
import type { Clock } from './environment.ts';
import { leaseAuthor, newAuthor } from './opening.ts';
import type { Draft, Outbox } from './outbox.ts';
import { Outgoing } from './outgoing.ts';
import { moveUnsent, outlives } from './renewal.ts';
import type { Replica } from './replica.ts';
import type { Work } from './work.ts';

export interface WritingSettings {
  readonly link: Link;
  readonly store: Store;
  readonly label: string;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly work: Work;
  readonly replica: () => Replica | undefined;

  /** The channel must be left, because the author is about to be another; and joined again, because it is. */
  readonly leave: () => void;
  readonly join: () => void;
  readonly refused: (error: TacitError) => void;

  /** A snapshot that was written here will never be in the log. */
  readonly dropped: () => void;
}

export class Writing {
  readonly #settings: WritingSettings;
  #outgoing: Outgoing | undefined;

  constructor(settings: WritingSettings) {
    this.#settings = settings;
  }

  /** `undefined` for a reader, and before `begin`. */
  get outgoing(): Outgoing | undefined {
    return this.#outgoing;
  }

  get outbox(): Outbox | undefined {
    return this.#outgoing?.outbox;
  }

  /** Whether `write` can seal now: the channel's keys are known here. */
  get canSeal(): boolean {
    const ring = this.#settings.replica()?.ring;
    return this.#outgoing !== undefined && ring?.keysOf(ring.epoch) !== undefined;
  }

  /** Takes an author, if the link lets one write. */
  async begin(): Promise<void> {
    const { link, store, label } = this.#settings;
    if (link.capability !== 'view') this.#writeAs(await leaseAuthor(store, link, label));
  }

  /**
   * Seals what `compose` makes behind the own entry that it is told. Gives back whether there is an author to do so.
   */
  async write(compose: (tail: Head) => readonly Draft[]): Promise<boolean> {
    const replica = this.#settings.replica();
    if (!this.outbox || !replica) return false;
    await this.outbox.write(replica.ring, compose);
    return true;
  }

  /** What was written here in another life and not sent, if there is any and it can be opened. */
  get kept(): ChannelEvents['kept'] | undefined {
    const [ring, outbox] = [this.#settings.replica()?.ring, this.outbox];
    if (!ring || !outbox) return undefined;
    const kept = { drafts: outbox.unsent(ring), document: outbox.unsentDocument(ring) };
    return kept.drafts.length > 0 || kept.document ? kept : undefined;
  }

  /** Whether the link can let this device in again, although its right has ended with `code`. */
  outlives(code: Code): boolean {
    const { link, replica } = this.#settings;
    const grant = this.outbox?.grant;
    return grant !== undefined && outlives(link, grant, replica()?.ring.epoch ?? 0, code);
  }

  /** The own author cannot go on: what was not sent goes on under another name. */
  renew(): void {
    const { link, store, label, work, replica, leave, join, dropped } = this.#settings;
    const [outbox, ring] = [this.outbox, replica()?.ring];
    if (!outbox) return;
    leave();
    void work.do(async () => {
      const renewed = await newAuthor(store, link, label);
      this.#writeAs(renewed);
      replica()?.addRecipient(renewed.keyPair);
      const { hadSnapshot } = await moveUnsent(outbox, renewed, ring);
      if (hadSnapshot) dropped();
      join();
    });
  }

  #writeAs(outbox: Outbox): void {
    const { connection, clock, work, replica, refused, dropped } = this.#settings;
    this.#outgoing?.stop();
    this.#outgoing = new Outgoing(outbox, {
      connection,
      clock,
      work,
      ring: () => replica()?.ring,
      outrun: () => this.renew(),
      refused,
      dropped: (kind) => {
        if (kind === 'snapshot') dropped();
      },
    });
  }
}
