/** What makers draw from: a fixed seed each, so that making a file again gives the same bytes. */
import { hash, keyPairOf, type KeyPair } from '../../src/crypto/sodium.ts';
import {
  channelIdOf,
  describe,
  encodeDescriptor,
  type Descriptor,
  type Layer,
  type Policy,
} from '../../src/keys/descriptor.ts';
import { epochKeyOf, epochKeys, narrower, type EpochKeys } from '../../src/keys/secrets.ts';
import { concat, toHex, utf8 } from '../../src/wire/bytes.ts';
import type { ChannelId } from '../../src/wire/ids.ts';

/** BLAKE2b in counter mode over a name. For vectors alone: nothing here is secret. */
export class SeededBytes {
  readonly #seed: Uint8Array;
  #block = 0;

  constructor(name: string) {
    this.#seed = utf8(`tacit vectors ${name}`);
  }

  next(length: number): Uint8Array {
    const blocks: Uint8Array[] = [];
    for (let have = 0; have < length; have += 32) {
      this.#block++;
      blocks.push(hash(concat(this.#seed, utf8(` ${this.#block}`))));
    }
    return concat(...blocks).subarray(0, length);
  }

  hex(length: number): string {
    return toHex(this.next(length));
  }
}

/** A channel with all of its secrets. */
export interface DrawnChannel {
  readonly id: ChannelId;
  readonly descriptor: Descriptor;
  readonly descriptorBytes: Uint8Array;
  readonly ownerSecret: Uint8Array;
  readonly writeSecret: Uint8Array;
  readonly readSecret: Uint8Array;
  readonly epochKey: Uint8Array;
  readonly keys: EpochKeys;
}

export function drawChannel(random: SeededBytes, kind: Layer = 'pad', policy: Policy = 'writers'): DrawnChannel {
  const ownerSecret = random.next(32);
  const writeSecret = narrower(ownerSecret);
  const readSecret = narrower(writeSecret);
  const descriptor = describe(ownerSecret, kind, policy);
  const descriptorBytes = encodeDescriptor(descriptor);
  const epochKey = epochKeyOf(readSecret);
  const id = channelIdOf(descriptorBytes);
  return {
    ...{ id, descriptor, descriptorBytes },
    ...{ ownerSecret, writeSecret, readSecret, epochKey, keys: epochKeys(epochKey) },
  };
}

export function drawAuthor(random: SeededBytes): { seed: Uint8Array; pair: KeyPair } {
  const seed = random.next(32);
  return { seed, pair: keyPairOf(seed) };
}

/** The bytes with one of them changed; `at` counts from the end where it is negative. */
export function changed(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  const place = at < 0 ? bytes.length + at : at;
  other[place] = other[place]! ^ 1;
  return other;
}
