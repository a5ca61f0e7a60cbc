/**
 * From a link to what a channel needs to begin: its access, its descriptor if it is known, its author if it may
 * write.
 */
import { loadSodium } from '../crypto/sodium.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { channelIdOf, decodeDescriptor, describe, encodeDescriptor, type Descriptor } from '../keys/descriptor.ts';
import { readLink, unlock, type Link } from '../keys/link.ts';
import { secretKeyPair } from '../keys/secrets.ts';
import { equal } from '../wire/bytes.ts';
import type { Identity, Lease, Mirror, Store } from '../store/store.ts';
import { createIdentity, Outbox } from './outbox.ts';

/** Reads a link and takes its password off. Throws a TacitError that says what is wrong with it. */
export async function openLink(text: string, password: string | undefined): Promise<Link> {
  await loadSodium();
  const read = readLink(text);
  if (read.kind === 'damaged') throw read.error;
  if (!read.link.salt) return read.link;
  if (password === undefined) throw new TacitError('password-needed');
  return unlock(read.link, password.normalize('NFC'));
}

/** The descriptor, if this device can know it before a server says it: from the owner secret, or from last time. */
export function knownDescriptor(link: Link, mirror: Mirror | undefined, hadPassword: boolean): Descriptor | undefined {
  const kept = mirror && decodeDescriptor(mirror.descriptor);
  if (kept && channelIdOf(encodeDescriptor(kept)) === link.channel) {
    if (!opens(link, kept)) throw new TacitError(hadPassword ? 'password-wrong' : 'link-damaged');
    return kept;
  }
  if (link.capability !== 'own') return undefined;
  const derived = describe(link.secret, link.layer, 'writers');
  if (channelIdOf(encodeDescriptor(derived)) === link.channel) return derived;

  // Another policy is possible, and then only the server knows it; with the wrong secret nothing derived would fit.
  const granted = describe(link.secret, link.layer, 'granted');
  if (channelIdOf(encodeDescriptor(granted)) === link.channel) return granted;
  throw new TacitError(hadPassword ? 'password-wrong' : 'link-damaged', hadPassword ? {} : { part: 'checksum' });
}

/** An author of this device that no other tab uses; a new one if there is none. */
export async function leaseAuthor(store: Store, link: Link, label: string): Promise<Outbox> {
  for (const identity of await store.identities(link.channel)) {
    const lease = await store.lease(link.channel, identity.author);
    if (lease) return openOutbox(store, link, identity, lease, label);
  }
  return newAuthor(store, link, label);
}

/** A new author, whose right comes from the link. */
export async function newAuthor(store: Store, link: Link, label: string): Promise<Outbox> {
  const key = secretKeyPair(link.secret);
  const signer =
    link.capability === 'own' ? ({ by: 'owner', key } as const) : ({ by: 'write', key, epoch: link.epoch } as const);
  const identity = createIdentity(link.channel, signer, link.expiry);
  const lease = await store.lease(link.channel, identity.author);
  if (!lease) throw new Error('a fresh author is already in use');
  await store.addIdentity(link.channel, identity);
  return openOutbox(store, link, identity, lease, label);
}

/** The outbox of an author that this tab holds the lease of; the lease is released if it cannot be read. */
export async function openOutbox(
  store: Store,
  link: Link,
  identity: Identity,
  lease: Lease,
  label: string,
): Promise<Outbox> {
  try {
    return await Outbox.open(store, link.channel, identity, lease, label);
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** In epoch 0 the descriptor itself says whether a secret is the right one; later ones only the log can judge. */
function opens(link: Link, descriptor: Descriptor): boolean {
  if (link.epoch !== 0) return true;
  const { ownerKey, writeKey, readKey } = descriptor;
  const key = link.capability === 'own' ? ownerKey : link.capability === 'edit' ? writeKey : readKey;
  return equal(secretKeyPair(link.secret).publicKey, key);
}
