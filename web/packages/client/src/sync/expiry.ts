/** Ends what a link allows when its time is over, by this device's own clock (docs/protocol/keys.md §1.3). */
import type { Environment } from './environment.ts';

/** A device may sleep and a clock may be set: it is looked at again at least so often. */
const LOOK_MS = 60_000;

export class Expiry {
  readonly #expiresMs: number | undefined;
  readonly #environment: Environment;
  readonly #ended: () => void;
  #cancel: (() => void) | undefined;

  /** `expiry` in Unix seconds; `ended` is called once, at that time or soon after. */
  constructor(expiry: number | undefined, environment: Environment, ended: () => void) {
    this.#expiresMs = expiry === undefined ? undefined : expiry * 1000;
    this.#environment = environment;
    this.#ended = ended;
  }

  get isOver(): boolean {
    return this.#expiresMs !== undefined && this.#expiresMs <= this.#environment.unixMs();
  }

  /** Looks now, and from now on. */
  watch(): void {
    this.stop();
    if (this.#expiresMs === undefined) return;
    if (this.isOver) return this.#ended();
    const leftMs = this.#expiresMs - this.#environment.unixMs();
    this.#cancel = this.#environment.clock.after(Math.min(leftMs, LOOK_MS), () => this.watch());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
