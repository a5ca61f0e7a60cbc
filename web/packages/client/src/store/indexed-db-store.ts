import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore, type StoreNames } from 'idb';
import type { AuthorId, BlobAddress, ChannelId, Incarnation, UploadId } from '../wire/ids.ts';
import type { Identity, KeptUpload, Lease, Mirror, MirrorChange, OwnEntry, Store } from './store.ts';

const VERSION = 2;

/** Above every number, in the order in which IndexedDB compares keys. */
const LAST: readonly never[] = [];

/** What is known of a chunk without its bytes. */
interface ChunkUse {
  readonly sizeBytes: number;

  /** Grows with each use. */
  readonly use: number;

  /** Which upload needs it; empty for none. */
  readonly upload: string;
}

interface Schema extends DBSchema {
  mirror: { key: string; value: { descriptor: Uint8Array; incarnation: Incarnation; seq: number } };
  entry: { key: [channel: string, seq: number]; value: Uint8Array };
  identity: { key: [channel: string, author: string]; value: Identity };
  own: { key: [channel: string, author: string, counter: number]; value: OwnEntry };
  chunk: { key: [channel: string, address: string]; value: Uint8Array };
  chunkUse: { key: [channel: string, address: string]; value: ChunkUse; indexes: { use: number } };
  upload: { key: [channel: string, id: string]; value: KeptUpload };
}

/** The part of a browser's `LockManager` that is used; said here, because outside browsers nobody declares it. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable: boolean },
    held: (lock: object | null) => Promise<void> | undefined,
  ): Promise<unknown>;
}

/**
 * Keeps everything in the browser's database. A write is durable when its promise resolves: the transactions ask for
 * `strict` durability, so a sealed entry outlives a crash of the machine before it is sent.
 */
export class IndexedDbStore implements Store {
  readonly #database: IDBPDatabase<Schema>;
  readonly #locks: Locks | undefined;
  readonly #leased = new Set<string>();

  private constructor(database: IDBPDatabase<Schema>, locks: Locks | undefined) {
    this.#database = database;
    this.#locks = locks;
  }

  /**
   * Opens the database `name`. Without `locks`, leases hold only among users of this object: then no other tab may use
   * the same database.
   */
  static async open(
    name = 'tacit',
    locks: Locks | undefined = globalThis.navigator?.locks,
  ): Promise<IndexedDbStore> {
    const database = await openDB<Schema>(name, VERSION, {
      upgrade(opened, before) {
        if (before < 1) {
          opened.createObjectStore('mirror');
          opened.createObjectStore('entry');
          opened.createObjectStore('identity');
          opened.createObjectStore('own');
        }
        if (before < 2) {
          opened.createObjectStore('chunk');
          opened.createObjectStore('chunkUse').createIndex('use', 'use');
          opened.createObjectStore('upload');
        }
      },
    });
    return new IndexedDbStore(database, locks);
  }

  async mirror(channel: ChannelId): Promise<Mirror | undefined> {
    const transaction = this.#database.transaction(['mirror', 'entry']);
    const [mirror, keys, entries] = await Promise.all([
      transaction.objectStore('mirror').get(channel),
      transaction.objectStore('entry').getAllKeys(within(channel)),
      transaction.objectStore('entry').getAll(within(channel)),
    ]);
    return mirror && { ...mirror, entries: keys.map(([, seq], at) => ({ seq, bytes: entries[at]! })) };
  }

  async keep(channel: ChannelId, change: MirrorChange): Promise<void> {
    const transaction = this.#database.transaction(['mirror', 'entry'], 'readwrite', { durability: 'strict' });
    const mirrors = transaction.objectStore('mirror');
    const entries = transaction.objectStore('entry');
    const before = change.fresh ? undefined : await mirrors.get(channel);
    const writes: Promise<unknown>[] = [transaction.done];
    if (!before || before.incarnation === change.incarnation) {
      if (change.fresh) writes.push(entries.delete(within(channel)));
      for (const entry of change.added) writes.push(entries.put(entry.bytes.slice(), [channel, entry.seq]));
      for (const seq of change.removed) writes.push(entries.delete([channel, seq]));
      const { descriptor, incarnation } = change;
      writes.push(mirrors.put({ descriptor, incarnation, seq: Math.max(change.seq, before?.seq ?? 0) }, channel));
    }
    await Promise.all(writes);
  }

