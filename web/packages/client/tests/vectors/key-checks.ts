/** Checks keys, links, grants, proofs and epochs, whoever made them, against src/keys. */
import { expect } from 'vitest';
import { keyPairOf, verify } from '../../src/crypto/sodium.ts';
import {
  channelIdOf,
  decodeDescriptor,
  describe,
  encodeDescriptor,
  LAYERS,
  POLICIES,
} from '../../src/keys/descriptor.ts';
import { openWriteSecret, readEpochFields, rotate, unwrap, writeEpochFields } from '../../src/keys/epoch.ts';
import { holds, readGrant, signGrant, writeGrant } from '../../src/keys/grant.ts';
import { lock, readLink, unlock, writeLink } from '../../src/keys/link.ts';
import { PROOF_KEYS, proofBytes, prove } from '../../src/keys/proof.ts';
import { authorIdOf, epochKeyOf, epochKeys, narrower, secretKeyPair } from '../../src/keys/secrets.ts';
import { toHex } from '../../src/wire/bytes.ts';
import type { AuthorId, ChannelId } from '../../src/wire/ids.ts';
import { parse } from '../../src/wire/reader.ts';
import { Writer } from '../../src/wire/writer.ts';
import type { Case } from './vector-file.ts';

export function checkKeys(file: Case): void {
  for (const one of file.cases('cases')) {
    const owner = one.bytes('ownerSecret');
    const write = narrower(owner);
    const read = narrower(write);
    const epochKey = epochKeyOf(read);
    const keys = epochKeys(epochKey);
    const kind = LAYERS[one.number('kind') - 1]!;
    const policy = POLICIES[one.number('policy') - 1]!;
    const descriptor = encodeDescriptor(describe(owner, kind, policy));
    expect({
      ownerSecret: toHex(owner),
      kind: one.number('kind'),
      policy: one.number('policy'),
      ownerKey: toHex(secretKeyPair(owner).publicKey),
      writeSecret: toHex(write),
      writeKey: toHex(secretKeyPair(write).publicKey),
      readSecret: toHex(read),
      readKey: toHex(secretKeyPair(read).publicKey),
      epochKey: toHex(epochKey),
      contentKey: toHex(keys.content),
      commitmentKey: toHex(keys.contentCommitment),
      ephemeralKey: toHex(keys.ephemeral),
      ephemeralCommitmentKey: toHex(keys.ephemeralCommitment),
      wrapKey: toHex(keys.wrap),
      descriptor: toHex(descriptor),
      channelId: channelIdOf(descriptor),
    }).toEqual(one.fields);
    expect(decodeDescriptor(one.bytes('descriptor'))).toEqual(describe(owner, kind, policy));
  }
  for (const one of file.cases('authors')) {
    const { publicKey } = keyPairOf(one.bytes('seed'));
    expect([toHex(publicKey), authorIdOf(publicKey)]).toEqual([one.text('key'), one.text('author')]);
  }
}

export function checkLinks(file: Case): void {
  for (const one of file.cases('good')) {
    const read = readLink(one.text('link'));
    if (read.kind === 'damaged') throw read.error;
    const { link } = read;
    const password = one.fields['password'] as string | undefined;
    expect(link.salt && toHex(link.salt)).toBe(one.fields['salt']);
    const open = password === undefined ? link : unlock(link, password);
    expect({
      host: link.origin.slice(link.origin.indexOf('://') + 3),
      layer: link.layer,
      capability: link.capability,
      epoch: link.epoch,
      channelId: link.channel,
      secret: toHex(open.secret),
      ...(open.expiry !== undefined && { expiry: open.expiry }),
    }).toEqual(without(one.fields, 'link', 'password', 'salt'));
    const again = password === undefined ? open : lock(open, password, one.bytes('salt'));
    expect(writeLink(again)).toBe(one.text('link'));
  }
  for (const one of file.cases('damaged')) {
    const read = readLink(one.text('link'));
    const found = read.kind === 'damaged' ? [read.error.code, read.error.part ?? 'version'] : ['good'];
    expect(found, one.text('link')).toEqual([one.text('code'), one.text('part')]);
  }
}

