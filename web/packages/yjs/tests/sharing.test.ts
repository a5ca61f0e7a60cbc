/** Links with a password and an end, and who they let in. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Server } from '../../../e2e/server.ts';
import { createPad, MemoryStore, parseLink, type Capability, type ProviderOptions } from '../src/index.ts';
import { systemClock } from '@tacit/client/layer';
import { Device, PATIENCE } from './provider-harness.ts';

const HOUR_MS = 3_600_000;
const LOOK_MS = 60_000;

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

/** A device whose wall clock the test sets; what it does every minute, it does when the clock is set. */
function setClock(): { options: ProviderOptions; set: (aheadMs: number) => void } {
  let aheadMs = 0;
  const looks = new Set<() => void>();
  const after = (delayMs: number, run: () => void): (() => void) => {
    if (delayMs !== LOOK_MS) return systemClock.after(delayMs, run);
    looks.add(run);
    return () => looks.delete(run);
  };
  return {
    options: { clock: { now: systemClock.now, after }, unixMs: () => Date.now() + aheadMs },
    set(to) {
      aheadMs = to;
      for (const look of [...looks]) look();
    },
  };
}

test('a shared link says what it is, and opens with its own password', async () => {
  const ada = await device(links.own).saved();
  ada.write('Ada.');
  await ada.saved();
  const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + HOUR_MS);
  const link = await ada.provider.share({ capability: 'edit', password: 'open sesame', expiresAt });
  expect(await parseLink(link)).toMatchObject({
    capability: 'edit',
    needsPassword: true,
    epoch: 0,
    expiresAt: expiresAt.getTime(),
  });

  const grace = await device(link, { password: 'open sesame', label: 'Grace' }).saved();
  await grace.reads('Ada.');
  grace.write(' Grace.');
  await ada.reads('Ada. Grace.');
  const authors = [...ada.provider.authors.values()];
  expect(authors).toMatchObject([
    { by: 'owner', role: 'admin', isMe: true, isRemoved: false, epoch: 0 },
    { by: 'write', role: 'writer', isMe: false, label: 'Grace', expiresAt: expiresAt.getTime() },
  ]);
});

test('nobody hands out more than they hold, nor for longer', async () => {
  const ada = await device(links.own).saved();
  const expiresAt = Math.floor(Date.now() / 1000) * 1000 + HOUR_MS;
  const until = await ada.provider.share({ capability: 'edit', expiresAt });
  const grace = await device(until).saved();
  const ends = async (link: string | undefined) => (await parseLink(link!)).expiresAt;
  expect(await ends(await grace.provider.share({ capability: 'view' }))).toBe(expiresAt);
  expect(await ends(await grace.provider.share({ capability: 'view', expiresAt: expiresAt + 1 }))).toBe(expiresAt);
  expect(await ends(await grace.provider.share({ capability: 'view', expiresAt: expiresAt - 1000 }))).toBe(
    expiresAt - 1000,
  );
  expect(await ends(grace.provider.links.edit)).toBe(expiresAt);
  await expect(grace.provider.share({ capability: 'own' })).rejects.toBeInstanceOf(RangeError);
  await expect(grace.provider.share({ capability: 'edit', expiresAt: Number.NaN })).rejects.toBeInstanceOf(RangeError);
  await expect(ada.provider.share({ capability: 'view', expiresAt: 1_000 })).rejects.toMatchObject({
    code: 'link-expired',
    detail: 1,
  });
});

test('at its end a link lets go; what is on the device stays readable, also later and without a server', async () => {
  const ada = await device(links.own).saved();
  ada.write('Before.');
  await ada.saved();
  const store = new MemoryStore();
  const clock = setClock();
  const link = await ada.provider.share({ capability: 'edit', expiresAt: Date.now() + HOUR_MS });
  const grace = await device(link, { store, ...clock.options }).saved();
  await grace.reads('Before.');

  clock.set(2 * HOUR_MS);
  expect((await grace.refused()).code).toBe('link-expired');
  ada.write(' After.');
  await ada.saved();
  expect(grace.read).toBe('Before.');
  await grace.provider.destroy();

  const again = device(link, { store, ...clock.options });
  expect((await again.refused()).code).toBe('link-expired');
  expect(again.read).toBe('Before.');
});

test('a view link ends too', async () => {
  const ada = await device(links.own).saved();
  const clock = setClock();
  const link = await ada.provider.share({ capability: 'view', expiresAt: Date.now() + HOUR_MS });
  const reader = await device(link, clock.options).saved();
  clock.set(2 * HOUR_MS);
  expect((await reader.refused()).code).toBe('link-expired');
});

test('a device whose clock is late is refused by the server', async () => {
  const ada = await device(links.own).saved();
  const link = await ada.provider.share({ capability: 'edit', expiresAt: Date.now() + 2_000 });
  const late = device(link, { unixMs: () => Date.now() - HOUR_MS });
  const writing = () => {
    late.write('.');
    return late.provider.status.kind;
  };
  await expect.poll(writing, PATIENCE).toBe('refused');
  expect((await late.refused()).code).toBe('link-expired');
});

test('a device whose right has ended goes on by a newer link, and loses nothing', async () => {
  const ada = await device(links.own).saved();
  const store = new MemoryStore();
  const link = await ada.provider.share({ capability: 'edit', expiresAt: Date.now() + 2_000 });
  const late = device(link, { store, unixMs: () => Date.now() - HOUR_MS });
  const writing = () => {
    late.write('.');
    return late.provider.status.kind;
  };
  await expect.poll(writing, PATIENCE).toBe('refused');
  await late.provider.destroy();

  const again = device(links.edit, { store });
  again.write('!');
  await again.saved();
  await ada.reads(again.read);
  expect(again.read).toContain('!');
});

test('who speaks for an awareness client is known by its signature', async () => {
  const [ada, grace] = [await device(links.own).saved(), await device(links.edit, { label: 'Grace' }).saved()];
  grace.provider.awareness.setLocalStateField('user', { name: 'Grace H.' });
  const label = () => ada.provider.authors.get(ada.provider.authorOf(grace.doc.clientID)!)?.label;
  await expect.poll(label, PATIENCE).toBe('Grace');
  expect(ada.provider.authors.get(ada.provider.authorOf(ada.doc.clientID)!)?.isMe).toBe(true);
  expect(ada.provider.authorOf(grace.doc.clientID + 1)).toBeUndefined();

  await grace.provider.destroy();
  await expect.poll(() => ada.provider.authorOf(grace.doc.clientID), PATIENCE).toBeUndefined();
});