  async identities(channel: ChannelId): Promise<Identity[]> {
    return this.#database.getAll('identity', within(channel));
  }

  async addIdentity(channel: ChannelId, identity: Identity): Promise<void> {
    const transaction = this.#database.transaction('identity', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(identity, [channel, identity.author]), transaction.done]);
  }

  async dropIdentity(channel: ChannelId, author: AuthorId): Promise<void> {
    const transaction = this.#database.transaction(['identity', 'own'], 'readwrite');
    await Promise.all([
      transaction.objectStore('identity').delete([channel, author]),
      transaction.objectStore('own').delete(within(channel, author)),
      transaction.done,
    ]);
  }

  async own(channel: ChannelId, author: AuthorId): Promise<OwnEntry[]> {
    return this.#database.getAll('own', within(channel, author));
  }

  async putOwn(channel: ChannelId, author: AuthorId, entries: readonly OwnEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const transaction = this.#database.transaction('own', 'readwrite', { durability: 'strict' });
    const from = [channel, author, entries[0]!.counter];
    await Promise.all([
      transaction.store.delete(IDBKeyRange.bound(from, [channel, author, LAST])),
      ...entries.map((entry) => transaction.store.put(entry, [channel, author, entry.counter])),
      transaction.done,
    ]);
  }

  async settleOwn(
    channel: ChannelId,
    author: AuthorId,
    settled: { acknowledged: readonly number[]; forgotten: readonly number[] },
  ): Promise<void> {
    const transaction = this.#database.transaction('own', 'readwrite');
    const { store } = transaction;
    // An entry can be both: read and put back after its deletion was asked for, it would come to life again.
    const kept = settled.acknowledged.filter((counter) => !settled.forgotten.includes(counter));
    const marked = kept.map(async (counter) => {
      const entry = await store.get([channel, author, counter]);
      if (entry) await store.put({ ...entry, acknowledged: true }, [channel, author, counter]);
    });
    const forgotten = settled.forgotten.map((counter) => store.delete([channel, author, counter]));
    await Promise.all([...marked, ...forgotten, transaction.done]);
  }

  async lease(channel: ChannelId, what: AuthorId | UploadId): Promise<Lease | undefined> {
    const name = `tacit/${channel}/${what}`;
    return this.#locks ? leaseAcrossTabs(this.#locks, name) : leaseWithin(this.#leased, name);
  }

  async chunk(channel: ChannelId, address: BlobAddress): Promise<Uint8Array | undefined> {
    const transaction = this.#database.transaction(['chunk', 'chunkUse'], 'readwrite');
    const uses = transaction.objectStore('chunkUse');
    const [bytes, before, use] = await Promise.all([
      transaction.objectStore('chunk').get([channel, address]),
      uses.get([channel, address]),
      nextUse(uses),
    ]);
    if (before) await uses.put({ ...before, use }, [channel, address]);
    await transaction.done;
    return bytes;
  }

  async putChunk(channel: ChannelId, address: BlobAddress, bytes: Uint8Array, upload?: UploadId): Promise<void> {
    const durability = upload === undefined ? 'default' : 'strict';
    const transaction = this.#database.transaction(['chunk', 'chunkUse'], 'readwrite', { durability });
    const uses = transaction.objectStore('chunkUse');
    const [before, use] = await Promise.all([uses.get([channel, address]), nextUse(uses)]);
    const kept = { sizeBytes: bytes.length, use, upload: upload ?? before?.upload ?? '' };
    await Promise.all([
      transaction.objectStore('chunk').put(bytes.slice(), [channel, address]),
      uses.put(kept, [channel, address]),
      transaction.done,
    ]);
  }