export function checkGrants(file: Case): void {
  const opened = (one: Case) => {
    const descriptor = decodeDescriptor(one.bytes('descriptor'))!;
    const channel = channelIdOf(one.bytes('descriptor'));
    const read = parse(one.bytes('grant'), readGrant);
    return { channel, read, counts: read.kind === 'parsed' && holds(read.value, channel, descriptor) };
  };
  for (const one of file.cases('good')) {
    const { channel, read, counts } = opened(one);
    expect(counts, one.text('grant')).toBe(true);
    expect(channel).toBe(one.text('channelId'));
    if (read.kind === 'malformed') continue;
    const { signature: _, ...fields } = read.value;
    expect([fields.role, fields.by]).toEqual([
      ['reader', 'writer', 'admin'][one.number('role')],
      ['write', 'owner'][one.number('by') - 1],
    ]);
    expect([toHex(fields.authorKey), fields.expiry, fields.epoch]).toEqual([
      one.text('authorKey'),
      one.number('expiry'),
      one.number('epoch'),
    ]);
    const again = signGrant(channel, fields, keyPairOf(one.bytes('signerSeed')).privateKey);
    expect(toHex(writeGrant(new Writer(), again).done())).toBe(one.text('grant'));
  }
  for (const one of file.cases('bad')) expect(opened(one).counts, one.text('why')).toBe(false);
}

export function checkProofs(file: Case): void {
  for (const one of file.cases('cases')) {
    const { publicKey, privateKey } = keyPairOf(one.bytes('seed'));
    const by = PROOF_KEYS[one.number('by') - 1]!;
    const channel = one.text('channelId') as ChannelId;
    const proof = { challenge: one.bytes('challenge'), audience: one.text('audience'), channel, by };
    expect(toHex(publicKey)).toBe(one.text('key'));
    expect(toHex(prove(privateKey, proof))).toBe(one.text('signature'));
    expect(verify(publicKey, proofBytes(proof), one.bytes('signature'))).toBe(true);
  }
}

export function checkEpochs(file: Case): void {
  for (const one of file.cases('cases')) {
    const parsed = parse(one.bytes('fields'), readEpochFields);
    if (parsed.kind === 'malformed') throw new Error(`malformed at ${parsed.offset}`);
    const fields = parsed.value;
    const channel = one.text('channelId') as ChannelId;
    const boxes = one.cases('boxes');
    const made = rotate({
      channel,
      epoch: one.number('epoch'),
      oldReadSecret: one.bytes('oldReadSecret'),
      writeSecret: one.bytes('writeSecret'),
      wrapNonce: one.bytes('wrapNonce'),
      removed: new Map(one.list<[AuthorId, number]>('removed')),
      recipientKeys: boxes.map((box) => keyPairOf(box.bytes('seed')).publicKey),
    });

    // All but the boxes can be made again: libsodium draws a fresh key for each of those.
    expect(toHex(writeEpochFields(new Writer(), { ...made, boxes: fields.boxes }).done())).toBe(one.text('fields'));
    expect([toHex(fields.writeKey), toHex(fields.readKey), toHex(fields.wrapped)]).toEqual([
      one.text('writeKey'),
      one.text('readKey'),
      one.text('wrapped'),
    ]);
    expect([...fields.boxes.keys()]).toEqual(boxes.map((box) => box.text('recipient')));
    for (const box of boxes) {
      expect(toHex(fields.boxes.get(box.text('recipient') as AuthorId)!)).toBe(box.text('box'));
      for (const from of [fields, made]) {
        const secret = openWriteSecret(from, [keyPairOf(box.bytes('seed'))]);
        expect(secret && toHex(secret)).toBe(one.text('writeSecret'));
      }
    }
    const readSecret = narrower(one.bytes('writeSecret'));
    const old = unwrap(fields, channel, one.number('epoch'), readSecret);
    expect(old && toHex(old)).toBe(one.text('oldReadSecret'));
    expect(unwrap(fields, channel, one.number('epoch') + 1, readSecret)).toBeUndefined();
  }
}

function without(fields: Readonly<Record<string, unknown>>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
