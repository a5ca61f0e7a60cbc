/** New keys: who goes on, and who does not. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Server } from '../../../e2e/server.ts';
import { createPad, MemoryStore, parseLink, type Capability, type ProviderOptions } from '../src/index.ts';
import type { AuthorId } from '@tacit/client/layer';
import { Device, PATIENCE, turn } from './provider-harness.ts';

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

function device(link: string, options: ProviderOptions = {}): Device {
  const one = new Device(link, options);
  devices.push(one);
  return one;
}

function authorOf(one: Device): AuthorId {
  return one.provider.authorOf(one.doc.clientID)!;
}

/** Waits until `owner` knows all of `others`, so that a new epoch has a box for each. */
async function known(owner: Device, ...others: Device[]): Promise<void> {
  for (const one of others) {
    await expect.poll(() => owner.provider.authors.has(authorOf(one)), PATIENCE).toBe(true);
  }
}

test('after a new epoch who stays goes on, who was removed is told so, and old links are replaced', async () => {
  const ada = await device(links.own).saved();
  const [store, readersStore] = [new MemoryStore(), new MemoryStore()];
  const [grace, mallory] = [await device(links.edit).saved(), await device(links.edit, { store }).saved()];
  const reader = await device(links.view, { store: readersStore }).saved();
  ada.write('Before. ');
  await Promise.all([grace, mallory, reader].map((one) => one.reads('Before. ')));
  await known(ada, grace, mallory);

  const fresh = await ada.provider.newEpoch({ remove: [authorOf(mallory)] });
  expect((await mallory.refused()).code).toBe('author-removed');
  expect((await reader.refused()).code).toBe('epoch-stale');
  grace.write('After.');
  await ada.reads('Before. After.');
  expect(ada.provider.authors.get(authorOf(mallory))).toMatchObject({ isRemoved: true });
  expect(ada.provider.authors.get(authorOf(grace))).toMatchObject({ isRemoved: false });
  expect(fresh).toEqual(ada.provider.links);
  expect((await parseLink(fresh.edit!)).epoch).toBe(1);
  await expect.poll(async () => (await parseLink(grace.provider.links.edit!)).epoch, PATIENCE).toBe(1);

  // Old links, where no device is in the pad yet.
  expect((await device(links.edit).refused()).code).toBe('epoch-stale');
  expect((await device(links.view).refused()).code).toBe('epoch-stale');
  expect([mallory.read, reader.read]).toEqual(['Before. ', 'Before. ']);

  // The document stays readable on their devices.
  await Promise.all([mallory.provider.destroy(), reader.provider.destroy()]);
  const again = device(links.edit, { store });
  expect((await again.refused()).code).toBe('author-removed');
  const readAgain = device(links.view, { store: readersStore });
  expect((await readAgain.refused()).code).toBe('epoch-stale');
  expect([again.read, readAgain.read]).toEqual(['Before. ', 'Before. ']);

  // New links read all of the past, and let the removed device in again when somebody gives it one.
  const newcomer = await device(fresh.view!).saved();
  await newcomer.reads('Before. After.');
  await again.provider.destroy();
  const forgiven = await device(fresh.edit!, { store }).saved();
  await forgiven.reads('Before. After.');
  forgiven.write(' Back.');
  await newcomer.reads('Before. After. Back.');
});

test('an own link from before opens everything on a new device, after any number of epochs', async () => {
  const ada = await device(links.own).saved();
  for (const word of ['one ', 'two ', 'three ']) {
    ada.write(word);
    await ada.provider.newEpoch();
  }
  await ada.saved();
  const other = await device(links.own).saved();
  await other.reads('one two three ');
  other.write('four');
  await ada.reads('one two three four');
  expect((await parseLink(other.provider.links.view!)).epoch).toBe(3);
  expect((await parseLink(other.provider.links.own!)).epoch).toBe(0);
});

test('a device that was away while the keys were replaced comes back with what it wrote', async () => {
  const ada = await device(links.own).saved();
  const store = new MemoryStore();
  const grace = await device(links.edit, { store }).saved();
  await known(ada, grace);
  await server.kill();
  await grace.shows('offline');
  grace.write('from away ');
  await grace.provider.destroy();
  await server.startAgain();
  ada.provider.connect();
  await ada.saved();
  await ada.provider.newEpoch();
  await ada.provider.newEpoch();
  ada.write('from home ');

  const back = await device(links.edit, { store }).saved();
  await ada.saved();
  await expect.poll(() => ada.read === back.read && ada.read.length, PATIENCE).toBe('from away from home '.length);
});

