import type { Clock } from '../clock.ts';
import { language, texts } from '../texts.ts';
import type { PersonHere, Presence } from './presence.svelte.ts';

/** A page that is reloaded comes and goes: what lasts shorter than this is not worth a word. */
const settleMs = 4_000;

/** A screen reader is interrupted at most so often. */
const pauseMs = 20_000;

const namesMax = 3;

/**
 * Says who came and who left since it spoke last, for those who cannot see the list. Politely: it waits until things
 * have settled, and names no crowd.
 */
export class Arrivals {
  readonly #presence: Presence;
  readonly #clock: Clock;
  #told: readonly PersonHere[] = [];
  #saidAtMs = Number.NEGATIVE_INFINITY;
  #said = $state('');
  #callOff: (() => void) | undefined;

  constructor(presence: Presence, clock: Clock) {
    this.#presence = presence;
    this.#clock = clock;
  }

  /** What the page should say now. */
  get said(): string {
    return this.#said;
  }

  /** The list of people may have changed. */
  changed(): void {
    const waitMs = Math.max(settleMs, this.#saidAtMs + pauseMs - this.#clock.now());
    this.#callOff ??= this.#clock.after(waitMs, () => {
      this.#callOff = undefined;
      this.#say();
    });
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  #say(): void {
    const here = this.#presence.people.filter(({ isSelf }) => !isSelf);
    const came = missing(here, this.#told);
    const left = missing(this.#told, here);
    this.#told = here;
    if (came.length + left.length === 0) return;
    this.#saidAtMs = this.#clock.now();
    const { came: sayCame, left: sayLeft } = texts.presence;
    this.#said = [
      ...(came.length === 0 ? [] : [sayCame(namesOf(came), came.length)]),
      ...(left.length === 0 ? [] : [sayLeft(namesOf(left), left.length)]),
    ].join(' ');
  }
}

function missing(all: readonly PersonHere[], from: readonly PersonHere[]): PersonHere[] {
  return all.filter((one) => !from.some((other) => other.name === one.name && other.color === one.color));
}

function namesOf(people: readonly PersonHere[]): string {
  if (people.length > namesMax) return texts.presence.people(people.length);
  return new Intl.ListFormat(language).format(people.map(({ name }) => name));
}
