import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChannelId } from '@tacit/client/layer';
import { Server } from '../../../e2e/server.ts';
import { createPad, MemoryStore, parseLink, type Capability, type ProviderOptions } from '../src/index.ts';
import { Device, eagerClock, PATIENCE, turn } from './provider-harness.ts';

const MIB = 1_048_576;

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

const fileOf = (of: Device): Uint8Array | undefined => of.doc.getMap<Uint8Array>('files').get('file');

test('five million characters pasted at once arrive, while somebody types', async () => {
  const [ada, grace] = [await device().saved(), await device(links.edit).saved()];
  const paste = 'All work and no play. 😀 '.repeat(220_000);
  ada.write(paste);
  grace.text.insert(0, 'Grace: ');
  await Promise.all([ada.saved(), grace.saved()]);
  await expect.poll(() => grace.text.length, PATIENCE).toBe(paste.length + 7);
  await expect.poll(() => ada.text.length, PATIENCE).toBe(paste.length + 7);
  expect(grace.read === ada.read && grace.read.includes(paste)).toBe(true);

  const newcomer = await device(links.view).synced();
  await expect.poll(() => newcomer.text.length, PATIENCE).toBe(paste.length + 7);
});

test('a value that no entry can hold travels in a snapshot, also when it was written without a server', async () => {
  const store = new MemoryStore();
  const first = await device(links.own, { store }).saved();
  await server.kill();
  await first.shows('offline');
  first.doc.getMap('files').set('file', new Uint8Array(2 * MIB).fill(7));
  first.write('beside it');
  await first.provider.destroy();

  const again = device(links.own, { store });
  await again.reads('beside it');
  expect(fileOf(again)).toHaveLength(2 * MIB);
  await server.startAgain();
  again.provider.connect();
  await again.saved();
  const reader = await device(links.view).synced();
  await reader.reads('beside it');
  await expect.poll(() => fileOf(reader)?.length, PATIENCE).toBe(2 * MIB);

  const history = await reader.provider.history();
  const last = history.documentAt(history.versions.length - 1);
  expect(last.getMap<Uint8Array>('files').get('file')).toHaveLength(2 * MIB);
});

test('beside a large snapshot, five hundred live entries bring the next one', async () => {
  const store = new MemoryStore();
  const ada = await device(links.own, { store, clock: eagerClock, random: () => 0 }).saved();
  const entries = async (): Promise<number> => (await store.mirror(channel))?.entries.length ?? 0;
  ada.write('x'.repeat(900_000));
  await ada.saved();
  // The grant and the snapshot alone, until its own attest follows.
  await expect.poll(entries, PATIENCE).toBeLessThanOrEqual(3);
  for (let at = 0; at < 501; at++) {
    ada.write('y');
    await turn();
  }
  await ada.saved();
  await expect.poll(entries, PATIENCE).toBeLessThan(100);
  expect(ada.read).toHaveLength(900_501);
});
