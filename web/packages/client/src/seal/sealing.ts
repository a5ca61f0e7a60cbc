/**
 * Seals and opens entries and ephemeral messages (docs/protocol/entry.md §2.6, §2.8). The two differ in their contexts,
 * their keys and whether `prev` is bound in; the steps are the same and stand here once.
 */
import { decrypt, encrypt, keyedHash, sign, verify, type KeyPair } from '../crypto/sodium.ts';
import { CONTEXT } from '../keys/context.ts';
import type { EpochKeys } from '../keys/secrets.ts';
import { concat, equal, fromHex } from '../wire/bytes.ts';
import type { AuthorId, ChannelId, EntryId } from '../wire/ids.ts';
import { encodeHeader, ENTRY_BYTES_MAX, type Entry, type EntryHeader } from './entry.ts';
import { pad, paddedBytes, unpad } from './padding.ts';

/** What follows the header's own bytes. Views into the message that holds it. */
export interface Sealed {
  readonly header: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly commitment: Uint8Array;
  readonly signature: Uint8Array;
}

/** What a sealed thing is bound to, and the two keys it is sealed with. */
export interface Binding {
  readonly signContext: Uint8Array;

  /** Context, channel id and, for entries, `prev`: the header follows in what is authenticated. */
  readonly signed: Uint8Array;
  readonly adContext: Uint8Array;
  readonly key: Uint8Array;
  readonly commitmentKey: Uint8Array;
}

/** Nonce, Poly1305 tag, commitment, signature. */
export const TRAILER_BYTES = 16 + 16 + 16 + 64;

/** The most content that an entry with this header can hold. */
export function contentBytesMax(header: EntryHeader): number {
  return ENTRY_BYTES_MAX - encodeHeader(header).length - TRAILER_BYTES - 1;
}

/** The bytes of an entry. `nonce` is 16 fresh random bytes. Throws if the content is over `contentBytesMax`. */
export function sealEntry(options: {
  channel: ChannelId;
  keys: EpochKeys;
  author: KeyPair;
  header: EntryHeader;
  content: Uint8Array;
  nonce: Uint8Array;
}): Uint8Array {
  const header = encodeHeader(options.header);
  const room = ENTRY_BYTES_MAX - header.length - TRAILER_BYTES;
  const padded = pad(options.content, Math.min(paddedBytes(options.content.length), room));
  const binding = entryBinding(options.channel, options.header.prev, options.keys);
  return seal(binding, options.header.author, header, options.author, padded, options.nonce);
}

/** Whether `author` signed the entry in this channel, after `prev`. */
export function isSigned(entry: Entry, channel: ChannelId, prev: EntryId, author: Uint8Array): boolean {
  return signatureHolds({ signContext: CONTEXT.entry, signed: bound(channel, prev) }, entry.sealed, author);
}

/** The content of an entry whose signature was checked; `undefined`, without saying why, if it does not open. */
export function openEntry(entry: Entry, channel: ChannelId, prev: EntryId, keys: EpochKeys): Uint8Array | undefined {
  return open(entryBinding(channel, prev, keys), entry.author, entry.sealed);
}

export function seal(
  binding: Binding,
  author: AuthorId,
  header: Uint8Array,
  signer: KeyPair,
  padded: Uint8Array,
  nonce: Uint8Array,
): Uint8Array {
  const ad = concat(binding.adContext, binding.signed, header);
  const ciphertext = encrypt(binding.key, concat(fromHex(author), nonce), ad, padded);
  const commitment = keyedHash(binding.commitmentKey, concat(ad, nonce, ciphertext));
  const body = concat(header, nonce, ciphertext, commitment);
  return concat(body, sign(signer.privateKey, concat(binding.signContext, binding.signed, body)));
}

export function signatureHolds(
  binding: Pick<Binding, 'signContext' | 'signed'>,
  sealed: Sealed,
  author: Uint8Array,
): boolean {
  const { header, nonce, ciphertext, commitment } = sealed;
  const signed = concat(binding.signContext, binding.signed, header, nonce, ciphertext, commitment);
  return verify(author, signed, sealed.signature);
}

export function open(binding: Binding, author: AuthorId, sealed: Sealed): Uint8Array | undefined {
  const ad = concat(binding.adContext, binding.signed, sealed.header);
  const commitment = keyedHash(binding.commitmentKey, concat(ad, sealed.nonce, sealed.ciphertext));
  // Public bytes on both sides, so the comparison need not hide where they differ.
  if (!equal(commitment, sealed.commitment)) return undefined;
  const padded = decrypt(binding.key, concat(fromHex(author), sealed.nonce), ad, sealed.ciphertext);
  return padded && unpad(padded);
}

function entryBinding(channel: ChannelId, prev: EntryId, keys: EpochKeys): Binding {
  return {
    signContext: CONTEXT.entry,
    signed: bound(channel, prev),
    adContext: CONTEXT.seal,
    key: keys.content,
    commitmentKey: keys.contentCommitment,
  };
}

function bound(channel: ChannelId, prev: EntryId): Uint8Array {
  return concat(fromHex(channel), fromHex(prev));
}
