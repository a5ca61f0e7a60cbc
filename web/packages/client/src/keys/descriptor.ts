import { hash } from '../crypto/sodium.ts';
import { toHex } from '../wire/bytes.ts';
import type { ChannelId } from '../wire/ids.ts';
import { parse } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { narrower, secretKeyPair } from './secrets.ts';

/** What a channel is for. The words of links. */
export type Layer = 'pad' | 'log';

/** Who may let authors in: holders of the write key too, or only the owner. */
export type Policy = 'writers' | 'granted';

export const LAYERS: readonly Layer[] = ['pad', 'log'];
export const POLICIES: readonly Policy[] = ['writers', 'granted'];
export const DESCRIPTOR_BYTES = 99;

const VERSION = 1;

/** The public facts of a channel; its hash is the channel id (docs/protocol/keys.md §1.2). */
export interface Descriptor {
  readonly kind: Layer;
  readonly policy: Policy;
  readonly ownerKey: Uint8Array;

  /** Of epoch 0. */
  readonly writeKey: Uint8Array;

  /** Of epoch 0. */
  readonly readKey: Uint8Array;
}

/** The descriptor of the channel that an owner secret makes. */
export function describe(ownerSecret: Uint8Array, kind: Layer, policy: Policy): Descriptor {
  const writeSecret = narrower(ownerSecret);
  return {
    kind,
    policy,
    ownerKey: secretKeyPair(ownerSecret).publicKey,
    writeKey: secretKeyPair(writeSecret).publicKey,
    readKey: secretKeyPair(narrower(writeSecret)).publicKey,
  };
}

export function encodeDescriptor(descriptor: Descriptor): Uint8Array {
  return new Writer()
    .u8(VERSION)
    .u8(LAYERS.indexOf(descriptor.kind) + 1)
    .u8(POLICIES.indexOf(descriptor.policy) + 1)
    .bytes(descriptor.ownerKey)
    .bytes(descriptor.writeKey)
    .bytes(descriptor.readKey)
    .done();
}

/** The descriptor, or `undefined` for bytes that are none of this version. */
export function decodeDescriptor(bytes: Uint8Array): Descriptor | undefined {
  const parsed = parse(bytes, (reader): Descriptor => {
    if (reader.u8() !== VERSION) reader.fail(0);
    const kind = LAYERS[reader.u8() - 1] ?? reader.fail(1);
    const policy = POLICIES[reader.u8() - 1] ?? reader.fail(2);
    return { kind, policy, ownerKey: reader.bytes(32), writeKey: reader.bytes(32), readKey: reader.bytes(32) };
  });
  return parsed.kind === 'parsed' ? parsed.value : undefined;
}

export function channelIdOf(descriptor: Uint8Array): ChannelId {
  return toHex(hash(descriptor)) as ChannelId;
}
