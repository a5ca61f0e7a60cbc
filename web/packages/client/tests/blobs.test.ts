/** Files over a real server, in a process of its own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Server } from '../../../e2e/server.ts';
import {
  Channel,
  createPad,
  environment,
  MemoryStore,
  openLink,
  TacitError,
  type Capability,
  type Environment,
  type PendingUpload,
  type Store,
} from '../src/index.ts';
import { readReference, writeReference } from '../src/blobs/blob-format.ts';
import type { BlobAddress } from '../src/wire/ids.ts';

/** How long to look for something that should come: much longer than it takes, so that a busy machine fails nobody. */
const PATIENCE = { timeout: 60_000, interval: 20 } as const;
const MIB = 1_048_576;

let server: Server;
let links: Record<Capability, string>;
const open: Channel[] = [];

beforeEach(async () => {
  server = await Server.start();
  links = await createPad(server.url);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((channel) => channel.close()));
  await server.dispose();
});

interface DeviceOptions extends Partial<Environment> {
  store?: Store;
  blobCacheBytesMax?: number;
}

async function device(link: string, { store = new MemoryStore(), ...given }: DeviceOptions = {}): Promise<Channel> {
  const channel = new Channel(await openLink(link, undefined), {
    store,
    environment: environment({ WebSocket: WebSocket as unknown as Environment['WebSocket'], ...given }),
    ownConnections: true,
    label: '',
    hadPassword: false,
    ...(given.blobCacheBytesMax === undefined ? {} : { blobCacheBytesMax: given.blobCacheBytesMax }),
  });
  open.push(channel);
  await channel.open();
  return channel;
}

async function live(channel: Channel): Promise<Channel> {
  await expect.poll(() => channel.isLive, PATIENCE).toBe(true);
  return channel;
}

/** Bytes that differ from place to place. */
function file(sizeBytes: number, name = 'picture.png', type = 'image/png'): File {
  const bytes = new Uint8Array(sizeBytes);
  for (let at = 0; at < sizeBytes; at++) bytes[at] = (at * 31 + (at >> 9)) & 255;
  return new File([bytes], name, { type });
}

async function same(opened: File, added: File): Promise<void> {
  expect([opened.name, opened.type, opened.size]).toEqual([added.name, added.type, added.size]);
  expect(Buffer.compare(Buffer.from(await opened.arrayBuffer()), Buffer.from(await added.arrayBuffer()))).toBe(0);
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TacitError)) throw new Error(`no TacitError but ${String(error)}`);
  return error.code;
}

test.each([0, 1, 63, 524_287, 524_288, 3 * MIB + 17])('a file of %i bytes opens on another device', async (size) => {
  const ada = await live(await device(links.own));
  const added = file(size);
  const sent: number[][] = [];
  const reference = await ada.blobs.upload(added, { onProgress: (...progress) => sent.push(progress) });
  await ada.blobs.sent(reference);
  expect(ada.blobs.pending).toEqual([]);
  expect(sent.at(-1)![0]).toBe(sent.at(-1)![1]);
  expect(sent.map(([bytes]) => bytes)).toEqual(sent.map(([bytes]) => bytes).toSorted((a, b) => a! - b!));

  const opened: number[] = [];
  const reader = await device(links.view);
  await same(await reader.blobs.open(reference, { onProgress: (bytes) => opened.push(bytes) }), added);
  expect(opened.at(-1)).toBe(size);
});

test('a file added without a network has its reference at once, and is sent when the server is back', async () => {
  const store = new MemoryStore();
  await live(await device(links.own));
  await server.kill();
  const ada = await device(links.own, { store });
  const added = file(MIB);
  const reference = await ada.blobs.upload(added);
  await same(await ada.blobs.open(reference), added);
  await expect.poll(() => ada.blobs.pending[0]?.error?.code, PATIENCE).toBe('offline');
  await ada.close();

  // The same device, after a reload: it knows what it still has to send.
  await server.startAgain();
  const again = await live(await device(links.own, { store }));
  await again.blobs.sent(reference);
  await same(await (await device(links.view)).blobs.open(reference), added);
});

test('what the server has already is not sent again', async () => {
  const store = new MemoryStore();
  let puts = 0;
  let failAfter = 3;
  const counting: typeof fetch = (url, init) => {
    if (init?.method === 'PUT' && ++puts > failAfter) return Promise.reject(new TypeError('the network is gone'));
    return fetch(url, init);
  };
  const ada = await live(await device(links.own, { store, fetch: counting }));
  const added = file(5 * MIB);
  const reference = await ada.blobs.upload(added);
  await expect.poll(() => ada.blobs.pending[0]?.error?.code, PATIENCE).toBe('offline');
  await ada.close();

  failAfter = Number.POSITIVE_INFINITY;
  puts = 0;
  const again = await live(await device(links.own, { store, fetch: counting }));
  const pending: (readonly PendingUpload[])[] = [];
  again.blobs.on('pending', (now) => pending.push(now));
  await again.blobs.sent(reference);
  const { addresses } = { addresses: Math.ceil((5 * MIB) / 524_288) + 2 };
  expect(puts).toBeLessThan(addresses);
  await same(await (await device(links.view)).blobs.open(reference), added);
});

