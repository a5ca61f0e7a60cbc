/** What a provider takes, and what it tells. */
import type { TacitError } from '@tacit/client';
import type { AuthorId, Authors, Environment, RejectedWhy, Role, Status, Store } from '@tacit/client/layer';

export interface ProviderOptions extends Partial<Environment> {
  /** For a link that needs one. */
  readonly password?: string;

  /** Where this device keeps the pad; IndexedDB by default, and memory where that is missing. */
  readonly store?: Store;

  /** What others may read of this device in its grant: at most 64 bytes of UTF-8. */
  readonly label?: string;

  /** `false` to begin with `connect()` later. */
  readonly connect?: boolean;
}

export interface ProviderEvents {
  readonly status: Status;

  /** Everything that the server has is in the document. */
  readonly synced: boolean;

  /** Whether the document is up to date with the server right now: as `sync` of other providers. */
  readonly sync: boolean;

  /** Whether everything that was written is on this device's disk. */
  readonly savedHere: boolean;
  readonly role: Role | undefined;
  readonly refused: TacitError;

  /** Somebody was let in, removed or renamed. */
  readonly authors: Authors;

  /** An entry that does not count: the others go on without it. */
  readonly rejected: { readonly author: AuthorId | undefined; readonly why: RejectedWhy | 'content' | 'newer' };
}
