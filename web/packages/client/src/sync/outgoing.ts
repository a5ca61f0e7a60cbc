/**
 * The way of this device's entries to the server: sent in the order of their counters, and sent or sealed again where
 * the log did not take them (docs/protocol/connection.md §4.6).
 *
 * Invariant: behind a refused entry nothing is sent until all that was sent before it is answered.
 */
import type { Code } from '../errors/codes.ts';
import type { TacitError } from '../errors/tacit-error.ts';
import { readEntry, type KindFields } from '../seal/entry.ts';
import type { KeyRing } from '../seal/key-ring.ts';
import type { OwnEntry } from '../store/store.ts';
import type { Connection } from './connection.ts';
import type { Clock } from './environment.ts';
import type { Outbox } from './outbox.ts';
import type { Work } from './work.ts';

/** What the server cannot take now and will take later. */
export const LATER: readonly Code[] = ['channel-full', 'instance-full', 'store-full', 'store-unavailable', 'internal'];
export const AGAIN_MS = 3_000;

/** An entry that the log does not take in any form: a snapshot or an attest, which a layer can make again. */
const DROPPED: readonly Code[] = ['covers-ahead', 'snapshot-unknown'];

export interface OutgoingSettings {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly work: Work;
  readonly ring: () => KeyRing | undefined;

  /** The log has other entries of this author: it was copied or set back, and cannot go on. */
  readonly outrun: () => void;
  readonly refused: (error: TacitError) => void;

  /** The log will never have an entry of this kind that was written; what it says is not written again here. */
  readonly dropped: (kind: KindFields['kind']) => void;
}

export class Outgoing {
  readonly outbox: Outbox;
  readonly #settings: OutgoingSettings;
  readonly #inFlight = new Map<number, number>();
  #handle: number | undefined;
  #next = 1;
  #rewindTo: number | undefined;
  #resealFrom: { counter: number; epoch: number; dropped: boolean } | undefined;
  #delayed: TacitError | undefined;
  #cancelAgain: (() => void) | undefined;

  constructor(outbox: Outbox, settings: OutgoingSettings) {
    this.outbox = outbox;
    this.#settings = settings;
  }

  /** Why entries are not taken at the moment; they are sent again by themselves. */
  get delayed(): TacitError | undefined {
    return this.#delayed;
  }

  /** The channel was joined: the server has this author's entries up to `lastCounter`. */
  joined(handle: number, lastCounter: number): void {
    const tail = this.outbox.tail.counter;
    const lacks = lastCounter < tail && this.outbox.entryAt(lastCounter + 1) === undefined;
    if (lastCounter > tail || lacks) return this.#settings.outrun();
    this.#handle = handle;
    this.#delayed = undefined;
    this.#next = lastCounter + 1;
    void this.#settings.work.do(() => this.outbox.acknowledge(1, lastCounter));
    this.pump();
  }

  /** The channel was left, or the connection lost: what was not answered will not be. */
  left(): void {
    this.#handle = undefined;
    this.#inFlight.clear();
    this.#rewindTo = undefined;
  }

  stop(): void {
    this.left();
    this.#cancelAgain?.();
  }

  /** Sends what is sealed and fits into the connection's window. */
  pump(): void {
    if (this.#handle === undefined || this.#rewindTo !== undefined || this.#resealFrom) return;
    for (;;) {
      const entry = this.outbox.entryAt(this.#next);
      if (!entry || !this.#settings.connection.append(this.#handle, entry.bytes)) break;
      this.#inFlight.set(this.#next, entry.bytes.length);
      this.#next++;
    }
  }

  /**
   * `count` entries from `firstCounter` on are durable at the server. `took` is shown each of them that is still
   * here.
   */
  acknowledged(firstCounter: number, count: number, took: (entry: OwnEntry, at: number) => void): void {
    let bytes = 0;
    for (let at = 0; at < count; at++) {
      const sent = this.outbox.entryAt(firstCounter + at);
      bytes += this.#inFlight.get(firstCounter + at) ?? 0;
      this.#inFlight.delete(firstCounter + at);
      if (sent) took(sent, at);
    }
    void this.#settings.work.do(() => this.outbox.acknowledge(firstCounter, count));
    this.#delayed = undefined;
    this.#settings.connection.answered(count, bytes);
    this.#rewindIfIdle();
  }

  /** The log did not take the entry at `counter`; `detail` is the number that the refusal speaks of. */
  refused(counter: number, error: TacitError, detail: number): void {
    const bytes = this.#inFlight.get(counter) ?? 0;
    this.#inFlight.delete(counter);
    if (error.code === 'counter-taken') return this.#settings.outrun();
    if (error.code === 'counter-unexpected') {
      this.#rewindTo ??= detail;
    } else if (error.code === 'epoch-wrong' || DROPPED.includes(error.code)) {
      this.#resealFrom ??= { counter, epoch: detail, dropped: error.code !== 'epoch-wrong' };
    } else if (LATER.includes(error.code)) {
      this.#delayed = error;
      this.#rewindTo = Math.min(counter, this.#rewindTo ?? counter);
    } else {
      this.#settings.refused(error);
    }
    this.#settings.connection.answered(1, bytes);
    this.#rewindIfIdle();
    this.resealIfRead();
  }

  /** Seals again what the log did not take: in the new epoch, once its entry was read, or without what was refused. */
  resealIfRead(): void {
    const reseal = this.#resealFrom;
    const ring = this.#settings.ring();
    if (!reseal || !ring || this.#inFlight.size > 0) return;
    if (!reseal.dropped && ring.epoch < reseal.epoch) return;
    this.#resealFrom = undefined;
    this.#rewindTo = undefined;
    const parsed = reseal.dropped ? readEntry(this.outbox.entryAt(reseal.counter)!.bytes) : undefined;
    void this.#settings.work.do(async () => {
      await this.outbox.reseal(ring, reseal.counter, (counter) => reseal.dropped && counter === reseal.counter);
      this.#next = reseal.counter;
      if (parsed?.kind === 'parsed') this.#settings.dropped(parsed.value.fields.kind);
    });
  }

  /** Entries behind a refused one are refused too; when all were answered, the first is sent again. */
  #rewindIfIdle(): void {
    if (this.#rewindTo === undefined || this.#inFlight.size > 0 || this.#resealFrom) return;
    this.#next = this.#rewindTo;
    this.#rewindTo = undefined;
    if (!this.#delayed) return this.pump();
    this.#cancelAgain?.();
    this.#cancelAgain = this.#settings.clock.after(AGAIN_MS, () => this.pump());
  }
}
