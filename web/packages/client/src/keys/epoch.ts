import { decrypt, encrypt, openBox, sealBox, type KeyPair } from '../crypto/sodium.ts';
import { concat, equal, fromHex } from '../wire/bytes.ts';
import type { AuthorId, ChannelId } from '../wire/ids.ts';
import type { Reader } from '../wire/reader.ts';
import { varint, Writer } from '../wire/writer.ts';
import { CONTEXT } from './context.ts';
import { authorIdOf, epochKeyOf, epochKeys, narrower, secretKeyPair } from './secrets.ts';

export const EPOCH_LIST_MAX = 4096;
const BOX_BYTES = 80;
const WRAPPED_BYTES = 72;
const WRAP_NONCE_BYTES = 24;
const AUTHOR_NONE = '0'.repeat(16);

/** The kind fields of an EPOCH entry (docs/protocol/entry.md §2.3). */
export interface EpochFields {
  readonly writeKey: Uint8Array;
  readonly readKey: Uint8Array;

  /** Author → the last of its counters that counts. */
  readonly removed: ReadonlyMap<AuthorId, number>;

  /** Recipient → the new write secret, for that device alone. */
  readonly boxes: ReadonlyMap<AuthorId, Uint8Array>;

  /** The old read secret under the new epoch key: nonce 24, then ciphertext and tag. */
  readonly wrapped: Uint8Array;
}

/** The fields that open epoch `epoch` with a fresh write secret (docs/protocol/keys.md §1.7). */
export function rotate(options: {
  channel: ChannelId;
  epoch: number;
  oldReadSecret: Uint8Array;
  writeSecret: Uint8Array;
  wrapNonce: Uint8Array;
  removed: ReadonlyMap<AuthorId, number>;
  recipientKeys: readonly Uint8Array[];
}): EpochFields {
  const readSecret = narrower(options.writeSecret);
  const { wrap } = epochKeys(epochKeyOf(readSecret));
  const ad = wrapContext(options.channel, options.epoch);
  const boxes = options.recipientKeys.flatMap((key) => {
    const box = sealBox(key, options.writeSecret);
    return box ? [[authorIdOf(key), box] as const] : [];
  });
  return {
    writeKey: secretKeyPair(options.writeSecret).publicKey,
    readKey: secretKeyPair(readSecret).publicKey,
    removed: options.removed,
    boxes: new Map(boxes),
    wrapped: concat(options.wrapNonce, encrypt(wrap, options.wrapNonce, ad, options.oldReadSecret)),
  };
}

/** The write secret in the box of one of `recipients`, if it derives the keys that the entry names. */
export function openWriteSecret(fields: EpochFields, recipients: readonly KeyPair[]): Uint8Array | undefined {
  for (const recipient of recipients) {
    const box = fields.boxes.get(authorIdOf(recipient.publicKey));
    const secret = box && openBox(recipient, box);
    if (secret?.length === 32 && equal(secretKeyPair(secret).publicKey, fields.writeKey)) {
      if (equal(secretKeyPair(narrower(secret)).publicKey, fields.readKey)) return secret;
    }
  }
  return undefined;
}

/** The read secret of the epoch before, if `wrapped` is authentic. The caller compares its public key. */
export function unwrap(
  fields: EpochFields,
  channel: ChannelId,
  epoch: number,
  readSecret: Uint8Array,
): Uint8Array | undefined {
  const nonce = fields.wrapped.subarray(0, WRAP_NONCE_BYTES);
  const { wrap } = epochKeys(epochKeyOf(readSecret));
  return decrypt(wrap, nonce, wrapContext(channel, epoch), fields.wrapped.subarray(WRAP_NONCE_BYTES));
}

export function writeEpochFields(writer: Writer, fields: EpochFields): Writer {
  return writer
    .bytes(fields.writeKey)
    .bytes(fields.readKey)
    .sorted(fields.removed, (author, cut) => writer.hex(author).varint(cut))
    .sorted(fields.boxes, (recipient, box) => writer.hex(recipient).bytes(box))
    .bytes(fields.wrapped);
}

export function readEpochFields(reader: Reader): EpochFields {
  return {
    writeKey: reader.bytes(32),
    readKey: reader.bytes(32),
    removed: new Map(reader.sorted(EPOCH_LIST_MAX, () => [readAuthor(reader), reader.varint()])),
    boxes: new Map(reader.sorted(EPOCH_LIST_MAX, () => [readAuthor(reader), reader.bytes(BOX_BYTES)])),
    wrapped: reader.bytes(WRAPPED_BYTES),
  };
}

/** An author id; the one of zero bytes names nobody and is malformed. */
export function readAuthor(reader: Reader): AuthorId {
  const at = reader.offset;
  const author = reader.hex(8);
  return author === AUTHOR_NONE ? reader.fail(at) : (author as AuthorId);
}

function wrapContext(channel: ChannelId, epoch: number): Uint8Array {
  return concat(CONTEXT.wrap, fromHex(channel), varint(epoch));
}
