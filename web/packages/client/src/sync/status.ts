import type { TacitError } from '../errors/tacit-error.ts';

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
