import { shownName, type PersonHere } from '../pad/presence.svelte.ts';
import { refusalOf, type Refusal } from '../refused/explanations.ts';
import { texts } from '../texts.ts';
import type { AuthorFacts, Sharing } from './sharing.ts';

/** A device that may write here, as it is shown. */
export interface Device {
  readonly author: string;
  readonly name: string;
  /** Of the person who is here with it. */
  readonly color: string | undefined;
  readonly isHere: boolean;
  readonly isMe: boolean;
  readonly isOwner: boolean;
  readonly isRemoved: boolean;
  readonly expiresAt: Date | undefined;
}

/** The way to a new epoch; `done` tells what became of it until the dialog closes. */
export type Ending =
  | { kind: 'idle' }
  | { kind: 'confirming' }
  | { kind: 'working' }
  | { kind: 'done'; removedCount: number }
  | { kind: 'failed'; error: Refusal };

/** Who has written here, and the owner's way to end that: a new epoch. */
export class Access {
  readonly #sharing: Sharing;
  readonly #people: () => readonly PersonHere[];
  #authors = $state.raw<ReadonlyMap<string, AuthorFacts>>(new Map());
  #chosen = $state.raw<ReadonlySet<string>>(new Set());
  #ending = $state.raw<Ending>({ kind: 'idle' });

  constructor(sharing: Sharing, people: () => readonly PersonHere[]) {
    this.#sharing = sharing;
    this.#people = people;
    this.refresh();
  }

  /** The authors may have changed. */
  refresh(): void {
    this.#authors = new Map(this.#sharing.authors);
    this.#chosen = new Set([...this.#chosen].filter((author) => this.#authors.get(author)?.isRemoved === false));
  }

  /** This device first, then those who are here, then the others; the removed last. */
  get devices(): readonly Device[] {
    const here = new Map(
      this.#people().flatMap((person) =>
        person.clientIds.flatMap((clientId) => {
          const author = this.#sharing.authorOf(clientId);
          return author === undefined ? [] : [[author, person] as const];
        }),
      ),
    );
    const rank = ({ isMe, isHere, isRemoved }: Device): number => (isRemoved ? 3 : isMe ? 0 : isHere ? 1 : 2);
    return [...this.#authors]
      .map(([author, facts]) => deviceOf(author, facts, here.get(author)))
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.author.localeCompare(b.author));
  }

  get chosen(): ReadonlySet<string> {
    return this.#chosen;
  }

  get leaving(): readonly Device[] {
    return this.devices.filter(({ author }) => this.#chosen.has(author));
  }

  get staying(): readonly Device[] {
    return this.devices.filter(({ author, isRemoved }) => !isRemoved && !this.#chosen.has(author));
  }

  get ending(): Ending {
    return this.#ending;
  }

  /** Marks a device for removal, or unmarks it. This device cannot remove itself. */
  toggle({ author, isMe, isRemoved }: Device): void {
    if (isMe || isRemoved || this.#ending.kind === 'working') return;
    const chosen = new Set(this.#chosen);
    if (!chosen.delete(author)) chosen.add(author);
    this.#chosen = chosen;
  }

  /** Asks for the owner's word, with the devices that are marked. */
  ask(): void {
    this.#ending = { kind: 'confirming' };
  }

  /** The dialog was closed: what was marked or asked is over, what is being done is not. */
  forget(): void {
    if (this.#ending.kind === 'working') return;
    this.#ending = { kind: 'idle' };
    this.#chosen = new Set();
  }

  cancel(): void {
    if (this.#ending.kind !== 'working') this.#ending = { kind: 'idle' };
  }

  /** Ends all links handed out so far, and removes the marked devices. What was marked stays so if it failed. */
  async end(): Promise<void> {
    if (this.#ending.kind === 'working') return;
    const remove = [...this.#chosen];
    this.#ending = { kind: 'working' };
    try {
      await this.#sharing.newEpoch({ remove });
      this.#chosen = new Set();
      this.#ending = { kind: 'done', removedCount: remove.length };
      this.refresh();
    } catch (error) {
      this.#ending = { kind: 'failed', error: refusalOf(error) };
    }
  }
}

function deviceOf(author: string, facts: AuthorFacts, person: PersonHere | undefined): Device {
  return {
    author,
    name: person?.name ?? (shownName(facts.label) || texts.access.unnamed(author.slice(0, 4))),
    color: person?.color,
    isHere: person !== undefined,
    isMe: facts.isMe,
    isOwner: facts.by === 'owner',
    isRemoved: facts.isRemoved,
    expiresAt: facts.expiresAt === undefined ? undefined : new Date(facts.expiresAt),
  };
}
