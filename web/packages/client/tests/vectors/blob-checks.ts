import { expect } from 'vitest';
import { blobCase } from '../../scripts/vectors/blob-vectors.ts';
import { blobKeys, decodeManifest, openChunk, openManifest, readReference } from '../../src/blobs/blob-format.ts';
import { authorize, blobRequestBytes, type BlobRequestClaim } from '../../src/blobs/blob-request.ts';
import { keyPairOf, verify } from '../../src/crypto/sodium.ts';
import { TacitError } from '../../src/errors/tacit-error.ts';
import { PROOF_KEYS } from '../../src/keys/proof.ts';
import type { ChannelId } from '../../src/wire/ids.ts';
import type { Case } from './vector-file.ts';

export function checkBlobs(file: Case): void {
  for (const one of file.cases('cases')) {
    const channel = one.text('channelId') as ChannelId;
    const [size, type, name] = [one.number('size'), one.text('type'), one.text('name')];
    expect(blobCase(channel, one.bytes('key'), { size, type, name })).toEqual(one.fields);

    const opened = openManifest(channel, blobKeys(one.bytes('key')), one.bytes('manifest'));
    const manifest = { sizeBytes: size, type, name, chunks: one.list('chunks') };
    expect(opened).toEqual({ kind: 'manifest', manifest });
    expect(readReference(one.text('reference'))).toMatchObject({ key: one.bytes('key'), sizeBytes: size });
  }
  for (const one of file.cases('mustNotOpen')) {
    const keys = blobKeys(one.bytes('key'));
    const channel = one.text('channelId') as ChannelId;
    const opened = openChunk(channel, keys, one.number('place'), one.number('count'), one.bytes('chunk'));
    expect(opened, one.text('why')).toBeUndefined();
  }
  for (const one of file.cases('manifests')) {
    const content = one.bytes('content');
    const isNewer = content.length > 0 && content[0]! > 1;
    expect(one.text('code')).toBe(isNewer ? 'blob-newer' : 'blob-damaged');
    expect(decodeManifest(content).kind, one.text('why')).toBe('malformed');
  }
  for (const one of file.cases('references')) expect(codeOf(one.text('text'))).toBe(one.text('code'));
}

export function checkRequests(file: Case): void {
  for (const one of file.cases('cases')) {
    const { publicKey, privateKey } = keyPairOf(one.bytes('seed'));
    const claim: BlobRequestClaim = {
      audience: one.text('audience'),
      channel: one.text('channelId') as ChannelId,
      by: PROOF_KEYS[one.number('by') - 1]!,
      at: one.number('at'),
      method: one.text('method') as BlobRequestClaim['method'],
      subject: one.bytes('subject'),
    };
    expect(verify(publicKey, blobRequestBytes(claim), one.bytes('signature'))).toBe(true);
    expect(authorize(claim, privateKey, one.bytes('grant'))).toBe(`Tacit ${one.text('token')}`);
  }
}

function codeOf(text: string): string {
  try {
    readReference(text);
    return 'none';
  } catch (error) {
    if (error instanceof TacitError) return error.code;
    throw error;
  }
}
