import type { KeyPair } from '../crypto/sodium.ts';
import type { KeyRing } from '../seal/key-ring.ts';
import type { Link } from './link.ts';
import { narrower, secretKeyPair } from './secrets.ts';

/** The read key that proves the right to read: of the newest epoch whose secret is here, else of the link's own. */
export function epochProofKey(link: Link, ring: KeyRing | undefined): KeyPair {
  const newest = ring?.readSecretOf(ring.epoch);
  if (newest) return secretKeyPair(newest);
  if (link.capability === 'view') return secretKeyPair(link.secret);
  const writeSecret = link.capability === 'own' ? narrower(link.secret) : link.secret;
  return secretKeyPair(narrower(writeSecret));
}
