import { loadSodium, randomBytes } from '../crypto/sodium.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { CAPABILITIES, lock, writeLink, type Capability, type Link } from '../keys/link.ts';
import { narrower } from '../keys/secrets.ts';
import type { KeyRing } from '../seal/key-ring.ts';

export interface ShareOptions {
  /** What the link allows: no more than the link that is held. */
  readonly capability: Capability;

  /** Without one, the link needs none, also where the link that is held does. */
  readonly password?: string;

  /** When it ends; a number is Unix time in milliseconds. It never ends later than the link that is held. */
  readonly expiresAt?: Date | number;
}

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
  for (const capability of CAPABILITIES) {
    const one = narrowed(link, ring, capability);
    if (one) links[capability] = writeLink(password === undefined ? one : lock(one, password.normalize('NFC'), salt()));
  }
  return links;
}

/** One link as somebody wants to give it to somebody else. `nowMs` is Unix time. */
export async function share(
  link: Link,
  ring: KeyRing | undefined,
  options: ShareOptions,
  nowMs: number,
): Promise<string> {
  await loadSodium();
  const { capability, password, expiresAt } = options;
  const isWider = CAPABILITIES.indexOf(capability) < CAPABILITIES.indexOf(link.capability);
  if (isWider) throw new RangeError(`with a link to ${link.capability}, none to ${capability} can be made`);
  const one = narrowed(link, ring, capability);
  if (!one) throw new TacitError('epoch-stale', { detail: ring?.epoch ?? link.epoch });
  const expiry = earlier(link.expiry, expiresAt === undefined ? undefined : seconds(expiresAt));
  if (expiry !== undefined && expiry * 1000 <= nowMs) throw new TacitError('link-expired', { detail: expiry });
  const plain = expiry === undefined ? one : { ...one, expiry };
  return writeLink(password === undefined ? plain : lock(plain, password.normalize('NFC'), randomBytes(16)));
}

/** The link of a capability that the holder of `link` has the secret of; it ends when `link` does. */
function narrowed(link: Link, ring: KeyRing | undefined, capability: Capability): Link | undefined {
  if (CAPABILITIES.indexOf(capability) < CAPABILITIES.indexOf(link.capability)) return undefined;
  const newest = ring?.keysOf(ring.epoch) ? ring.epoch : link.epoch;
  const epoch = capability === 'own' ? 0 : newest;
  const secret = secretOf(link, ring, capability, epoch);
  if (!secret) return undefined;
  const { origin, layer, channel, expiry } = link;
  const one: Link = { origin, layer, channel, capability, epoch, secret };
  return expiry === undefined ? one : { ...one, expiry };
}

function secretOf(
  link: Link,
  ring: KeyRing | undefined,
  capability: Capability,
  epoch: number,
): Uint8Array | undefined {
  if (capability === 'own') return link.secret;
  const fromLink = link.epoch !== epoch || link.capability === 'view' ? undefined : writeSecretOf(link);
  const writeSecret = ring?.writeSecretOf(epoch) ?? fromLink;
  if (capability === 'edit') return writeSecret;
  const readSecret = ring?.readSecretOf(epoch) ?? (writeSecret && narrower(writeSecret));
  return readSecret ?? (link.capability === 'view' && link.epoch === epoch ? link.secret : undefined);
}

function writeSecretOf(link: Link): Uint8Array {
  return link.capability === 'own' ? narrower(link.secret) : link.secret;
}

/** Whole seconds, never later than asked for. */
function seconds(time: Date | number): number {
  const unixMs = typeof time === 'number' ? time : time.getTime();
  if (!Number.isFinite(unixMs) || unixMs < 0) throw new RangeError('expiresAt is no time');
  return Math.max(1, Math.floor(unixMs / 1000));
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
