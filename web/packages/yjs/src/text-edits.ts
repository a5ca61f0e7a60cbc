/** Makes one Y.Text equal to another by one deletion and the insertions that belong in its place. */
import * as Y from 'yjs';
import { isEqual } from './plain-values.ts';

/** A run of text with the same attributes, or one embedded value, of length 1. */
interface Run {
  readonly insert: string | object;
  readonly attributes?: Record<string, unknown>;
}

export function sameText(a: Y.Text, b: Y.Text): boolean {
  return a.length === b.length && isEqual(plain(runsOf(a)), plain(runsOf(b)));
}

export function makeTextEqual(live: Y.Text, target: Y.Text): void {
  const [there, wanted] = [runsOf(live), runsOf(target)];
  const start = sharedStart(there, wanted);
  const most = Math.min(lengthOf(there), lengthOf(wanted)) - start;
  const end = Math.min(most, sharedEnd(there, wanted));
  const gone = lengthOf(there) - start - end;
  if (gone > 0) live.delete(start, gone);
  let at = start;
  for (const { insert, attributes } of cut(wanted, start, lengthOf(wanted) - end)) {
    // Attributes are always given, even none: else new text would take on those of what is before it.
    if (typeof insert === 'string') live.insert(at, insert, attributes ?? {});
    else live.insertEmbed(at, insert instanceof Y.AbstractType ? insert.clone() : insert, attributes ?? {});
    at += lengthOfRun(insert);
  }
}

/** Yjs may tell a run in pieces, where attributes were set and taken back. */
function runsOf(text: Y.Text): Run[] {
  const runs: Run[] = [];
  for (const run of text.toDelta() as Run[]) {
    const before = runs.at(-1);
    const joins = typeof run.insert === 'string' && typeof before?.insert === 'string';
    if (joins && isEqual(before.attributes ?? {}, run.attributes ?? {})) {
      runs.splice(-1, 1, { ...before, insert: `${before.insert as string}${run.insert as string}` });
    } else {
      runs.push(run);
    }
  }
  return runs;
}

/** Embedded types compare by what they say. */
function plain(runs: readonly Run[]): unknown[] {
  return runs.map(({ insert, attributes = {} }) => [
    insert instanceof Y.AbstractType ? (insert.toJSON() as unknown) : insert,
    attributes,
  ]);
}

/** How much of the beginning is the same, never cutting a character of two units: Yjs keeps those together. */
function sharedStart(a: readonly Run[], b: readonly Run[]): number {
  let shared = 0;
  const [left, right] = [new Walk(a), new Walk(b)];
  for (;;) {
    const [one, other] = [left.run, right.run];
    if (!one || !other || !isEqual(one.attributes ?? {}, other.attributes ?? {})) return shared;
    if (typeof one.insert !== 'string' || typeof other.insert !== 'string') {
      if (!isEqual(plain([one]), plain([other]))) return shared;
      shared++;
      left.skip(1);
      right.skip(1);
      continue;
    }
    const [mine, theirs] = [one.insert.slice(left.offset), other.insert.slice(right.offset)];
    const most = Math.min(mine.length, theirs.length);
    let same = 0;
    while (same < most && mine[same] === theirs[same]) same++;
    const isWhole = same === most;
    if (same > 0 && isHigh(mine.charCodeAt(same - 1)) && !isWhole) same--;
    shared += same;
    if (!isWhole) return shared;
    left.skip(same);
    right.skip(same);
  }
}

function sharedEnd(a: readonly Run[], b: readonly Run[]): number {
  return sharedStart(reversed(a), reversed(b));
}

/** The same runs from behind; the halves of characters of two units keep their order, so that they are not cut. */
function reversed(runs: readonly Run[]): Run[] {
  return [...runs].reverse().map((run) => {
    if (typeof run.insert !== 'string') return run;
    let insert = '';
    for (const character of [...run.insert].reverse()) insert += character;
    return { ...run, insert };
  });
}

function* cut(runs: readonly Run[], from: number, to: number): Generator<Run> {
  let at = 0;
  for (const run of runs) {
    const length = lengthOfRun(run.insert);
    const [start, end] = [Math.max(from, at) - at, Math.min(to, at + length) - at];
    if (end > start) yield typeof run.insert === 'string' ? { ...run, insert: run.insert.slice(start, end) } : run;
    at += length;
  }
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { insert }) => sum + lengthOfRun(insert), 0);
}

function lengthOfRun(insert: string | object): number {
  return typeof insert === 'string' ? insert.length : 1;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

class Walk {
  readonly #runs: readonly Run[];
  #at = 0;
  offset = 0;

  constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  get run(): Run | undefined {
    return this.#runs[this.#at];
  }

  skip(length: number): void {
    this.offset += length;
    if (this.run && this.offset >= lengthOfRun(this.run.insert)) {
      this.#at++;
      this.offset = 0;
    }
  }
}
