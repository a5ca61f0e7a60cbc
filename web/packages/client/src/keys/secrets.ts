import { hash, kdf, keyPairOf, type KeyPair } from '../crypto/sodium.ts';
import { toHex } from '../wire/bytes.ts';
import type { AuthorId } from '../wire/ids.ts';

/**
 * From one secret of 32 bytes to the next, and to keys (docs/protocol/keys.md §1.1):
 *
 *   owner secret ──1──▶ write secret ──1──▶ read secret ──3──▶ epoch key ──4 … 8──▶ what seals entries
 *        └─2─▶ owner key     └─2─▶ write key     └─2─▶ read key
 */
const Subkey = {
  narrower: 1,
  seed: 2,
  epoch: 3,
  content: 4,
  contentCommitment: 5,
  ephemeral: 6,
  ephemeralCommitment: 7,
  wrap: 8,
} as const;

/** What an epoch key is split into; each 32 bytes. */
export interface EpochKeys {
  readonly content: Uint8Array;
  readonly contentCommitment: Uint8Array;
  readonly ephemeral: Uint8Array;
  readonly ephemeralCommitment: Uint8Array;
  readonly wrap: Uint8Array;
}

/** The write secret of an owner secret, or the read secret of a write secret. */
export function narrower(secret: Uint8Array): Uint8Array {
  return kdf(secret, Subkey.narrower);
}

/** The owner, write or read key pair of the secret of that name. */
export function secretKeyPair(secret: Uint8Array): KeyPair {
  return keyPairOf(kdf(secret, Subkey.seed));
}

export function epochKeyOf(readSecret: Uint8Array): Uint8Array {
  return kdf(readSecret, Subkey.epoch);
}

export function epochKeys(epochKey: Uint8Array): EpochKeys {
  return {
    content: kdf(epochKey, Subkey.content),
    contentCommitment: kdf(epochKey, Subkey.contentCommitment),
    ephemeral: kdf(epochKey, Subkey.ephemeral),
    ephemeralCommitment: kdf(epochKey, Subkey.ephemeralCommitment),
    wrap: kdf(epochKey, Subkey.wrap),
  };
}

/** The first 8 bytes of H(public key): an author, or the recipient of a box. */
export function authorIdOf(publicKey: Uint8Array): AuthorId {
  return toHex(hash(publicKey).subarray(0, 8)) as AuthorId;
}
