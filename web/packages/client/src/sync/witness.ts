/**
 * Compares what this client was shown with what others were (docs/protocol/entry.md §2.9): a server that shows two
 * clients different histories is noticed by both.
 */
import type { Incarnation } from '../wire/ids.ts';
import { parse } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import type { Clock } from './environment.ts';

const QUIET_MS = 1_000;
const AGAIN_MS = 15_000;

/** Someone not heard of for so long is no longer present. */
const PRESENT_MS = 45_000;

/** What a client has seen of a log, up to a seq. */
export interface Sighting {
  readonly incarnation: Incarnation;
  readonly seq: number;
  readonly headsHash: string;
}

export function encodeSighting(sighting: Sighting): Uint8Array {
  return new Writer().hex(sighting.incarnation).varint(sighting.seq).hex(sighting.headsHash).done();
}

export function decodeSighting(payload: Uint8Array): Sighting | undefined {
  const parsed = parse(payload, (reader) => ({
    incarnation: reader.hex(16) as Incarnation,
    seq: reader.varint(),
    headsHash: reader.hex(32),
  }));
  return parsed.kind === 'parsed' ? parsed.value : undefined;
}

export class Witness {
  readonly #clock: Clock;
  readonly #own: () => Sighting | undefined;
  readonly #send: (payload: Uint8Array) => void;
  readonly #forked: (seq: number) => void;
  #newest: Sighting | undefined;
  #heardAt: number | undefined;
  #cancel: (() => void) | undefined;

  /** `own` gives this client's sighting while it is live. `forked` is called once, and the witness stopped. */
  constructor(options: {
    clock: Clock;
    own: () => Sighting | undefined;
    send: (payload: Uint8Array) => void;
    forked: (seq: number) => void;
  }) {
    this.#clock = options.clock;
    this.#own = options.own;
    this.#send = options.send;
    this.#forked = options.forked;
  }

  /** The log grew, or this client became live: announces when it has been quiet for a while. */
  moved(): void {
    this.#compare();
    this.#announceAfter(QUIET_MS);
  }

  /** Somebody else is there. */
  heardSomeone(): void {
    const alone = !this.#isSomeoneThere();
    this.#heardAt = this.#clock.now();
    if (alone) this.#announceAfter(QUIET_MS);
  }

  /** Somebody said what they saw. Those behind it wait until they come to the same place; those ahead need not care. */
  heard(sighting: Sighting): void {
    if (!this.#newest || sighting.incarnation !== this.#newest.incarnation || sighting.seq >= this.#newest.seq) {
      this.#newest = sighting;
    }
    this.#compare();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #compare(): void {
    const theirs = this.#newest;
    const ours = theirs && this.#own();
    if (!ours || ours.incarnation !== theirs.incarnation || ours.seq < theirs.seq) return;
    this.#newest = undefined;
    if (ours.seq > theirs.seq || ours.headsHash === theirs.headsHash) return;
    this.stop();
    this.#forked(ours.seq);
  }

  #announceAfter(delayMs: number): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(delayMs, () => {
      const sighting = this.#own();
      if (!sighting) return;
      this.#send(encodeSighting(sighting));
      if (this.#isSomeoneThere()) this.#announceAfter(AGAIN_MS);
    });
  }

  #isSomeoneThere(): boolean {
    return this.#heardAt !== undefined && this.#clock.now() - this.#heardAt < PRESENT_MS;
  }
}