  async uploads(channel: ChannelId): Promise<KeptUpload[]> {
    return this.#database.getAll('upload', within(channel));
  }

  async putUpload(channel: ChannelId, upload: KeptUpload): Promise<void> {
    const transaction = this.#database.transaction('upload', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(upload, [channel, upload.id]), transaction.done]);
  }

  async dropUpload(channel: ChannelId, id: UploadId, chunks: 'keep' | 'drop'): Promise<void> {
    const transaction = this.#database.transaction(['chunk', 'chunkUse', 'upload'], 'readwrite');
    const uses = transaction.objectStore('chunkUse');
    const writes: Promise<unknown>[] = [transaction.objectStore('upload').delete([channel, id]), transaction.done];
    for (let at = await uses.openCursor(within(channel)); at; at = await at.continue()) {
      if (at.value.upload !== id) continue;
      if (chunks === 'keep') {
        writes.push(at.update({ ...at.value, upload: '' }));
      } else {
        writes.push(at.delete(), transaction.objectStore('chunk').delete(at.primaryKey));
      }
    }
    await Promise.all(writes);
  }

  async trimChunks(bytesMax: number): Promise<void> {
    const transaction = this.#database.transaction(['chunk', 'chunkUse'], 'readwrite');
    const uses = transaction.objectStore('chunkUse');
    let bytes = (await uses.getAll()).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const writes: Promise<unknown>[] = [transaction.done];
    for (let at = await uses.index('use').openCursor(); at && bytes > bytesMax; at = await at.continue()) {
      if (at.value.upload !== '') continue;
      bytes -= at.value.sizeBytes;
      writes.push(at.delete(), transaction.objectStore('chunk').delete(at.primaryKey));
    }
    await Promise.all(writes);
  }

  async forget(channel: ChannelId): Promise<void> {
    const stores = ['mirror', 'entry', 'identity', 'own', 'chunk', 'chunkUse', 'upload'] as const;
    const transaction = this.#database.transaction(stores, 'readwrite');
    await Promise.all([
      transaction.objectStore('mirror').delete(channel),
      transaction.objectStore('entry').delete(within(channel)),
      transaction.objectStore('identity').delete(within(channel)),
      transaction.objectStore('own').delete(within(channel)),
      transaction.objectStore('chunk').delete(within(channel)),
      transaction.objectStore('chunkUse').delete(within(channel)),
      transaction.objectStore('upload').delete(within(channel)),
      transaction.done,
    ]);
  }

  /** Closes the database. The store is not used after. */
  close(): void {
    this.#database.close();
  }
}

/** One above the newest use: a clock that needs no clock, and goes on across restarts. */
async function nextUse(uses: IDBPObjectStore<Schema, ArrayLike<StoreNames<Schema>>, 'chunkUse', 'readwrite'>) {
  const newest = await uses.index('use').openKeyCursor(null, 'prev');
  return (newest?.key ?? 0) + 1;
}

/** All keys that begin with these parts: an array sorts before the same array with more in it. */
function within(...prefix: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, LAST]);
}

function leaseWithin(leased: Set<string>, name: string): Lease | undefined {
  if (leased.has(name)) return undefined;
  leased.add(name);
  return { release: () => leased.delete(name) };
}

/** The browser frees the lock when the tab is gone, however it went. */
function leaseAcrossTabs(locks: Locks, name: string): Promise<Lease | undefined> {
  return new Promise((resolve, reject) => {
    const held = (lock: object | null): Promise<void> | undefined => {
      if (!lock) return void resolve(undefined);
      return new Promise((release) => resolve({ release }));
    };
    locks.request(name, { ifAvailable: true }, held).catch(reject);
  });
}
