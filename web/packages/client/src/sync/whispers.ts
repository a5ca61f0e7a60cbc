/**
 * Ephemeral messages of one channel: sealed for those present, and opened when they come from an author who is known.
 */
import { randomBytes } from '../crypto/sodium.ts';
import { openEphemeral, readEphemeral, ReplayWindow, sealEphemeral } from '../seal/ephemeral.ts';
import type { EphemeralContent } from '../seal/ephemeral.ts';
import { toHex } from '../wire/bytes.ts';
import type { AuthorId } from '../wire/ids.ts';
import type { Outbox } from './outbox.ts';
import type { Replica } from './replica.ts';

export class Whispers {
  readonly #session = toHex(randomBytes(8));
  readonly #replays = new ReplayWindow();
  #counter = 0;

  /** The bytes of a message; `undefined` while the keys of the current epoch are not here. */
  seal(content: EphemeralContent, outbox: Outbox, replica: Replica): Uint8Array | undefined {
    const { channel, ring } = replica;
    const keys = ring.keysOf(ring.epoch);
    if (!keys) return undefined;
    this.#counter++;
    const author = outbox.identity.author;
    const header = { epoch: ring.epoch, author, session: this.#session, counter: this.#counter };
    return sealEphemeral({ channel, keys, author: outbox.keyPair, header, content, nonce: randomBytes(16) });
  }

  /** What a message says and who says it; `undefined` for one that does not open, is old, or of a stranger. */
  open(bytes: Uint8Array, replica: Replica): (EphemeralContent & { author: AuthorId }) | undefined {
    const parsed = readEphemeral(bytes);
    if (parsed.kind !== 'parsed') return undefined;
    const message = parsed.value;
    const keys = replica.ring.keysOf(message.epoch);
    const sender = replica.view.authors.get(message.author);
    const content = keys && sender && openEphemeral(message, replica.channel, sender.key, keys);
    return content && this.#replays.admits(message) ? { ...content, author: message.author } : undefined;
  }
}
