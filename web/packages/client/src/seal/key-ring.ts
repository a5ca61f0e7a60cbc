/**
 * The keys of a channel's epochs, as far as one capability reaches (docs/protocol/keys.md §1.1, §1.7).
 *
 * Invariant: every secret in here was compared with the public key that the descriptor or the EPOCH entry of its epoch
 * names. So each epoch has exactly one key, and a ciphertext cannot be made to open under two.
 */
import type { KeyPair } from '../crypto/sodium.ts';
import type { Descriptor } from '../keys/descriptor.ts';
import { openWriteSecret, unwrap, type EpochFields } from '../keys/epoch.ts';
import type { Capability } from '../keys/link.ts';
import { epochKeyOf, epochKeys, narrower, secretKeyPair, type EpochKeys } from '../keys/secrets.ts';
import { equal } from '../wire/bytes.ts';
import type { ChannelId } from '../wire/ids.ts';

/** What a link gives: a secret, and the epoch it belongs to. */
export interface Access {
  readonly capability: Capability;
  readonly epoch: number;
  readonly secret: Uint8Array;
}

interface Opened {
  readonly readSecret: Uint8Array;
  readonly writeSecret: Uint8Array | undefined;
  readonly keys: EpochKeys;
}

export class KeyRing {
  readonly channel: ChannelId;
  readonly descriptor: Descriptor;
  readonly #access: Access;
  readonly #recipients: KeyPair[];
  readonly #fields = new Map<number, EpochFields>();
  readonly #opened = new Map<number, Opened>();
  #epoch = 0;

  constructor(channel: ChannelId, descriptor: Descriptor, access: Access) {
    this.channel = channel;
    this.descriptor = descriptor;
    this.#access = access;
    this.#recipients = access.capability === 'own' ? [secretKeyPair(access.secret)] : [];
    this.#take(0, this.#linkSecrets(0));
  }

  /** The newest epoch that the log has opened, whether or not its keys are here. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Boxes for this device open from now on. */
  addRecipient(author: KeyPair): void {
    this.#recipients.push(author);
    for (const epoch of this.#fields.keys()) this.#tryOpen(epoch);
  }

  keysOf(epoch: number): EpochKeys | undefined {
    return this.#opened.get(epoch)?.keys;
  }

  readSecretOf(epoch: number): Uint8Array | undefined {
    return this.#opened.get(epoch)?.readSecret;
  }

  writeSecretOf(epoch: number): Uint8Array | undefined {
    return this.#opened.get(epoch)?.writeSecret;
  }

  /** The public write key of an epoch; `undefined` for one that the log has not opened. */
  writeKeyOf(epoch: number): Uint8Array | undefined {
    return epoch === 0 ? this.descriptor.writeKey : this.#fields.get(epoch)?.writeKey;
  }

  /** Takes in the next epoch. The caller has checked that its author may open one. */
  advance(fields: EpochFields): void {
    this.#epoch++;
    this.#fields.set(this.#epoch, fields);
    this.#tryOpen(this.#epoch);
  }

  #tryOpen(epoch: number): void {
    const writeSecret = openWriteSecret(this.#fields.get(epoch)!, this.#recipients);
    this.#take(epoch, writeSecret ? { writeSecret, readSecret: narrower(writeSecret) } : this.#linkSecrets(epoch));
    this.#unwrapBelow(epoch);
  }

  /** Each epoch wraps the read secret of the one before: so who is let into one can read all of the past. */
  #unwrapBelow(newest: number): void {
    for (let epoch = newest; epoch > 0 && !this.#opened.has(epoch - 1); epoch--) {
      const opened = this.#opened.get(epoch);
      const readSecret = opened && unwrap(this.#fields.get(epoch)!, this.channel, epoch, opened.readSecret);
      if (!readSecret) return;
      this.#take(epoch - 1, { readSecret, writeSecret: undefined });
    }
  }

  #linkSecrets(epoch: number): { readSecret: Uint8Array; writeSecret: Uint8Array | undefined } | undefined {
    const { capability, secret } = this.#access;
    if (this.#access.epoch !== epoch) return undefined;
    if (capability === 'view') return { readSecret: secret, writeSecret: undefined };
    const writeSecret = capability === 'own' ? narrower(secret) : secret;
    return { readSecret: narrower(writeSecret), writeSecret };
  }

  #take(
    epoch: number,
    secrets: { readSecret: Uint8Array; writeSecret: Uint8Array | undefined } | undefined,
  ): void {
    if (!secrets || secrets.readSecret.length !== 32) return;
    const held = this.#opened.get(epoch);
    if (held && (held.writeSecret || !secrets.writeSecret)) return;
    const readKey = epoch === 0 ? this.descriptor.readKey : this.#fields.get(epoch)!.readKey;
    if (!equal(secretKeyPair(secrets.readSecret).publicKey, readKey)) return;
    const writes = secrets.writeSecret && equal(secretKeyPair(secrets.writeSecret).publicKey, this.writeKeyOf(epoch)!);
    this.#opened.set(epoch, {
      readSecret: secrets.readSecret,
      writeSecret: writes ? secrets.writeSecret : undefined,
      keys: epochKeys(epochKeyOf(secrets.readSecret)),
    });
  }
}
