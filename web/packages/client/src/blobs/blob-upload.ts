/**
 * Files that were added on this device, on their way to the server (docs/protocol/blobs.md §6.7).
 *
 *   sealing ──durable on this device──▶ waiting ◀──▶ sending ──server has all──▶ done
 *                                          │
 *                                          └──▶ refused (kept; tried again when the channel is opened next)
 *
 * Invariants: a reference is given out only when all of its chunks are durable on this device; they stay there until
 * the server has said that it has them; the manifest is sent last, so that whoever finds it finds the rest. Of
 * several tabs, one sends an upload: the one that has its lease.
 */
import { hash, randomBytes } from '../crypto/sodium.ts';
import type { Code } from '../errors/codes.ts';
import { TacitError } from '../errors/tacit-error.ts';
import type { KeptUpload, Lease, Store } from '../store/store.ts';
import type { Environment } from '../sync/environment.ts';
import { concat, toHex, utf8 } from '../wire/bytes.ts';
import type { BlobAddress, ChannelId, UploadId } from '../wire/ids.ts';
import {
  addressOf,
  blobKeys,
  CHUNK_BYTES,
  chunkPlaintext,
  cutText,
  KEY_BYTES,
  NAME_BYTES_MAX,
  SEALED_BYTES_MORE,
  sealChunk,
  sealManifest,
  shapeOf,
  TYPE_BYTES_MAX,
  writeReference,
} from './blob-format.ts';
import type { BlobTransport } from './blob-transport.ts';
import { each } from './each.ts';

/** So many chunks are on their way at once. */
const IN_FLIGHT_MAX = 3;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 60_000;

/** Refusals that end by themselves, or by what somebody does at the server. */
const LATER: readonly Code[] = [
  'offline',
  'rate-limited',
  'draining',
  'address-blocked',
  'channel-unknown',
  'channel-full',
  'instance-full',
  'store-full',
  'store-unavailable',
  'internal',
  'idle-timeout',
  'blob-damaged',
];

/** What an app shows of a file on its way. */
export interface PendingUpload {
  readonly reference: string;
  readonly name: string;
  readonly sizeBytes: number;

  /** Of the sealed bytes: what the server has, and all. */
  readonly sentBytes: number;
  readonly totalBytes: number;

  /** `waiting` goes on by itself; `refused` needs somebody to do what the error says. */
  readonly state: 'waiting' | 'sending' | 'refused';
  readonly error?: TacitError;
}

export interface UploadOptions {
  /** Told how much the server has, until it has all. */
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;

  /** Gives up while the file is being read; later, see `cancel`. */
  readonly signal?: AbortSignal | undefined;

  /** A larger file is refused with `blob-too-large`. */
  readonly sizeBytesMax?: number | undefined;
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: TacitError): void;
}

interface Upload {
  readonly kept: KeptUpload;
  readonly lease: Lease;
  readonly stop: AbortController;
  readonly listeners: Set<(sentBytes: number, totalBytes: number) => void>;
  readonly done: Deferred;
  sentBytes: number;
  state: PendingUpload['state'];
  error: TacitError | undefined;
}

export interface UploadSettings {
  readonly channel: ChannelId;
  readonly store: Store;
  readonly environment: Environment;
  readonly transport: BlobTransport;

  /** Something about `pending` is different. */
  readonly changed: () => void;

  /** Nothing of an upload needs to stay on this device any more. */
  readonly settled: () => void;
}

export class Uploads {
  readonly #settings: UploadSettings;
  readonly #uploads = new Map<UploadId, Upload>();
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #failures = 0;
  #isPaused = false;
  #isClosed = false;

  constructor(settings: UploadSettings) {
    this.#settings = settings;
  }

