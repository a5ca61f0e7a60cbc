/** What sharing uses of a pad's connection, as narrow as it uses it; `TacitProvider` has all of it. */
import type { Capability, Role } from '../pad/client.ts';

/** One device that may write here, or might. */
export interface AuthorFacts {
  /** What its owner called it; may be empty. */
  readonly label: string;
  readonly role: Role;
  /** Whether its right came from the owner's link or from an edit link. */
  readonly by: 'owner' | 'write';
  /** The epoch of the link that it came by. */
  readonly epoch: number;
  /** Unix milliseconds. */
  readonly expiresAt?: number | undefined;
  readonly isRemoved: boolean;
  readonly isMe: boolean;
}

export type Links = { readonly [capability in Capability]?: string };

export interface LinkWishes {
  readonly capability: Capability;
  readonly password?: string;
  readonly expiresAt?: Date;
}

export interface Sharing {
  readonly links: Links;
  readonly authors: ReadonlyMap<string, AuthorFacts>;
  /** The device behind a client of the awareness; `undefined` if it has shown nothing yet. */
  authorOf(clientId: number): string | undefined;
  /** Somebody was let in or removed, or the keys were replaced. Gives back what ends that. */
  on(event: 'authors', heard: () => void): () => void;
  share(wishes: LinkWishes): Promise<string>;
  newEpoch(wishes?: { readonly remove?: readonly string[] }): Promise<Links>;
}
