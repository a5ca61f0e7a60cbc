import { TacitError } from '../errors/tacit-error.ts';

/** Does one thing after the other, so that counters follow. What the device fails at is told, and ends nothing. */
export class Work {
  readonly #done: () => void;
  readonly #failed: (error: TacitError) => void;
  #last: Promise<void> = Promise.resolve();
  #count = 0;

  /** `done` is called after each thing, `failed` after that for one that failed. */
  constructor(done: () => void, failed: (error: TacitError) => void) {
    this.#done = done;
    this.#failed = failed;
  }

  get isIdle(): boolean {
    return this.#count === 0;
  }

  /** Resolves when all that was asked for until now is done. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** Resolves when it is done, also if it failed. */
  do(what: () => Promise<void>): Promise<void> {
    this.#count++;
    this.#last = this.#last.then(what).then(
      () => this.#ended(),
      (error: unknown) => {
        this.#ended();
        this.#failed(TacitError.of(error));
      },
    );
    return this.#last;
  }

  #ended(): void {
    this.#count--;
    this.#done();
  }
}
