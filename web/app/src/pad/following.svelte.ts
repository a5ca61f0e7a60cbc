import type { Awareness } from 'y-protocols/awareness';
import type { PersonHere, Presence } from './presence.svelte.ts';

type Change = { added: number[]; updated: number[]; removed: number[] };

/**
 * Keeps the editor where another person is, until they leave or one does something oneself. Somebody who is here with
 * several devices is followed to where they moved last.
 */
export class Following {
  readonly #awareness: Awareness;
  readonly #presence: Presence;
  readonly #show: (clientId: number) => boolean;
  #clientIds = $state.raw<readonly number[]>([]);
  #isInText = $state(true);

  /** `show` scrolls the editor to a client's cursor, and says whether there is one. */
  constructor(awareness: Awareness, presence: Presence, show: (clientId: number) => boolean) {
    this.#awareness = awareness;
    this.#presence = presence;
    this.#show = show;
  }

  /** Who is followed, as they are known now. */
  get person(): PersonHere | undefined {
    return this.#presence.people.find(({ clientIds }) => clientIds.some((id) => this.#clientIds.includes(id)));
  }

  /** Whether they have a place in the text. */
  get isInText(): boolean {
    return this.#isInText;
  }

  isFollowed({ clientIds }: PersonHere): boolean {
    return clientIds.some((id) => this.#clientIds.includes(id));
  }

  /** Follows a person; the one who is followed already is left. */
  toggle(person: PersonHere): void {
    const isFollowed = this.isFollowed(person);
    this.stop();
    if (isFollowed || person.isSelf) return;
    this.#clientIds = person.clientIds;
    this.#awareness.on('change', this.#moved);
    this.#isInText = person.clientIds.some((clientId) => this.#show(clientId));
  }

  stop(): void {
    this.#awareness.off('change', this.#moved);
    this.#clientIds = [];
  }

  readonly #moved = ({ added, updated }: Change): void => {
    const known = this.#clientIds.filter((clientId) => this.#awareness.getStates().has(clientId));
    if (known.length === 0) return this.stop();
    const moved = [...updated, ...added].find((clientId) => known.includes(clientId));
    if (moved !== undefined) this.#isInText = this.#show(moved);
  };
}
