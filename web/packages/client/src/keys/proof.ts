import { sign } from '../crypto/sodium.ts';
import type { ChannelId } from '../wire/ids.ts';
import { Writer } from '../wire/writer.ts';
import { CONTEXT } from './context.ts';

/** Which key a proof is made with: what JOIN calls `by`, from 1. */
export type ProofKey = 'read' | 'author' | 'owner';

export const PROOF_KEYS: readonly ProofKey[] = ['read', 'author', 'owner'];

/**
 * Signs a server's challenge (docs/protocol/keys.md §1.5). `audience` is what the client dialled, not what the server
 * says it is: so a server in between cannot use the proof elsewhere.
 */
export function prove(
  privateKey: Uint8Array,
  proof: { challenge: Uint8Array; audience: string; channel: ChannelId; by: ProofKey },
): Uint8Array {
  return sign(privateKey, proofBytes(proof));
}

export function proofBytes(proof: {
  challenge: Uint8Array;
  audience: string;
  channel: ChannelId;
  by: ProofKey;
}): Uint8Array {
  return new Writer()
    .bytes(CONTEXT.join)
    .bytes(proof.challenge)
    .string(proof.audience)
    .hex(proof.channel)
    .u8(PROOF_KEYS.indexOf(proof.by) + 1)
    .done();
}
