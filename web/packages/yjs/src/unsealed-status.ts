import { TacitError } from '@tacit/client';
import type { Status } from '@tacit/client/layer';

const READ_ONLY = new TacitError('read-only');

/** Changes that are not sealed yet are not sent either; those of a reader never will be, and the status says why. */
export function withUnsealed(status: Status, isAhead: boolean): Status {
  if (status.kind === 'refused' || status.kind === 'forked') return status;
  if (isAhead && (status.kind === 'saved' || status.kind === 'syncing')) {
    return { kind: 'syncing', unsentCount: 1, error: READ_ONLY };
  }
  if (status.kind === 'saved') return { kind: 'syncing', unsentCount: 1 };
  return { ...status, unsentCount: status.unsentCount + 1 };
}
