/**
 * Whole states of a history, here and there, so that any version is a few updates away. They stay within a budget:
 * when it is used up, every second one is given up, and from then on they stand twice as far apart.
 */
import * as Y from 'yjs';

const EVERY = 100;
const BYTES_BETWEEN_MIN = 64 * 1024;
const BUDGET_BYTES = 64 * 1_048_576;

interface Checkpoint {
  /** How many versions are in it. */
  readonly from: number;

  /** Guid → the document's state, in encoding v2. */
  readonly states: ReadonlyMap<string, Uint8Array>;
  readonly bytes: number;
}

const BEGINNING: Checkpoint = { from: 0, states: new Map(), bytes: 0 };

export class Checkpoints {
  #kept: Checkpoint[] = [BEGINNING];
  #every = EVERY;
  #bytesSince = 0;

  /** `count` versions were played, the last one of `bytes`; `docs` are the documents after it. */
  passed(count: number, bytes: number, docs: ReadonlyMap<string, Y.Doc>): void {
    this.#bytesSince += bytes;
    const last = this.#kept.at(-1)!;
    const far = this.#bytesSince > Math.max(BYTES_BETWEEN_MIN * (this.#every / EVERY), last.bytes / 2);
    if (count - last.from < this.#every && !far) return;
    this.#bytesSince = 0;
    const states = new Map([...docs].map(([guid, doc]) => [guid, Y.encodeStateAsUpdateV2(doc)]));
    this.#kept.push({ from: count, states, bytes: sum([...states.values()].map(({ length }) => length)) });
    if (sum(this.#kept.map((one) => one.bytes)) <= BUDGET_BYTES) return;
    this.#every *= 2;
    this.#kept = this.#kept.filter((_, at) => at % 2 === 0);
  }

  /** The last one that has no more than `count` versions. */
  before(count: number): Checkpoint {
    return this.#kept.findLast(({ from }) => from <= count)!;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
