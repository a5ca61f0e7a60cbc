import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Server } from '../../../e2e/server.ts';
import { createPad, MemoryStore, type Capability, type ProviderOptions } from '../src/index.ts';
import { Device, eagerClock, PATIENCE, turn } from './provider-harness.ts';

let server: Server;
let links: Record<Capability, string>;
const devices: Device[] = [];

beforeEach(async () => {
  server = await Server.start();
  links = await createPad(server.url);
});

afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.provider.destroy()));
  await server.dispose();
});

function device(link: string = links.own, options: ProviderOptions = {}): Device {
  const one = new Device(link, options);
  devices.push(one);
  return one;
}

const textAt = (doc: Y.Doc): string => doc.getText('text').toString();

test('the history has every version with its author and time, also what was deleted', async () => {
  let now = 1_790_000_000_000;
  const unixMs = (): number => now;
  const ada = await device(links.own, { label: 'Ada', unixMs }).saved();
  ada.write('Ada wrote this.');
  await ada.saved();
  const grace = await device(links.edit, { label: 'Grace', unixMs }).saved();
  await grace.reads('Ada wrote this.');
  now += 60_000;
  grace.text.delete(0, 4);
  await grace.saved();
  await ada.reads('wrote this.');
  now += 180_000;
  ada.write(' Again.');
  await ada.saved();

  const seen: number[] = [];
  const history = await ada.provider.history({ onProgress: ({ fraction }) => seen.push(fraction) });
  expect(seen.at(-1)).toBe(1);
  expect(history).toMatchObject({ startsWith: 'beginning', source: 'server' });
  expect(history.versions.map(({ at, label, time, kind }) => ({ at, label, time, kind }))).toEqual([
    { at: 0, label: 'Ada', time: 1_790_000_000_000, kind: 'update' },
    { at: 1, label: 'Grace', time: 1_790_000_060_000, kind: 'update' },
    { at: 2, label: 'Ada', time: 1_790_000_240_000, kind: 'update' },
  ]);
  expect(history.versions.map(({ at }) => textAt(history.documentAt(at)))).toEqual([
    'Ada wrote this.',
    'wrote this.',
    'wrote this. Again.',
  ]);
  expect(textAt(history.documentAt(-1))).toBe('');
  expect(() => history.documentAt(3)).toThrow(RangeError);
  expect(history.sessions.map(({ label, added, removed }) => ({ label, added, removed }))).toEqual([
    { label: 'Ada', added: 15, removed: 0 },
    { label: 'Grace', added: 0, removed: 4 },
    { label: 'Ada', added: 7, removed: 0 },
  ]);
});

test('a snapshot hides nothing from the history, and a view link reads it too', async () => {
  const ada = await device(links.own, { clock: eagerClock, random: () => 0 }).saved();
  for (let at = 0; at < 510; at++) {
    ada.write('x');
    await turn();
  }
  await ada.saved();
  const store = new MemoryStore();
  const reader = await device(links.view, { store }).synced();
  await reader.reads('x'.repeat(510));
  const history = await reader.provider.history();
  expect(history.startsWith).toBe('beginning');
  expect(history.versions.filter(({ kind }) => kind === 'update').length).toBeGreaterThan(300);
  const lengths = history.versions.map(({ at }) => textAt(history.documentAt(at)).length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(lengths.at(-1)).toBe(510);
  expect(() => reader.provider.restore(history, 0)).toThrow(/only reads/u);
});

test('without a server the history is what this device has, to the last key that it has not sent', async () => {
  const ada = await device().saved();
  ada.write('sent. ');
  await ada.saved();
  await server.kill();
  await ada.shows('offline');
  ada.write('not sent.');
  const history = await ada.provider.history();
  expect(history.source).toBe('device');
  expect(history.versions.map(({ at }) => textAt(history.documentAt(at)))).toEqual(['sent. ', 'sent. not sent.']);
  expect(history.versions[1]!.author).toBeUndefined();
});

test('who was removed still has the history of this device', async () => {
  const ada = await device().saved();
  ada.write('for both');
  await ada.saved();
  const grace = await device(links.edit).saved();
  await grace.reads('for both');
  grace.write(' and back');
  await ada.reads('for both and back');
  await ada.provider.newEpoch({ remove: [grace.provider.authorOf(grace.doc.clientID)!] });
  expect((await grace.refused()).code).toBe('author-removed');
  const history = await grace.provider.history();
  expect(history.source).toBe('device');
  expect(textAt(history.documentAt(history.versions.length - 1))).toBe('for both and back');
});

test('reading the history can be called off', async () => {
  const ada = await device().saved();
  const reason = new Error('closed');
  await expect(ada.provider.history({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const abort = new AbortController();
  const reading = ada.provider.history({ signal: abort.signal });
  abort.abort(reason);
  await expect(reading).rejects.toBe(reason);
});

test('restoring an old version reaches everybody, and can be taken back', async () => {
  const ada = await device().saved();
  const grace = await device(links.edit).saved();
  ada.write('first');
  ada.doc.getMap('meta').set('title', 'Old');
  await ada.saved();
  await grace.reads('first');
  grace.text.delete(0, 5);
  grace.write('second');
  grace.doc.getMap('meta').set('title', 'New');
  grace.doc.getMap('comments').set('one', new Y.Map([['text', 'kept']]));
  await grace.saved();
  await ada.reads('second');

  const history = await ada.provider.history();
  const before = history.versions.length - 1;
  ada.provider.restore(history, 0, { roots: ['meta', 'text'] });
  await grace.reads('first');
  expect(grace.doc.getMap('meta').get('title')).toBe('Old');
  expect(grace.doc.getMap('comments').toJSON()).toEqual({ one: { text: 'kept' } });

  ada.provider.restore(history, before);
  await grace.reads('second');
  await ada.saved();
  expect((await ada.provider.history()).versions.length).toBeGreaterThan(before + 1);
});
