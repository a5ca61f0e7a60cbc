/** How a device goes on as another author, where the one it was cannot: it was copied, or its right has ended. */
import type { Code } from '../errors/codes.ts';
import type { Grant } from '../keys/grant.ts';
import type { Link } from '../keys/link.ts';
import type { KeyRing } from '../seal/key-ring.ts';
import type { Outbox } from './outbox.ts';

/** Whether the link can let this device in again, although its grant from before has ended. */
export function outlives(link: Link, grant: Grant, epoch: number, code: Code): boolean {
  if (code === 'grant-expired') return link.expiry === undefined || link.expiry > grant.expiry;
  const isReplaced = code === 'author-removed' || code === 'epoch-stale';
  return isReplaced && link.epoch > grant.epoch && link.epoch >= epoch;
}

/**
 * Moves what `from` has not sent over to `to`, and ends `from`. Without keys nothing can be moved: then it stays with
 * the old author, until the channel is opened again. `hadSnapshot`: one was not sent, and cannot be moved.
 */
export async function moveUnsent(
  from: Outbox,
  to: Outbox,
  ring: KeyRing | undefined,
): Promise<{ hadSnapshot: boolean }> {
  if (ring?.keysOf(ring.epoch) === undefined) {
    from.release();
    return { hadSnapshot: false };
  }
  const [unsent, document] = [from.unsent(ring), from.unsentDocument(ring)];
  if (unsent.length > 0) await to.write(ring, () => unsent);
  await from.discard();
  return { hadSnapshot: document !== undefined };
}
