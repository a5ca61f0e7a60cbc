import type { Awareness } from 'y-protocols/awareness';
import type { DeviceStorage } from '../device-storage.ts';
import { texts } from '../texts.ts';
import { personColors, safeColor } from './colors.ts';

/** Others choose their names, so each is cut and kept on one line before it is shown. */
export const nameCharactersMax = 40;

/** A crowd, or someone who pretends to be one, is counted beyond this and not drawn. */
export const peopleShownMax = 30;

export interface Person {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
  readonly isSelf: boolean;
}

/** Someone on the pad, with all clients that go by their name and colour. */
export interface PersonHere extends Person {
  /**
   * Several are probably one person's devices or tabs; a hint and no proof, because everyone chooses their own name.
   */
  readonly clientIds: readonly number[];
}

/** The name and colour under which this device writes; both are kept on it. */
export class Me {
  readonly #storage: DeviceStorage;
  #name = $state('');
  #color = $state<string>(personColors[0]);
  #changed: () => void = () => {};

  /** `random` gives numbers from 0 up to 1, as `Math.random` does; only looks depend on it. */
  constructor(storage: DeviceStorage, random: () => number) {
    this.#storage = storage;
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    this.#name = safeName(storage.read('tacit.name') ?? pick(texts.presence.guests));
    const kept = storage.read('tacit.color');
    this.#color = personColors.find((color) => color === kept) ?? pick(personColors) ?? personColors[0];
    this.#keep();
  }

  get name(): string {
    return this.#name;
  }

  /** One of the eight of `personColors`. */
  get color(): string {
    return this.#color;
  }

  /** An empty name changes nothing. */
  rename(name: string): void {
    if (name.trim() === '' || safeName(name) === this.#name) return;
    this.#name = safeName(name);
    this.#keep();
    this.#changed();
  }

  /** Another colour than one of the eight changes nothing. */
  recolor(color: string): void {
    const known = personColors.find((one) => one === color);
    if (known === undefined || known === this.#color) return;
    this.#color = known;
    this.#keep();
    this.#changed();
  }

  /** `changed` is called after each change. */
  tell(changed: () => void): void {
    this.#changed = changed;
  }

  #keep(): void {
    this.#storage.write('tacit.name', this.#name);
    this.#storage.write('tacit.color', this.#color);
  }
}

/** Who is on the pad, each once, oneself first. Follows `awareness` until `stop`. */
export class Presence {
  readonly #awareness: Awareness;
  readonly #me: Me;
  #color: string;
  #people = $state.raw<readonly PersonHere[]>([]);
  #hiddenCount = $state(0);

  constructor(awareness: Awareness, me: Me) {
    this.#awareness = awareness;
    this.#me = me;
    this.#color = me.color;
    awareness.on('change', this.#refresh);
    this.announce();
  }

  get people(): readonly PersonHere[] {
    return this.#people;
  }

  get hiddenCount(): number {
    return this.#hiddenCount;
  }

  /** Tells the others one's name, also after it changed. */
  announce(): void {
    // docs/protocol/pad.md §5.2. The light colour is for selections; eight digits, the last two are its opacity.
    const color = this.#color;
    this.#awareness.setLocalStateField('user', { name: this.#me.name, color, colorLight: `${color}33` });
    this.#refresh();
  }

  stop(): void {
    this.#awareness.off('change', this.#refresh);
  }

  readonly #refresh = (): void => {
    const everyone = [...this.#awareness.getStates()]
      .map(([clientId, state]) => person(clientId, state, clientId === this.#awareness.clientID))
      .sort((a, b) => Number(b.isSelf) - Number(a.isSelf) || a.clientId - b.clientId);
    const people = gathered(everyone);
    this.#people = people.slice(0, peopleShownMax);
    this.#hiddenCount = people.length - this.#people.length;
    this.#yieldColor(everyone);
  };

  /**
   * Two of one colour cannot be told apart: who has the higher client id takes a free one, on this pad only. One's own
   * other devices keep it.
   */
  #yieldColor(everyone: readonly Person[]): void {
    const others = everyone.filter(({ isSelf, name }) => !isSelf && name !== this.#me.name);
    const isTaken = others.some(({ color, clientId }) => color === this.#color && clientId < this.#awareness.clientID);
    const free = personColors.find((color) => others.every((other) => other.color !== color));
    if (!isTaken || free === undefined) return;
    this.#color = free;
    this.announce();
  }
}

/** Those of the same name and colour are one; the order is kept. */
function gathered(everyone: readonly Person[]): PersonHere[] {
  const byLook = new Map<string, PersonHere>();
  for (const one of everyone) {
    const look = `${one.color} ${one.name}`;
    const known = byLook.get(look);
    byLook.set(look, { ...(known ?? one), clientIds: [...(known?.clientIds ?? []), one.clientId] });
  }
  return [...byLook.values()];
}

/** What stands for a name where there is no room for it: the first letter of its first and of its last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...new Intl.Segmenter().segment(word ?? '')][0]?.segment.toLocaleUpperCase() ?? '').join('');
}

/** `state` is whatever another client sent. */
export function person(clientId: number, state: { readonly [field: string]: unknown }, isSelf: boolean): Person {
  const user = (typeof state['user'] === 'object' ? state['user'] : null) as { name?: unknown; color?: unknown } | null;
  return { clientId, name: safeName(user?.name), color: safeColor(user?.color), isSelf };
}

export function safeName(name: unknown): string {
  return shownName(name) || (texts.presence.guests[0] ?? '');
}

/** A name that somebody else chose, fit to be shown on one line; empty if nothing of it is. */
export function shownName(name: unknown): string {
  if (typeof name !== 'string') return '';
  // Control and formatting characters could hide a name, or turn the line around it.
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...line].slice(0, nameCharactersMax).join('');
}
