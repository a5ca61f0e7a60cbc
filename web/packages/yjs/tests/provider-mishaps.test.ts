/** What goes wrong around a provider: in the app, in the store, at the wrong moment. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { Server } from '../../../e2e/server.ts';
import { createPad, MemoryStore, type Capability, type ProviderOptions } from '../src/index.ts';
import { Device, PATIENCE } from './provider-harness.ts';

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

function device(link: string = links.own, options: ProviderOptions = {}, doc = new Y.Doc()): Device {
  const one = new Device(link, options, doc);
  devices.push(one);
  return one;
}

test('a listener that throws takes nothing from the document, and its error is reported', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const ada = device();
  const mistake = new Error('of the app');
  const wrong = (): never => {
    throw mistake;
  };
  ada.write('one ');
  await ada.saved();
  const grace = device(links.edit);
  const events = ['status', 'role', 'authors', 'sync', 'synced', 'savedHere'] as const;
  for (const name of events) grace.provider.on(name, wrong);
  await grace.reads('one ');
  grace.write('two');
  await ada.reads('one two');
  await grace.saved();
  expect(reported).toHaveBeenCalledWith(mistake);
  vi.unstubAllGlobals();
});

test('what is written with a view link before the pad is open stays here, and the status says so', async () => {
  await device().saved();
  const reader = device(links.view);
  reader.write('mine');
  await reader.synced();
  await expect.poll(() => reader.provider.status, PATIENCE).toMatchObject({ error: { code: 'read-only' } });
  expect(reader.provider.savedHere).toBe(false);
});

test('what is written and left at once is on the device', async () => {
  const store = new MemoryStore();
  const hasty = device(links.own, { store });
  hasty.write('in haste');
  await hasty.provider.destroy();
  await device(links.own, { store }).reads('in haste');
});

test('what is written after a refusal is not called saved here', async () => {
  const ada = await device().saved();
  const grace = await device(links.edit).saved();
  grace.write('let in. ');
  await ada.reads('let in. ');
  await ada.provider.newEpoch({ remove: [grace.provider.authorOf(grace.doc.clientID)!] });
  expect((await grace.refused()).code).toBe('author-removed');
  grace.write('too late');
  await grace.provider.destroy();
  expect(grace.provider.savedHere).toBe(false);
});

/** A disk that is full for a while. */
class FullStore extends MemoryStore {
  isFull = false;

  override keep(...change: Parameters<MemoryStore['keep']>): Promise<void> {
    return this.isFull ? Promise.reject(new Error('no room')) : super.keep(...change);
  }

  override putOwn(...entries: Parameters<MemoryStore['putOwn']>): Promise<void> {
    return this.isFull ? Promise.reject(new Error('no room')) : super.putOwn(...entries);
  }
}

test('a store that fails is told, and what it holds stays whole: the pad opens from it', async () => {
  const store = new FullStore();
  const ada = await device().saved();
  const grace = await device(links.edit, { store }).saved();
  ada.write('kept. ');
  await grace.reads('kept. ');
  store.isFull = true;
  ada.write('not kept. ');
  await grace.reads('kept. not kept. ');
  expect((await grace.refused()).code).toBe('internal');
  store.isFull = false;
  ada.write('again. ');
  await grace.reads('kept. not kept. again. ');
  await grace.provider.destroy();

  const again = device(links.edit, { store });
  await again.saved();
  expect(again.read).toBe('kept. not kept. again. ');
});

test('what the store did not take is not called saved here', async () => {
  const store = new FullStore();
  const ada = await device(links.own, { store }).saved();
  store.isFull = true;
  ada.write('nowhere');
  expect((await ada.refused()).code).toBe('internal');
  expect(ada.provider.savedHere).toBe(false);
});

test('a refusal is final, whatever is asked for after it', async () => {
  const locked = await createPad(server.url, { password: 'right' });
  const wrong = device(locked.own, { password: 'wrong' });
  expect((await wrong.refused()).code).toBe('password-wrong');
  wrong.provider.disconnect();
  expect(wrong.provider.status.kind).toBe('refused');
  wrong.provider.connect();
  expect(wrong.provider.status.kind).toBe('refused');
});

test('a provider that shall not connect yet is offline', async () => {
  const later = device(links.own, { connect: false });
  expect(later.provider.status).toEqual({ kind: 'offline', unsentCount: 0 });
  later.provider.connect();
  await later.saved();
  expect(later.statuses[0]).toBe('connecting');
});
