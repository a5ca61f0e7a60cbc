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

function device(link: string = links.own, options: ProviderOptions = {}, doc = new Y.Doc()): Device {
  const one = new Device(link, options, doc);
  devices.push(one);
  return one;
}

test('two devices converge, whoever writes', async () => {
  const ada = device();
  ada.write('Ada. ');
  await ada.saved();
  const grace = await device(links.edit).synced();
  await grace.reads('Ada. ');
  grace.write('Grace. ');
  await ada.reads('Ada. Grace. ');
  await Promise.all([ada.saved(), grace.saved()]);
  expect([ada.provider.role, grace.provider.role]).toEqual(['admin', 'writer']);
});

test('what is written while the server is dead arrives when it is back', async () => {
  const ada = await device().saved();
  const grace = await device(links.edit).saved();
  await server.kill();
  await Promise.all([ada.shows('offline'), grace.shows('offline')]);
  ada.write('from one side ');
  grace.write('from the other ');
  await expect.poll(() => ada.provider.status, PATIENCE).toMatchObject({ kind: 'offline', unsentCount: 1 });

  await server.startAgain();
  ada.provider.connect();
  grace.provider.connect();
  await Promise.all([ada.saved(), grace.saved()]);
  await expect.poll(() => ada.read === grace.read && ada.read.length, PATIENCE).toBe(
    'from one side from the other '.length,
  );
});

test('a tab that ends with unsent edits still has them when it is opened again, and sends them', async () => {
  const store = new MemoryStore();
  const first = await device(links.own, { store }).saved();
  first.write('sent. ');
  await first.saved();
  await server.kill();
  await first.shows('offline');
  first.write('not sent.');
  await first.provider.destroy();

  // Still without a server: the pad opens from the store alone.
  const again = device(links.own, { store });
  await again.reads('sent. not sent.');
  await expect.poll(() => again.provider.status, PATIENCE).toMatchObject({ unsentCount: 1 });

  await server.startAgain();
  again.provider.connect();
  await again.saved();
  const other = await device(links.view).synced();
  await other.reads('sent. not sent.');
});

test('after many small entries a snapshot is written, and a newcomer opens from it', async () => {
  const [store, newcomers] = [new MemoryStore(), new MemoryStore()];
  const ada = await device(links.own, { store, clock: eagerClock, random: () => 0 }).saved();
  const words = Array.from({ length: 510 }, (_, at) => `${at} `);
  for (const word of words) {
    ada.write(word);
    await turn();
  }
  await ada.saved();
  expect((await store.own(channel, (await store.identities(channel))[0]!.author)).length).toBeGreaterThan(500);
  const entries = async (kept: MemoryStore) => (await kept.mirror(channel))?.entries.length;
  // 350 of the smallest entries are more than 64 KiB; what came after the snapshot stays beside it.
  await expect.poll(() => entries(store), PATIENCE).toBeLessThan(300);

  const grace = await device(links.view, { store: newcomers }).synced();
  await grace.reads(words.join(''));
  await expect.poll(() => entries(newcomers), PATIENCE).toBeLessThan(300);
});

test('a view link reads; what is changed locally stays here', async () => {
  const ada = device();
  ada.write('Ada.');
  await ada.saved();
  const reader = await device(links.view).synced();
  await reader.reads('Ada.');
  expect(reader.provider.role).toBe('reader');
  expect(reader.provider.links).toEqual({ view: links.view });

  // It is neither sealed nor sent, and the status says that it is not: the page makes the editor read-only.
  reader.write(' Reader.');
  expect(reader.provider.status).toMatchObject({ kind: 'syncing', unsentCount: 1, error: { code: 'read-only' } });
  expect(reader.provider.savedHere).toBe(false);
  ada.write(' Ada again.');
  await expect.poll(() => reader.read, PATIENCE).toContain('Ada again.');
  expect(reader.read).toContain('Reader.');
  await ada.saved();
  expect(ada.read).toBe('Ada. Ada again.');
});

