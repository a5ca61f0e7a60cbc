/**
 * Keeps the whole app on the device, so that it opens without a network.
 *
 * Invariants: a version is fetched whole and checked before it counts, and it lives in a cache of its own; a page and
 * all it loads come from one version; a new version takes over only when a page asks for it, and then every page
 * reloads (app-version.svelte.ts). All but the app's own files goes by unseen: /sync, /blobs and what operators read.
 */
/// <reference lib="webworker" />

// Written into the built file (precache.ts): the paths with their SHA-256 in hex, and the version that they make up.
declare const TACIT_FILES: readonly (readonly [path: string, sha256: string])[];
declare const TACIT_VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const cachePrefix = 'tacit-';
const cacheName = cachePrefix + TACIT_VERSION;
const paths = new Set(['/', ...TACIT_FILES.map(([path]) => path)]);

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(dropOthers()));

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || !paths.has(url.pathname)) return;
  event.respondWith(answer(url.pathname, request));
});

/** Fails, and leaves nothing behind, unless all of it is of this version; the browser tries again later. */
async function install(): Promise<void> {
  try {
    const cache = await caches.open(cacheName);
    await Promise.all([keepPage(cache), ...TACIT_FILES.map(([path, sha256]) => keepFile(cache, path, sha256))]);
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

/** The page holds a nonce that its own header names: both are kept together. */
async function keepPage(cache: Cache): Promise<void> {
  const response = await fetch('/', { cache: 'no-store' });
  const text = await response.clone().text();
  if (!response.ok || !text.includes(`content="${TACIT_VERSION}"`)) throw new Error('the page is of another version');
  await cache.put('/', response);
}

/** What an earlier version has under the same name need not be fetched again, if it is the same. */
async function keepFile(cache: Cache, path: string, sha256: string): Promise<void> {
  const kept = await caches.match(path);
  if (kept !== undefined && (await hashOf(kept)) === sha256) return cache.put(path, kept);
  const response = await fetch(path, { cache: 'no-cache' });
  if (!response.ok || (await hashOf(response)) !== sha256) throw new Error(`${path} is of another version`);
  await cache.put(path, response);
}

async function hashOf(response: Response): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function dropOthers(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** A browser short of room may have dropped the cache: then the network answers, as if there were no worker. */
async function answer(path: string, request: Request): Promise<Response> {
  return (await (await caches.open(cacheName)).match(path)) ?? fetch(request);
}
