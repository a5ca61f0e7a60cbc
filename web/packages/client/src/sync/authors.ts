import type { Role } from '../keys/grant.ts';
import type { ChannelView } from '../seal/channel-view.ts';
import type { AuthorId } from '../wire/ids.ts';

/** A device that may write, or might: what its grant in the log says (docs/protocol/keys.md §1.4). */
export interface Author {
  /** What the device calls itself; may be empty, and any device may call itself anything. */
  readonly label: string;
  readonly role: Exclude<Role, 'reader'>;

  /** Whose key let it in: the owner's, or the write key that is in edit links. */
  readonly by: 'owner' | 'write';

  /** Of the edit link that it came by; 0 for one that the owner key let in. */
  readonly epoch: number;

  /** Unix time in milliseconds, where its right ends by itself. */
  readonly expiresAt?: number;

  /** Whether a new epoch has removed it: what it wrote before stays, and nothing after counts. */
  readonly isRemoved: boolean;
  readonly isMe: boolean;
}

export type Authors = ReadonlyMap<AuthorId, Author>;

/** Everybody whom the log has let in, in the order in which they came. */
export function authorsOf(view: ChannelView | undefined, me: AuthorId | undefined): Authors {
  const authors = new Map<AuthorId, Author>();
  for (const [id, { grant, label, isRemoved }] of view?.members ?? []) {
    const { role, by, epoch, expiry } = grant;
    const author = { label, role, by, epoch, isRemoved, isMe: id === me };
    authors.set(id, expiry === 0 ? author : { ...author, expiresAt: expiry * 1000 });
  }
  return authors;
}
