/** What a channel tells. */
import type { Role } from '../keys/grant.ts';
import type { ViewEvent } from '../seal/channel-view.ts';
import type { AuthorId } from '../wire/ids.ts';
import type { Authors } from './authors.ts';
import type { Draft } from './outbox.ts';
import type { Status } from './status.ts';

export interface ChannelEvents {
  /** What entries brought about, in order; also what the store held when the channel was opened. */
  readonly events: readonly ViewEvent[];

  /** What this device wrote and the server does not have yet, found in the store when the channel was opened. */
  readonly kept: { readonly drafts: readonly Draft[]; readonly document: Uint8Array | undefined };

  /** A snapshot that this device wrote will not be in the log, with all that it alone carried. */
  readonly dropped: void;
  readonly status: Status;
  readonly role: Role | undefined;

  /** Somebody was let in, removed or renamed. */
  readonly authors: Authors;

  /** Everything that the server has was taken in. */
  readonly live: void;
  readonly ephemeral: { readonly author: AuthorId; readonly type: number; readonly payload: Uint8Array };
}
