/**
 * Opens epochs: fresh keys for those who stay (docs/protocol/keys.md §1.7).
 *
 * Others may write and open epochs of their own meanwhile. The log takes one EPOCH entry for each number: the outbox
 * drops one that came second, and it is made anew from what the log holds then.
 */
import { randomBytes } from '../crypto/sodium.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { EPOCH_LIST_MAX, rotate } from '../keys/epoch.ts';
import type { Role } from '../keys/grant.ts';
import type { ViewEvent } from '../seal/channel-view.ts';
import type { OwnEntry } from '../store/store.ts';
import type { AuthorId, EntryId } from '../wire/ids.ts';
import { entryIdOf } from '../seal/entry.ts';
import type { Outbox } from './outbox.ts';
import type { Replica } from './replica.ts';
import type { Status } from './status.ts';
import type { Work } from './work.ts';

const KIND_EPOCH = 5;

export interface EpochsSettings {
  readonly work: Work;
  readonly unixMs: () => number;
  readonly replica: () => Replica | undefined;
  readonly outbox: () => Outbox | undefined;
  readonly role: () => Role | undefined;
  readonly status: () => Status;
  readonly isLive: () => boolean;
}

interface Waiting {
  /** Whether it need not wait longer. */
  readonly isDone: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: TacitError) => void;
}

export class Epochs {
  readonly #settings: EpochsSettings;
  readonly #waiting = new Set<Waiting>();
  readonly #opened = new Set<EntryId>();
  #last: Promise<void> = Promise.resolve();
  #closed: TacitError | undefined;

  constructor(settings: EpochsSettings) {
    this.#settings = settings;
  }

  /**
   * Opens the next epoch without `remove`, and without those whose grant has ended. Resolves when the server has it.
   * Rejects with a TacitError if this device may not, or loses its own right before.
   */
  open(remove: readonly AuthorId[]): Promise<void> {
    const opening = this.#last.then(() => this.#open(remove));
    this.#last = opening.catch(() => undefined);
    return opening;
  }

  /** What the log brought. */
  saw(events: readonly ViewEvent[]): void {
    for (const event of events) if (event.kind === 'epoch') this.#opened.add(event.id);
  }

  /** Something changed: who waits for it goes on. */
  changed(): void {
    const error = this.#refusal();
    for (const one of [...this.#waiting]) {
      if (!error && !one.isDone()) continue;
      this.#waiting.delete(one);
      if (error) one.reject(error);
      else one.resolve();
    }
  }

  /** The channel is left. What is written and not sent yet will be sent when it is opened again. */
  close(): void {
    this.#closed = new TacitError('offline');
    this.changed();
  }

  async #open(remove: readonly AuthorId[]): Promise<void> {
    if (this.#settings.status().kind === 'offline') throw new TacitError('offline');
    for (;;) {
      await this.#until(() => this.#settings.isLive());
      const role = this.#settings.role();
      if (role === 'writer') throw new TacitError('kind-refused', { detail: KIND_EPOCH });
      if (role !== 'admin') throw new TacitError('read-only');
      const entry = await this.#write(remove);
      const id = entryIdOf(entry.bytes);
      await this.#until(() => this.#opened.has(id) || !this.#isKept(entry));
      if (this.#opened.has(id)) return;
    }
  }

  async #write(remove: readonly AuthorId[]): Promise<OwnEntry> {
    let written: OwnEntry | undefined;
    let misuse: unknown;
    await this.#settings.work.do(async () => {
      const [outbox, replica] = [this.#settings.outbox(), this.#settings.replica()];
      if (!outbox || !replica) return;
      const writeSecret = randomBytes(32);
      try {
        const fields = this.#fields(replica, outbox.identity.author, outbox.keyPair.publicKey, remove, writeSecret);
        written = await outbox.writeEpoch(replica.ring, fields, writeSecret);
      } catch (error) {
        misuse = error; // Of this call alone: the channel itself goes on.
      }
    });
    if (written) return written;
    throw misuse ?? this.#refusal() ?? new TacitError('read-only');
  }

  #fields(replica: Replica, me: AuthorId, myKey: Uint8Array, remove: readonly AuthorId[], writeSecret: Uint8Array) {
    const { view, ring, descriptor, channel } = replica;
    const oldReadSecret = ring.readSecretOf(ring.epoch);
    if (!oldReadSecret) throw new TacitError('epoch-stale', { detail: ring.epoch });
    const { members, heads } = view;
    for (const author of remove) {
      if (author === me) throw new RangeError('a device cannot remove itself');
      if (!members.has(author)) throw new RangeError(`no author ${author}`);
    }
    const nowSeconds = this.#settings.unixMs() / 1000;
    const removed = new Map<AuthorId, number>();
    const recipientKeys = [descriptor.ownerKey, myKey];
    for (const [author, { grant, isRemoved }] of members) {
      if (isRemoved || author === me) continue;
      const isOver = grant.expiry !== 0 && grant.expiry <= nowSeconds;
      if (isOver || remove.includes(author)) removed.set(author, heads.get(author)?.counter ?? 0);
      else recipientKeys.push(grant.authorKey);
    }
    if (Math.max(recipientKeys.length, removed.size) > EPOCH_LIST_MAX) {
      throw new TacitError('entry-too-large', { detail: EPOCH_LIST_MAX });
    }
    const wrapNonce = randomBytes(24);
    return rotate({ channel, epoch: ring.epoch + 1, oldReadSecret, writeSecret, wrapNonce, removed, recipientKeys });
  }

  /** Whether the outbox still holds the entry in this form, or has forgotten it because the server has it. */
  #isKept(entry: OwnEntry): boolean {
    const outbox = this.#settings.outbox();
    if (!outbox || outbox.tail.counter < entry.counter) return false;
    const kept = outbox.entryAt(entry.counter);
    return kept === undefined || kept.bytes === entry.bytes;
  }

  #until(isDone: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add({ isDone, resolve, reject });
      this.changed();
    });
  }

  #refusal(): TacitError | undefined {
    const status = this.#settings.status();
    if (status.kind === 'refused' || status.kind === 'forked') return status.error;
    return this.#closed;
  }
}