test('a wrong password is refused by the server, a missing one here', async () => {
  const locked = await createPad(server.url, { password: 'right' });
  await device(locked.own, { password: 'right' }).saved();
  const code = async (link: string, options: ProviderOptions) => (await device(link, options).refused()).code;
  expect(await code(locked.edit, { password: 'wrong' })).toBe('password-wrong');
  expect(await code(locked.view, { password: 'wrong' })).toBe('password-wrong');
  expect(await code(locked.view, {})).toBe('password-needed');
  expect((await device(locked.view, { password: 'right' }).saved()).provider.role).toBe('reader');
});

test('after a wrong password the right one opens the pad on the same device', async () => {
  const locked = await createPad(server.url, { password: 'right' });
  await device(locked.own, { password: 'right' }).saved();
  const store = new MemoryStore();
  const wrong = device(locked.edit, { password: 'wrong', store });
  expect((await wrong.refused()).code).toBe('password-wrong');
  await wrong.provider.destroy();
  expect((await device(locked.edit, { password: 'right', store }).saved()).provider.role).toBe('writer');
});

test('a damaged link is refused with the part that is damaged', async () => {
  const refused = (link: string) => device(link).refused();
  expect(await refused(links.edit.slice(0, -2))).toEqual({ code: 'link-damaged', part: 'length' });
  expect(await refused(links.edit.replace('/edit/', '/view/'))).toEqual({ code: 'link-damaged', part: 'capability' });
  expect(await refused('not a link')).toEqual({ code: 'link-damaged', part: 'scheme' });
});

test('an edit link makes no pad: one that the server never saw is refused', async () => {
  expect((await device(links.edit).refused()).code).toBe('channel-unknown');
});

test('what a document holds before it has a provider is sent once, whatever other store it comes from', async () => {
  const stored = new Y.Doc();
  stored.getText('text').insert(0, 'from elsewhere. ');
  const filled = (): Y.Doc => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(stored));
    return doc;
  };
  const store = new MemoryStore();
  const first = device(links.own, { store }, filled());
  await first.saved();
  const grace = await device(links.edit).synced();
  await grace.reads('from elsewhere. ');
  grace.write('Grace.');
  await first.reads('from elsewhere. Grace.');
  await first.provider.destroy();

  const written = async (): Promise<number> => {
    const [identity] = await store.identities(channel);
    return (await store.own(channel, identity!.author)).length;
  };
  const before = await written();
  const again = await device(links.own, { store }, filled()).saved();
  await again.reads('from elsewhere. Grace.');
  expect(await written()).toBe(before);
});

test('after disconnect writing goes on and stays here, until connect', async () => {
  const store = new MemoryStore();
  const ada = await device(links.own, { store }).saved();
  const grace = await device(links.edit).saved();
  const heard: boolean[] = [];
  const hear = (sync: boolean): void => void heard.push(sync);
  ada.provider.on('sync', hear);
  expect(ada.provider.shouldConnect).toBe(true);

  ada.provider.disconnect();
  expect([ada.provider.status, ada.provider.shouldConnect]).toEqual([{ kind: 'offline', unsentCount: 0 }, false]);
  ada.write('offline. ');
  grace.write('Grace. ');
  await grace.saved();
  await expect.poll(() => ada.provider.savedHere, PATIENCE).toBe(true);
  expect(ada.provider.status).toEqual({ kind: 'offline', unsentCount: 1 });
  expect((await ada.provider.history()).source).toBe('device');

  ada.provider.connect();
  await ada.saved();
  await expect.poll(() => ada.read === grace.read && ada.read.length, PATIENCE).toBe('offline. Grace. '.length);
  expect(heard).toEqual([false, true]);
  ada.provider.off('sync', hear);
  ada.provider.disconnect();
  expect(heard).toHaveLength(2);
});

