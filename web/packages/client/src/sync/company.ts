/**
 * Those who are present: messages to and from them that nobody stores, and what they saw of the log, held against what
 * was seen here (docs/protocol/entry.md §2.9).
 */
import { EphemeralType, type EphemeralContent } from '../seal/ephemeral.ts';
import type { AuthorId } from '../wire/ids.ts';
import type { Clock } from './environment.ts';
import type { Outbox } from './outbox.ts';
import type { Replica } from './replica.ts';
import { Whispers } from './whispers.ts';
import { decodeSighting, Witness } from './witness.ts';

export interface CompanySettings {
  readonly clock: Clock;
  readonly replica: () => Replica | undefined;
  readonly outbox: () => Outbox | undefined;

  /** Hands a sealed message to the server, if the channel is joined and live. */
  readonly send: (message: Uint8Array) => void;
  readonly isLive: () => boolean;

  /** The server showed others another log. */
  readonly forked: (seq: number) => void;
  readonly heard: (message: EphemeralContent & { readonly author: AuthorId }) => void;
}

export class Company {
  readonly #settings: CompanySettings;
  readonly #whispers = new Whispers();
  readonly #witness: Witness;

  constructor(settings: CompanySettings) {
    this.#settings = settings;
    this.#witness = new Witness({
      clock: settings.clock,
      own: () => settings.replica()?.sighting,
      send: (payload) => this.tell(EphemeralType.view, payload),
      forked: settings.forked,
    });
  }

  /** Sends to those present, if this device may and is live. What is not sent now is not sent. */
  tell(type: number, payload: Uint8Array): void {
    const [outbox, replica] = [this.#settings.outbox(), this.#settings.replica()];
    if (!outbox || !replica || !this.#settings.isLive()) return;
    const message = this.#whispers.seal({ type, payload }, outbox, replica);
    if (message) this.#settings.send(message);
  }

  received(bytes: Uint8Array): void {
    const replica = this.#settings.replica();
    const heard = replica && this.#whispers.open(bytes, replica);
    if (!heard) return;
    this.#witness.heardSomeone();
    if (heard.type !== EphemeralType.view) return this.#settings.heard(heard);
    const sighting = decodeSighting(heard.payload);
    if (sighting) this.#witness.heard(sighting);
  }

  /** The log grew, or the channel became live. */
  moved(): void {
    if (this.#settings.isLive()) this.#witness.moved();
  }

  stop(): void {
    this.#witness.stop();
  }
}
