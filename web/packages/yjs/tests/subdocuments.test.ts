import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Server } from '../../../e2e/server.ts';
import { createPad, MemoryStore, parseLink, type Capability, type ProviderOptions } from '../src/index.ts';
import type { ChannelId } from '@tacit/client/layer';
import { Device, eagerClock, PATIENCE, turn } from './provider-harness.ts';

let server: Server;
let links: Record<Capability, string>;
let channel: ChannelId;
const devices: Device[] = [];

beforeEach(async () => {
  server = await Server.start();
  links = await createPad(server.url);
  channel = (await parseLink(links.own)).channel as ChannelId;
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

const chapters = (of: Device): Y.Map<Y.Doc> => of.doc.getMap('chapters');

const textOf = (doc: Y.Doc | undefined): string | undefined => doc?.getText('text').toString();

test('a sub-document travels in the same channel, and is there when it is loaded', async () => {
  const ada = await device().saved();
  const chapter = new Y.Doc();
  chapter.getText('text').insert(0, 'before. ');
  chapters(ada).set('one', chapter);
  chapter.getText('text').insert(8, 'after.');
  await ada.saved();

  const grace = await device(links.edit).synced();
  await expect.poll(() => chapters(grace).size, PATIENCE).toBe(1);
  const hers = chapters(grace).get('one')!;
  expect(textOf(hers)).toBe('');
  hers.load();
  await hers.whenSynced;
  await expect.poll(() => textOf(hers), PATIENCE).toBe('before. after.');

  hers.getText('text').insert(0, 'Grace: ');
  await expect.poll(() => textOf(chapter), PATIENCE).toBe('Grace: before. after.');
  expect(textOf(ada.doc)).toBe('');
});

test('what comes for a sub-document that is not loaded is kept, also over unloading and deletion', async () => {
  const ada = await device().saved();
  const grace = await device(links.edit).saved();
  const chapter = new Y.Doc();
  chapters(ada).set('one', chapter);
  await expect.poll(() => chapters(grace).size, PATIENCE).toBe(1);
  const hers = chapters(grace).get('one')!;
  hers.load();
  hers.getText('text').insert(0, 'Grace. ');
  await expect.poll(() => textOf(chapter), PATIENCE).toBe('Grace. ');
  hers.destroy();
  chapter.getText('text').insert(0, 'Ada. ');
  ada.write('now');
  await grace.reads('now');

  const again = chapters(grace).get('one')!;
  again.load();
  expect(textOf(again)).toBe('Ada. Grace. ');

  const undo = new Y.UndoManager(chapters(ada));
  chapters(ada).delete('one');
  await expect.poll(() => chapters(grace).size, PATIENCE).toBe(0);
  undo.undo();
  await expect.poll(() => chapters(grace).size, PATIENCE).toBe(1);
  const back = chapters(grace).get('one')!;
  back.load();
  expect(textOf(back)).toBe('Ada. Grace. ');
});

test('a snapshot holds the sub-documents, whether or not its author has loaded them', async () => {
  const ada = await device(links.own, { clock: eagerClock, random: () => 1 }).saved();
  const chapter = new Y.Doc();
  chapters(ada).set('one', chapter);
  chapter.getText('text').insert(0, 'kept');
  await ada.saved();

  // Grace loads nothing, and is the one who writes the snapshot: Ada would wait for ten seconds.
  const store = new MemoryStore();
  const grace = await device(links.edit, { clock: eagerClock, random: () => 0, store }).saved();
  const entries = async (kept: MemoryStore) => (await kept.mirror(channel))?.entries.length;
  for (let at = 0; at < 510; at++) {
    grace.write('x');
    await turn();
  }
  await grace.saved();
  await expect.poll(() => entries(store), PATIENCE).toBeLessThan(300);
  const newcomers = new MemoryStore();
  const reader = await device(links.view, { store: newcomers }).synced();
  await reader.reads('x'.repeat(510));
  expect(await entries(newcomers)).toBeLessThan(300);
  const read = chapters(reader).get('one')!;
  read.load();
  await expect.poll(() => textOf(read), PATIENCE).toBe('kept');
});
