import type { TacitError } from '../errors/tacit-error.ts';
import type { ConnectionState } from './connection.ts';

/** Where what was written is. `saved` only when the server has acknowledged every change of this client. */
export type Status =
  | { readonly kind: 'offline'; readonly unsentCount: number; readonly retryInMs?: number }
  | { readonly kind: 'connecting'; readonly unsentCount: number }
  | {
      readonly kind: 'syncing';
      readonly unsentCount: number;

      /** Why it takes longer than it should: the store is full, say. It is tried again by itself. */
      readonly error?: TacitError;
    }
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly error: TacitError }
  | { readonly kind: 'forked'; readonly error: TacitError };

export function sameStatus(a: Status, b: Status): boolean {
  if (a.kind !== b.kind) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return ['unsentCount', 'retryInMs', 'error'].every((field) => left[field] === right[field]);
}

/** What there is to say of a channel that is neither refused nor forked. */
export function describe(channel: {
  readonly connection: ConnectionState;
  readonly isPaused: boolean;
  readonly isLive: boolean;
  readonly unsentCount: number;

  /** Whether something is being sealed or written to the store. */
  readonly isBusy: boolean;
  readonly delayed: TacitError | undefined;
}): Status {
  const { connection, isPaused, isLive, unsentCount, isBusy, delayed } = channel;
  if (connection.kind === 'refused') return { kind: 'refused', error: connection.error };
  if (isPaused) return { kind: 'offline', unsentCount };
  if (connection.kind === 'waiting') return { kind: 'offline', unsentCount, retryInMs: connection.retryInMs };
  if (!isLive) return { kind: 'connecting', unsentCount };
  if (unsentCount === 0 && !isBusy) return { kind: 'saved' };
  return delayed ? { kind: 'syncing', unsentCount, error: delayed } : { kind: 'syncing', unsentCount };
}
