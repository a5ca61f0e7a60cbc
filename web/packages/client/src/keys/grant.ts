import { sign, verify } from '../crypto/sodium.ts';
import { concat, fromHex } from '../wire/bytes.ts';
import type { ChannelId } from '../wire/ids.ts';
import type { Reader } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { CONTEXT } from './context.ts';
import type { Policy } from './descriptor.ts';

export type Role = 'reader' | 'writer' | 'admin';

/** What an author may do, as numbered on the wire; a reader has no grant. */
const ROLES = ['reader', 'writer', 'admin'] as const;
const SIGNERS = ['write', 'owner'] as const;

/** Lets an author write (docs/protocol/keys.md §1.4). */
export interface Grant {
  readonly authorKey: Uint8Array;
  readonly role: 'writer' | 'admin';

  /** Unix time in seconds from which on it is void; 0 for never. */
  readonly expiry: number;

  /** Of the write key that signed; 0 when the owner key did. */
  readonly epoch: number;
  readonly by: 'write' | 'owner';
  readonly signature: Uint8Array;
}

/** Signs a grant with the private key that `by` names. */
export function signGrant(channel: ChannelId, grant: Omit<Grant, 'signature'>, privateKey: Uint8Array): Grant {
  return { ...grant, signature: sign(privateKey, signedBytes(channel, grant)) };
}

/**
 * Whether the grant was signed by a key that may grant what it grants. Which write key is the right one depends on the
 * log, so the caller looks it up; expiry is the server's to judge.
 */
export function holds(
  grant: Grant,
  channel: ChannelId,
  keys: { policy: Policy; ownerKey: Uint8Array; writeKey: Uint8Array | undefined },
): boolean {
  if (grant.by === 'write' && (keys.policy !== 'writers' || grant.role !== 'writer')) return false;
  if (grant.by === 'owner' && grant.epoch !== 0) return false;
  const key = grant.by === 'owner' ? keys.ownerKey : keys.writeKey;
  return key !== undefined && verify(key, signedBytes(channel, grant), grant.signature);
}

export function writeGrant(writer: Writer, grant: Grant): Writer {
  return writeFields(writer, grant).bytes(grant.signature);
}

export function readGrant(reader: Reader): Grant {
  const authorKey = reader.bytes(32);
  const roleAt = reader.offset;
  const role = ROLES[reader.u8()];
  if (role !== 'writer' && role !== 'admin') reader.fail(roleAt);
  const expiry = reader.varint();
  const epoch = reader.varint();
  const byAt = reader.offset;
  const by = SIGNERS[reader.u8() - 1] ?? reader.fail(byAt);
  return { authorKey, role, expiry, epoch, by, signature: reader.bytes(64) };
}

/** The role that a u8 of JOINED names. */
export function readRole(reader: Reader): Role {
  const at = reader.offset;
  return ROLES[reader.u8()] ?? reader.fail(at);
}

export function roleNumber(role: Role): number {
  return ROLES.indexOf(role);
}

function writeFields(writer: Writer, grant: Omit<Grant, 'signature'>): Writer {
  return writer
    .bytes(grant.authorKey)
    .u8(ROLES.indexOf(grant.role))
    .varint(grant.expiry)
    .varint(grant.epoch)
    .u8(SIGNERS.indexOf(grant.by) + 1);
}

function signedBytes(channel: ChannelId, grant: Omit<Grant, 'signature'>): Uint8Array {
  return concat(CONTEXT.grant, fromHex(channel), writeFields(new Writer(), grant).done());
}
