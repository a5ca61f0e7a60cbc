/** Checks entries, padding, snapshots, ephemeral messages, heads and frames against src/seal and src/wire. */
import { expect } from 'vitest';
import { clientForm, serverForm } from '../../scripts/vectors/frame-form.ts';
import { keyPairOf } from '../../src/crypto/sodium.ts';
import { authorIdOf, epochKeys } from '../../src/keys/secrets.ts';
import { encodeKindFields, entryIdOf, readEntry, type SnapshotFields } from '../../src/seal/entry.ts';
import { openEphemeral, readEphemeral, sealEphemeral } from '../../src/seal/ephemeral.ts';
import { pad, paddedBytes, unpad } from '../../src/seal/padding.ts';
import { isSigned, openEntry, sealEntry } from '../../src/seal/sealing.ts';
import { decodeSnapshotContent, encodeSnapshotContent, headsHash, type Heads } from '../../src/seal/snapshot.ts';
import { toHex } from '../../src/wire/bytes.ts';
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
} from '../../src/wire/frames.ts';
import type { AuthorId, ChannelId, EntryId } from '../../src/wire/ids.ts';
import type { Case } from './vector-file.ts';

const KINDS = ['update', 'snapshot', 'message', 'grant', 'epoch', 'attest', 'control', 'part'];

export function checkEntries(file: Case): void {
  const opened = (one: Case, authorKey: Uint8Array): Uint8Array | undefined => {
    const parsed = readEntry(one.bytes('entry'));
    const [channel, prev] = [one.text('channelId') as ChannelId, one.text('prev') as EntryId];
    if (parsed.kind === 'malformed' || !isSigned(parsed.value, channel, prev, authorKey)) return undefined;
    return openEntry(parsed.value, channel, prev, epochKeys(one.bytes('epochKey')));
  };
  for (const one of file.cases('cases')) {
    const author = keyPairOf(one.bytes('authorSeed'));
    const parsed = readEntry(one.bytes('entry'));
    if (parsed.kind === 'malformed') throw new Error(`malformed at ${parsed.offset}`);
    const { epoch, counter, fields, sealed } = parsed.value;
    const content = opened(one, author.publicKey);
    expect(content && toHex(content)).toBe(one.text('content'));
    expect([KINDS.indexOf(fields.kind) + 1, epoch, counter, toHex(encodeKindFields(fields))]).toEqual([
      one.number('kind'),
      one.number('epoch'),
      one.number('counter'),
      one.text('fields'),
    ]);
    expect([toHex(sealed.nonce), entryIdOf(one.bytes('entry'))]).toEqual([one.text('nonce'), one.text('id')]);
    const prev = one.text('prev') as EntryId;
    if (parsed.value.prev !== undefined) expect(parsed.value.prev).toBe(prev);
    const again = sealEntry({
      channel: one.text('channelId') as ChannelId,
      keys: epochKeys(one.bytes('epochKey')),
      author,
      header: { epoch, author: authorIdOf(author.publicKey), counter, prev, fields },
      content: one.bytes('content'),
      nonce: one.bytes('nonce'),
    });
    expect(toHex(again)).toBe(one.text('entry'));
  }
  for (const one of file.cases('mustNotOpen')) {
    expect(opened(one, one.bytes('authorKey')), one.text('why')).toBeUndefined();
  }
}

export function checkPadding(file: Case): void {
  for (const one of file.cases('cases')) {
    const [content, padded] = [one.number('content'), one.number('padded')];
    expect(paddedBytes(content), `${content} bytes`).toBe(padded);
    expect(unpad(pad(new Uint8Array(content), padded))?.length).toBe(content);
  }
}

export function checkSnapshots(file: Case): void {
  for (const one of file.cases('cases')) {
    const covers = new Map(one.list<[AuthorId, number]>('covers'));
    const fields: SnapshotFields = { kind: 'snapshot', parts: one.number('parts'), covers };
    expect(toHex(encodeKindFields(fields))).toBe(one.text('fields'));
    const snapshot = decodeSnapshotContent(one.bytes('content'), covers);
    expect(snapshot?.heads).toEqual(headsOf(one));
    expect(snapshot && toHex(snapshot.document)).toBe(one.text('document'));
    expect(toHex(encodeSnapshotContent(headsOf(one), one.bytes('document')))).toBe(one.text('content'));
    const more = new Map([...covers, ['00000000000000aa' as AuthorId, 1] as const]);
    expect(decodeSnapshotContent(one.bytes('content'), more)).toBeUndefined();
  }
}

export function checkEphemeral(file: Case): void {
  const opened = (one: Case, authorKey: Uint8Array) => {
    const parsed = readEphemeral(one.bytes('message'));
    if (parsed.kind === 'malformed') return undefined;
    return openEphemeral(parsed.value, one.text('channelId') as ChannelId, authorKey, epochKeys(one.bytes('epochKey')));
  };
  for (const one of file.cases('cases')) {
    const author = keyPairOf(one.bytes('authorSeed'));
    const content = { type: one.number('type'), payload: one.bytes('payload') };
    const header = {
      epoch: one.number('epoch'),
      author: authorIdOf(author.publicKey),
      session: one.text('session'),
      counter: one.number('counter'),
    };
    expect(opened(one, author.publicKey)).toEqual(content);
    expect(readEphemeral(one.bytes('message'))).toMatchObject({ kind: 'parsed', value: header });
    const channel = one.text('channelId') as ChannelId;
    const keys = epochKeys(one.bytes('epochKey'));
    const again = sealEphemeral({ channel, keys, author, header, content, nonce: one.bytes('nonce') });
    expect(toHex(again)).toBe(one.text('message'));
  }
  for (const one of file.cases('mustNotOpen')) {
    expect(opened(one, one.bytes('authorKey')), one.text('why')).toBeUndefined();
  }
}

export function checkHeads(file: Case): void {
  for (const one of file.cases('cases')) expect(headsHash(headsOf(one))).toBe(one.text('hash'));
}

export function checkFrames(file: Case): void {
  for (const one of file.cases('cases')) {
    const hex = one.text('hex');
    const client = decodeClientFrame(one.bytes('hex'));
    const server = decodeServerFrame(one.bytes('hex'));
    if (client.kind === 'parsed') {
      expect({ ...clientForm(client.value), hex }).toEqual(one.fields);
      expect(toHex(encodeClientFrame(client.value))).toBe(hex);
    } else if (server.kind === 'parsed') {
      expect({ ...serverForm(server.value), hex }).toEqual(one.fields);
      expect(toHex(encodeServerFrame(server.value))).toBe(hex);
    } else {
      throw new Error(`${one.text('name')} ${hex} is malformed at ${server.offset}`);
    }
  }
  for (const one of file.cases('malformed')) {
    const found = [decodeClientFrame(one.bytes('hex')).kind, decodeServerFrame(one.bytes('hex')).kind];
    expect(found, one.text('why')).toEqual(['malformed', 'malformed']);
  }
}

function headsOf(one: Case): Heads {
  const heads = one.list<[AuthorId, number, EntryId]>('heads');
  return new Map(heads.map(([author, counter, id]) => [author, { counter, id }]));
}