test('a provider that does not connect yet shows what the device has, and is asked to', async () => {
  const store = new MemoryStore();
  const first = device(links.own, { store });
  first.write('here.');
  await (await first.saved()).provider.destroy();
  const later = device(links.own, { store, connect: false });
  expect(later.provider.shouldConnect).toBe(false);
  later.provider.connect();
  await (await later.saved()).reads('here.');
});

test('two tabs of one device are two authors, and write side by side', async () => {
  const store = new MemoryStore();
  const [left, right] = [device(links.own, { store }), device(links.own, { store })];
  await Promise.all([left.saved(), right.saved()]);
  left.write('left ');
  await right.reads('left ');
  right.write('right');
  await left.reads('left right');
  await Promise.all([left.saved(), right.saved()]);
  const authors = await store.identities(channel);
  expect(new Set(authors.map(({ author }) => author)).size).toBe(2);

  // A third one, after both are gone, takes up one of them instead of making another.
  await Promise.all([left.provider.destroy(), right.provider.destroy()]);
  await (await device(links.own, { store }).saved()).reads('left right');
  expect(await store.identities(channel)).toHaveLength(2);
});

test('what a tab wrote without a server, and left, is shown and sent by the tab that stays', async () => {
  const store = new MemoryStore();
  const stays = await device(links.own, { store }).saved();
  const leaves = await device(links.own, { store }).saved();
  await server.kill();
  await leaves.shows('offline');
  leaves.write('written by the tab that left');
  await expect.poll(() => leaves.provider.savedHere, PATIENCE).toBe(true);
  await leaves.provider.destroy();
  await stays.reads('written by the tab that left');
  await server.startAgain();
  await stays.saved();
  await device(links.edit).reads('written by the tab that left');
  await expect.poll(async () => (await store.identities(channel)).length, PATIENCE).toBe(1);
});

test('who is here is seen by the others, and gone when it leaves', async () => {
  const [ada, grace] = [await device().saved(), await device(links.edit).saved()];
  ada.provider.awareness.setLocalStateField('user', { name: 'Ada' });
  grace.provider.awareness.setLocalStateField('user', { name: 'Grace' });
  const seen = (who: Device, of: Device) => who.provider.awareness.getStates().get(of.doc.clientID)?.['user'];
  await expect.poll(() => seen(grace, ada), PATIENCE).toEqual({ name: 'Ada' });
  await expect.poll(() => seen(ada, grace), PATIENCE).toEqual({ name: 'Grace' });

  await ada.provider.destroy();
  await expect.poll(() => grace.provider.awareness.getStates().has(ada.doc.clientID), PATIENCE).toBe(false);
});

test('five devices that edit at random, one of them over a dead server, converge', async () => {
  const seed = Number(process.env['TACIT_SEED'] ?? Date.now() % 1_000_000);
  console.info(`TACIT_SEED=${seed}`);
  const random = seeded(seed);
  await device().saved();
  const people = devices.concat(Array.from({ length: 4 }, () => device(links.edit)));
  for (let round = 0; round < 3; round++) {
    if (round === 1) await server.kill();
    for (let edit = 0; edit < 60; edit++) {
      const who = people[random(people.length)]!;
      const at = random(who.text.length + 1);
      if (random(3) === 0 && at < who.text.length) who.text.delete(at, 1 + random(Math.min(4, who.text.length - at)));
      else who.text.insert(at, String.fromCodePoint(97 + random(26)).repeat(1 + random(5)));
      await turn(); // Sockets may speak in between, so that edits cross.
    }
    if (round === 1) await server.startAgain();
    for (const who of people) who.provider.connect();
    await Promise.all(people.map((who) => who.saved()));
  }
  await expect.poll(() => new Set(people.map((who) => who.read)).size, PATIENCE).toBe(1);
  expect(people[0]!.read.length).toBeGreaterThan(0);
});

/** A linear congruential generator: plain, and the same everywhere. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
