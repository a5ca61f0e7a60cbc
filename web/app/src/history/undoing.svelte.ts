import * as Y from 'yjs';
import type { Clock } from '../clock.ts';

/** How long taking back is offered. */
const offerMs = 15_000;

/**
 * Takes an edit back, for a while after it was made: that edit alone, so that what others write meanwhile stays. The
 * edit must have no origin, as `TacitProvider.restore` has none.
 */
export class Undoing {
  readonly #clock: Clock;
  #manager = $state.raw<Y.UndoManager | undefined>();
  #callOff: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOffered(): boolean {
    return this.#manager !== undefined;
  }

  /** Makes an edit inside of `root`. */
  make(root: Y.AbstractType<unknown>, edit: () => void): void {
    this.forget();
    const manager = new Y.UndoManager(root, { captureTimeout: 0 });
    edit();
    // What comes later without an origin is no part of it.
    manager.trackedOrigins.clear();
    this.#manager = manager;
    this.#callOff = this.#clock.after(offerMs, () => this.forget());
  }

  takeBack(): void {
    this.#manager?.undo();
    this.forget();
  }

  forget(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#manager?.destroy();
    this.#manager = undefined;
  }
}
