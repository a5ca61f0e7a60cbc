/**
 * Recovery phrases: the owner secret of a profile as twelve words, and its key as a token (docs/protocol/profile.md
 * §6.1). The list of words is the app's: here a phrase is text.
 */
import { hash, loadSodium, stretchPassword } from '../crypto/sodium.ts';
import { concat, equal, fromBase64Url, toBase64Url } from '../wire/bytes.ts';
import { CONTEXT } from './context.ts';

const WORD_COUNT = 12;
const ENTROPY_BYTES = 16;
const CHECKSUM_BYTES = 4;
const VERSION = 1;

/**
 * The owner secret of a phrase, 32 bytes, after a few tenths of a second: Argon2id over the words in lower case with
 * one space between. Throws a RangeError for anything but twelve words of Latin letters; whether they are of the
 * list, and their checksum, the caller has looked at.
 */
export async function secretFromPhrase(phrase: string): Promise<Uint8Array> {
  const words = phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/u);
  if (words.length !== WORD_COUNT || !words.every((word) => /^[a-z]+$/u.test(word))) {
    throw new RangeError(`a recovery phrase has ${WORD_COUNT} words of Latin letters`);
  }
  await loadSodium();
  return stretchPassword(words.join(' '), CONTEXT.profile);
}

/** The entropy of a phrase, 16 bytes, as the last part of a link to another device of the same person. */
export async function writeProfileToken(entropy: Uint8Array): Promise<string> {
  if (entropy.length !== ENTROPY_BYTES) throw new RangeError(`the entropy of a phrase has ${ENTROPY_BYTES} bytes`);
  await loadSodium();
  const body = concat(Uint8Array.of(VERSION), entropy);
  return toBase64Url(concat(body, hash(body).subarray(0, CHECKSUM_BYTES)));
}

export type ProfileTokenRead = { kind: 'entropy'; entropy: Uint8Array } | { kind: 'damaged' } | { kind: 'newer' };

export async function readProfileToken(token: string): Promise<ProfileTokenRead> {
  await loadSodium();
  const decoded = fromBase64Url(token);
  if (decoded.kind !== 'bytes' || !decoded.canonical) return { kind: 'damaged' };
  if (decoded.bytes.length <= CHECKSUM_BYTES) return { kind: 'damaged' };
  const body = decoded.bytes.subarray(0, -CHECKSUM_BYTES);
  const checksum = decoded.bytes.subarray(-CHECKSUM_BYTES);
  if (!equal(hash(body).subarray(0, CHECKSUM_BYTES), checksum)) return { kind: 'damaged' };
  if (body[0] !== VERSION) return { kind: 'newer' };
  return body.length === 1 + ENTROPY_BYTES ? { kind: 'entropy', entropy: body.slice(1) } : { kind: 'damaged' };
}