test('only an admin replaces keys, and only with a connection', async () => {
  const ada = await device(links.own).saved();
  const [grace, reader] = [await device(links.edit).saved(), await device(links.view).saved()];
  await expect(grace.provider.newEpoch()).rejects.toMatchObject({ code: 'kind-refused' });
  await expect(reader.provider.newEpoch()).rejects.toMatchObject({ code: 'read-only' });
  await expect(ada.provider.newEpoch({ remove: [authorOf(ada)] })).rejects.toBeInstanceOf(RangeError);
  await expect(ada.provider.newEpoch({ remove: ['00112233445566aa' as AuthorId] })).rejects.toBeInstanceOf(RangeError);
  await server.kill();
  await ada.shows('offline');
  await expect(ada.provider.newEpoch()).rejects.toMatchObject({ code: 'offline' });
  await server.startAgain();
  ada.provider.connect();
  await ada.saved();
  expect((await parseLink((await ada.provider.newEpoch()).view!)).epoch).toBe(1);
});

test('two admins who replace keys at once both succeed, one after the other', async () => {
  const [ada, grace] = [await device(links.own).saved(), await device(links.own).saved()];
  await known(ada, grace);
  await known(grace, ada);
  await Promise.all([ada.provider.newEpoch(), grace.provider.newEpoch(), ada.provider.newEpoch()]);
  ada.write('a');
  grace.write('b');
  await expect.poll(() => ada.read.length === 2 && ada.read === grace.read, PATIENCE).toBe(true);
  expect((await parseLink(ada.provider.links.view!)).epoch).toBe(3);
});

test('who has a right that is over is removed by the next epoch', async () => {
  let aheadMs = 0;
  const ada = await device(links.own, { unixMs: () => Date.now() + aheadMs }).saved();
  const link = await ada.provider.share({ capability: 'edit', expiresAt: Date.now() + 3_600_000 });
  const guest = await device(link).saved();
  await known(ada, guest);
  aheadMs = 7_200_000;
  await ada.provider.newEpoch();
  expect((await guest.refused()).code).toBe('author-removed');
  expect(ada.provider.authors.get(authorOf(guest))).toMatchObject({ isRemoved: true });
});

test('five devices write while keys are replaced: old links get not one byte more, all others converge', async () => {
  const seed = Number(process.env['TACIT_SEED'] ?? Date.now() % 1_000_000);
  console.info(`TACIT_SEED=${seed}`);
  const random = seeded(seed);
  const ada = await device(links.own).saved();
  const second = await device(links.own).saved();
  const staying = [ada, second, await device(links.edit).saved(), await device(links.edit).saved()];
  const mallory = await device(links.edit).saved();
  const reader = await device(links.view).saved();
  for (const owner of [ada, second]) await known(owner, ...staying, mallory);

  const writeSome = async (people: readonly Device[], count: number): Promise<void> => {
    for (let edit = 0; edit < count; edit++) {
      const who = people[random(people.length)]!;
      who.text.insert(random(who.text.length + 1), String.fromCodePoint(97 + random(26)));
      if (random(3) === 0) await turn();
    }
  };
  await writeSome([...staying, mallory], 60);
  const opening = [ada.provider.newEpoch({ remove: [authorOf(mallory)] })];
  await writeSome([...staying, mallory], 40);
  opening.push((random(2) === 0 ? second : ada).provider.newEpoch());
  await writeSome(staying, 40);
  await Promise.all(opening);
  expect((await mallory.refused()).code).toBe('author-removed');
  expect((await reader.refused()).code).toBe('epoch-stale');

  // From here on nothing that is written reaches an old link, and nothing that an old link writes reaches the others.
  const [readByMallory, readByReader] = [mallory.read, reader.read];
  const intruders = [device(links.edit), device(links.view)];
  const word = 'NEVER SEEN BY OLD LINKS';
  ada.text.insert(0, word);
  mallory.write('INTRUSION');
  for (const intruder of intruders) intruder.write('INTRUSION');
  await writeSome(staying, 20);
  for (const intruder of intruders) expect((await intruder.refused()).code).toBe('epoch-stale');
  await Promise.all(staying.map((who) => who.saved()));
  await expect.poll(() => new Set(staying.map((who) => who.read)).size, PATIENCE).toBe(1);

  const newcomer = await device(ada.provider.links.view!).saved();
  await newcomer.reads(ada.read);
  expect(ada.read).not.toContain('INTRUSION');
  expect([mallory.read, reader.read]).toEqual([`${readByMallory}INTRUSION`, readByReader]);
  for (const intruder of intruders) expect(intruder.read).toBe('INTRUSION');
});

/** A linear congruential generator: plain, and the same everywhere. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