test('the same file, added twice while it waits, is one upload', async () => {
  await live(await device(links.own));
  await server.kill();
  const ada = await device(links.own);
  const [first, second] = [await ada.blobs.upload(file(1000)), await ada.blobs.upload(file(1000))];
  const other = await ada.blobs.upload(file(1001));
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(ada.blobs.pending).toHaveLength(2);
  await ada.blobs.cancel(first);
  expect(ada.blobs.pending.map(({ reference }) => reference)).toEqual([other]);
  expect(await refused(ada.blobs.open(first))).toBe('offline');
});

test('a view link opens and adds nothing; a file over the limit is refused before anything is read', async () => {
  const ada = await live(await device(links.own));
  const reader = await device(links.view);
  expect(await refused(reader.blobs.upload(file(1)))).toBe('read-only');
  expect(await refused(ada.blobs.upload(file(1001), { sizeBytesMax: 1000 }))).toBe('blob-too-large');
  const reference = await ada.blobs.upload(file(1000), { sizeBytesMax: 1000 });
  expect(await refused(ada.blobs.open(reference, { sizeBytesMax: 999 }))).toBe('blob-too-large');
});

test('a reference that is damaged, newer, unknown or not this blob’s is told apart', async () => {
  const ada = await live(await device(links.own));
  const reference = await ada.blobs.upload(file(1000));
  await ada.blobs.sent(reference);
  const read = readReference(reference);
  const reader = await device(links.view);
  const outcome = (text: string) => refused(reader.blobs.open(text));
  expect(await outcome(reference.slice(0, -3))).toBe('blob-damaged');
  expect(await outcome('https://example.com/picture.png')).toBe('blob-damaged');
  expect(await outcome(`tacit-blob:${Buffer.from([2, 1, 2, 3]).toString('base64url')}`)).toBe('blob-newer');
  expect(await outcome(writeReference({ ...read, manifest: '0f'.repeat(32) as BlobAddress }))).toBe('blob-unknown');
  expect(await outcome(writeReference({ ...read, key: new Uint8Array(32) }))).toBe('blob-damaged');
  expect(await outcome(writeReference({ ...read, sizeBytes: 1001 }))).toBe('blob-damaged');
  await same(await reader.blobs.open(reference), file(1000));
});

test('a device whose clock is wrong signs with the server’s time', async () => {
  const hourMs = 3_600_000;
  const ada = await live(await device(links.own, { unixMs: () => Date.now() - hourMs }));
  const reference = await ada.blobs.upload(file(1000));
  await ada.blobs.sent(reference);
  const reader = await device(links.view, { unixMs: () => Date.now() + hourMs });
  await same(await reader.blobs.open(reference), file(1000));
});

test('what was opened once opens without a server, as long as there is room for it', async () => {
  const ada = await live(await device(links.own));
  const added = [file(400_000, 'a'), file(400_000, 'b'), file(400_000, 'c')];
  const references = await Promise.all(added.map((one) => ada.blobs.upload(one)));
  await Promise.all(references.map((reference) => ada.blobs.sent(reference)));

  const grace = await device(links.view, { store: new MemoryStore(), blobCacheBytesMax: 900_000 });
  for (const reference of references) await grace.blobs.open(reference);
  await server.kill();
  await same(await grace.blobs.open(references[2]!), added[2]!);
  await same(await grace.blobs.open(references[1]!), added[1]!);
  expect(await refused(grace.blobs.open(references[0]!))).toBe('offline');

  // Three files are in a cache for two, and nobody sent them: none of them goes.
  const offline = await device(links.own, { store: new MemoryStore(), blobCacheBytesMax: 900_000 });
  const waiting = await Promise.all(added.map((one) => offline.blobs.upload(one)));
  for (const [at, reference] of waiting.entries()) await same(await offline.blobs.open(reference), added[at]!);
});

test('a chunk that this device’s disk damaged is fetched again, one that the server changed is refused', async () => {
  const ada = await live(await device(links.own));
  const reference = await ada.blobs.upload(file(1000));
  await ada.blobs.sent(reference);
  const { manifest } = readReference(reference);
  const { channel } = ada.link;
  const store = new MemoryStore();
  const reader = await device(links.view, { store });
  await store.putChunk(channel, manifest, new Uint8Array(200));
  await same(await reader.blobs.open(reference), file(1000));

  const lying: typeof fetch = async (url, init) => {
    const answer = await fetch(url, init);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    bytes[7]! ^= 1;
    return new Response(bytes, { status: answer.status });
  };
  const fooled = await device(links.view, { fetch: lying });
  expect(await refused(fooled.blobs.open(reference))).toBe('blob-damaged');
});

test('an upload that was given up while it was read leaves nothing', async () => {
  const store = new MemoryStore();
  const ada = await device(links.own, { store });
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(ada.blobs.upload(file(1000), { signal: stop.signal })).rejects.toThrow('enough');
  expect(await store.uploads(ada.link.channel)).toEqual([]);
  expect(ada.blobs.pending).toEqual([]);
});
