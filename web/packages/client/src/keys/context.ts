import { utf8 } from '../wire/bytes.ts';

/** What signed or authenticated bytes are for: 16 bytes of ASCII, filled up with zero bytes. */
function context(text: string): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes.set(utf8(text));
  return bytes;
}

export const CONTEXT = {
  join: context('tacit/join/1'),
  grant: context('tacit/grant/1'),
  entry: context('tacit/entry/1'),
  seal: context('tacit/seal/1'),
  wrap: context('tacit/wrap/1'),
  blob: context('tacit/blob/1'),
  manifest: context('tacit/manifest/1'),
  request: context('tacit/request/1'),
  ephemeral: context('tacit/ephemeral/'),
  profile: context('tacit/profile/1'),
} as const;
