/** What a request about blobs proves its right with, without a session (docs/protocol/blobs.md §6.5). */
import { sign } from '../crypto/sodium.ts';
import { CONTEXT } from '../keys/context.ts';
import { PROOF_KEYS, type ProofKey } from '../keys/proof.ts';
import { toBase64Url } from '../wire/bytes.ts';
import type { ChannelId } from '../wire/ids.ts';
import { Writer } from '../wire/writer.ts';

export interface BlobRequestClaim {
  /** What was dialled, as in the HTTP Host header. */
  readonly audience: string;
  readonly channel: ChannelId;
  readonly by: ProofKey;

  /** Unix time in seconds. */
  readonly at: number;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';

  /** The address that the request is about; of several, one after the other. */
  readonly subject: Uint8Array;
}

export function blobRequestBytes(claim: BlobRequestClaim): Uint8Array {
  return new Writer()
    .bytes(CONTEXT.request)
    .string(claim.audience)
    .hex(claim.channel)
    .u8(PROOF_KEYS.indexOf(claim.by) + 1)
    .varint(claim.at)
    .string(claim.method)
    .bytes(claim.subject)
    .done();
}

/** The value of the `Authorization` header. `grant` is there exactly when an author signs. */
export function authorize(
  claim: BlobRequestClaim,
  privateKey: Uint8Array,
  grant: Uint8Array = new Uint8Array(),
): string {
  const token = new Writer()
    .u8(PROOF_KEYS.indexOf(claim.by) + 1)
    .varint(claim.at)
    .bytes(sign(privateKey, blobRequestBytes(claim)))
    .bytes(grant);
  return `Tacit ${toBase64Url(token.done())}`;
}
