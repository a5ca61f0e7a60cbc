import { lock, writeLink, type Capability, type Link } from '../keys/link.ts';
import { narrower } from '../keys/secrets.ts';
import type { KeyRing } from '../seal/key-ring.ts';

/**
 * The links that a link's holder may hand out: the same and the narrower, of the newest epoch whose secrets are here.
 * With a password, all of them ask for it; `salt` draws 16 bytes for each.
 */
export function handOut(
  link: Link,
  ring: KeyRing | undefined,
  password: string | undefined,
  salt: () => Uint8Array,
): Partial<Record<Capability, string>> {
  const links: Partial<Record<Capability, string>> = {};
  const put = (capability: Capability, epoch: number, secret: Uint8Array | undefined): void => {
    if (!secret) return;
    const one: Link = { origin: link.origin, layer: link.layer, channel: link.channel, capability, epoch, secret };
    links[capability] = writeLink(password === undefined ? one : lock(one, password.normalize('NFC'), salt()));
  };
  const epoch = ring && ring.keysOf(ring.epoch) ? ring.epoch : link.epoch;
  const writes = link.capability === 'own' ? narrower(link.secret) : link.secret;
  const writeSecret = ring?.writeSecretOf(epoch) ?? (link.capability === 'view' ? undefined : writes);
  const readSecret = ring?.readSecretOf(epoch) ?? (writeSecret ? narrower(writeSecret) : link.secret);
  if (link.capability === 'own') put('own', 0, link.secret);
  if (link.capability !== 'view') put('edit', epoch, writeSecret);
  put('view', epoch, readSecret);
  return links;
}