  get pending(): PendingUpload[] {
    return [...this.#uploads.values()].map(({ kept, sentBytes, state, error }) => ({
      reference: kept.reference,
      name: kept.name,
      sizeBytes: kept.sizeBytes,
      sentBytes,
      totalBytes: kept.sealedBytes,
      state,
      ...(error ? { error } : {}),
    }));
  }

  /** Seals a file, keeps it on this device and begins to send it. The reference can be used at once. */
  async add(file: Blob, { onProgress, signal, sizeBytesMax }: UploadOptions): Promise<string> {
    if (sizeBytesMax !== undefined && file.size > sizeBytesMax) {
      throw new TacitError('blob-too-large', { detail: sizeBytesMax });
    }
    const { channel, store } = this.#settings;
    const id = toHex(randomBytes(8)) as UploadId;
    const lease = await store.lease(channel, id);
    if (!lease) throw new Error('a fresh upload is already in use');
    try {
      const kept = await this.#seal(id, file, signal);
      const same = [...this.#uploads.values()].find((other) => other.kept.fingerprint === kept.fingerprint);
      if (!same) {
        await store.putUpload(channel, kept);
        if (this.#isClosed) lease.release();
        else this.#enqueue(kept, lease, onProgress);
        return kept.reference;
      }
      if (onProgress) same.listeners.add(onProgress);
      await store.dropUpload(channel, id, 'drop');
      lease.release();
      return same.kept.reference;
    } catch (error) {
      await store.dropUpload(channel, id, 'drop').catch(() => undefined);
      lease.release();
      throw error;
    }
  }

  /** Takes up what this device still has to send, unless another tab does. What was never sealed whole is dropped. */
  async resume(): Promise<void> {
    const { channel, store } = this.#settings;
    for (const kept of await store.uploads(channel)) {
      if (this.#uploads.has(kept.id)) continue;
      const lease = await store.lease(channel, kept.id);
      if (!lease) continue;
      if (kept.reference !== '' && !this.#isClosed) {
        this.#enqueue(kept, lease, undefined);
        continue;
      }
      if (kept.reference === '') await store.dropUpload(channel, kept.id, 'drop');
      lease.release();
    }
  }

  /** Resolves when the server has all of it; at once if nothing of it is on its way from here. */
  sent(reference: string): Promise<void> {
    return this.#find(reference)?.done.promise ?? Promise.resolve();
  }

  /** Gives an upload up, and forgets its bytes: what refers to it will not open anywhere. */
  async cancel(reference: string): Promise<void> {
    const upload = this.#find(reference);
    if (!upload) return;
    const error = new TacitError('blob-unknown', { particulars: 'the upload was given up' });
    this.#uploads.delete(upload.kept.id);
    upload.stop.abort(error);
    await this.#settings.store.dropUpload(this.#settings.channel, upload.kept.id, 'drop');
    upload.lease.release();
    upload.done.reject(error);
    this.#settings.changed();
  }

  /** The server may be reached again: what waits is tried at once. */
  retry(): void {
    this.#isPaused = false;
    this.#failures = 0;
    if (this.#wake) this.#wake();
    else this.#run();
  }

  /** Nothing is sent until the next `retry`; chunks that are on their way arrive. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Stops sending; what was not sent stays on this device. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const upload of this.#uploads.values()) upload.stop.abort(new TacitError('offline'));
    this.#wake?.();
    await this.#running;
    for (const upload of this.#uploads.values()) upload.lease.release();
  }

  /** Each chunk is durable before the next is sealed; the key is new, so nothing is ever sealed twice under it. */
  async #seal(id: UploadId, file: Blob, signal: AbortSignal | undefined): Promise<KeptUpload> {
    const { channel, store } = this.#settings;
    const name = cutText('name' in file && typeof file.name === 'string' ? file.name : '', NAME_BYTES_MAX);
    const type = cutText(file.type, TYPE_BYTES_MAX);
    const sizeBytes = file.size;
    const { count } = shapeOf(sizeBytes);
    const begun = { id, reference: '', fingerprint: '', name, sizeBytes, sealedBytes: 0, addresses: [] };
    await store.putUpload(channel, begun);

    const key = randomBytes(KEY_BYTES);
    const keys = blobKeys(key);
    const addresses: BlobAddress[] = [];
    const digests = [hash(utf8(JSON.stringify([name, type, sizeBytes])))];
    let sealedBytes = 0;
    const keep = async (sealed: Uint8Array): Promise<void> => {
      const address = addressOf(sealed);
      await store.putChunk(channel, address, sealed, id);
      addresses.push(address);
      sealedBytes += sealed.length;
    };
    for (let at = 0; at < count; at++) {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(await file.slice(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES).arrayBuffer());
      const plain = chunkPlaintext(bytes, at, sizeBytes);
      digests.push(hash(plain));
      await keep(sealChunk(channel, keys, at, count, plain));
    }
    signal?.throwIfAborted();
    const manifest = sealManifest(channel, keys, { sizeBytes, type, name, chunks: addresses });
    await keep(manifest);
    const reference = writeReference({ manifest: addresses.at(-1)!, key, sizeBytes });
    return { ...begun, reference, fingerprint: toHex(hash(concat(...digests))), sealedBytes, addresses };
  }

  #enqueue(kept: KeptUpload, lease: Lease, onProgress: UploadOptions['onProgress']): void {
    this.#uploads.set(kept.id, {
      kept,
      lease,
      stop: new AbortController(),
      listeners: new Set(onProgress ? [onProgress] : []),
      done: deferred(),
      sentBytes: 0,
      state: 'waiting',
      error: undefined,
    });
    this.#settings.changed();
    this.#run();
  }

  #find(reference: string): Upload | undefined {
    return [...this.#uploads.values()].find(({ kept }) => kept.reference === reference);
  }

  #run(): void {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = undefined;
    });
  }

  /** One upload after the other, the smallest first: a picture does not wait for a film. */
  async #sendAll(): Promise<void> {
    for (;;) {
      const waiting = [...this.#uploads.values()].filter(({ state }) => state === 'waiting');
      const next = waiting.sort((a, b) => a.kept.sealedBytes - b.kept.sealedBytes)[0];
      if (!next || this.#isClosed || this.#isPaused) return;
      const error = await this.#try(next);
      if (!error || this.#isClosed || !this.#uploads.has(next.kept.id)) continue;
      next.error = error;
      next.state = LATER.includes(error.code) ? 'waiting' : 'refused';
      this.#settings.changed();
      if (next.state === 'refused') next.done.reject(error);
      else if (!this.#isPaused) await this.#wait(error);
    }
  }

  async #try(upload: Upload): Promise<TacitError | undefined> {
    try {
      upload.state = 'sending';
      this.#settings.changed();
      await this.#send(upload);
      this.#failures = 0;
      await this.#finish(upload);
      return undefined;
    } catch (error) {
      if (error instanceof TacitError) return error;
      return new TacitError('internal', { particulars: String(error) });
    }
  }

  async #send(upload: Upload): Promise<void> {
    const { channel, store, transport } = this.#settings;
    const { addresses, sealedBytes, sizeBytes } = upload.kept;
    const { signal } = upload.stop;
    const missing = await transport.missing(addresses, signal);
    const lacking = addresses.filter((address) => missing.has(address));
    const sizes = sealedSizes(sizeBytes, sealedBytes);
    this.#progress(
      upload,
      addresses.reduce((sum, address, at) => (missing.has(address) ? sum : sum + sizes(at)), 0),
    );
    const send = async (address: BlobAddress): Promise<void> => {
      if (this.#isPaused) throw new TacitError('offline');
      const bytes = await store.chunk(channel, address);
      if (!bytes) throw new TacitError('blob-unknown', { particulars: 'this device lost it' });
      await transport.put(address, bytes, signal);
      this.#progress(upload, upload.sentBytes + bytes.length);
    };
    const manifest = addresses.at(-1)!;
    await each(
      lacking.filter((address) => address !== manifest),
      IN_FLIGHT_MAX,
      send,
    );
    if (missing.has(manifest)) await send(manifest);
  }

  #progress(upload: Upload, sentBytes: number): void {
    upload.sentBytes = sentBytes;
    for (const listener of upload.listeners) listener(sentBytes, upload.kept.sealedBytes);
    this.#settings.changed();
  }

  async #finish(upload: Upload): Promise<void> {
    const { channel, store } = this.#settings;
    await store.dropUpload(channel, upload.kept.id, 'keep');
    upload.lease.release();
    this.#uploads.delete(upload.kept.id);
    upload.done.resolve();
    this.#settings.changed();
    this.#settings.settled();
  }

  /** Full jitter (docs/protocol/connection.md §4.8), or what the server said; `retry` ends it. */
  async #wait(error: TacitError): Promise<void> {
    const { clock, random } = this.#settings.environment;
    const bound = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#failures++);
    const asked = error.code === 'rate-limited' || error.code === 'address-blocked' ? (error.detail ?? 0) : 0;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(Math.max(random() * bound, asked), resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

/** How long the chunk at a place is, sealed; the manifest, after the last, is what is left. */
function sealedSizes(sizeBytes: number, sealedBytes: number): (at: number) => number {
  const { count, lastBytes } = shapeOf(sizeBytes);
  const last = lastBytes + SEALED_BYTES_MORE;
  const whole = CHUNK_BYTES + SEALED_BYTES_MORE;
  return (at) => (at < count - 1 ? whole : at === count - 1 ? last : sealedBytes - (count - 1) * whole - last);
}

function deferred(): Deferred {
  let settle!: Pick<Deferred, 'resolve' | 'reject'>;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => undefined); // Nobody need wait for it.
  return { promise, ...settle };
}
