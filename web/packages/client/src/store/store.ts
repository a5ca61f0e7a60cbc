/**
 * What a client keeps on its device. Two implementations: `MemoryStore`, the model, and `IndexedDbStore`. One contract
 * suite holds both to this (tests/store-contract.ts).
 */
import type { AuthorId, BlobAddress, ChannelId, EntryId, Incarnation, UploadId } from '../wire/ids.ts';

/** The device as an author of one channel. */
export interface Identity {
  readonly author: AuthorId;

  /** The Ed25519 seed, 32 bytes: a secret. */
  readonly seed: Uint8Array;

  /** As in a JOIN frame. */
  readonly grant: Uint8Array;
}

/** An entry that this device wrote. */
export interface OwnEntry {
  readonly counter: number;

  /** The entry before, to seal or open this one again. */
  readonly prev: EntryId;
  readonly bytes: Uint8Array;

  /** Whether the server has said that it is durable there. */
  readonly acknowledged: boolean;
}

/** The live part of a log, as far as this device has read it. Opening a channel offline reads it like a backfill. */
export interface Mirror {
  readonly descriptor: Uint8Array;
  readonly incarnation: Incarnation;

  /** Everything live up to here is in `entries`. */
  readonly seq: number;

  /** By ascending seq. */
  readonly entries: readonly StoredEntry[];
}

export interface StoredEntry {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** What changed in a mirror; written in one piece or not at all. */
export interface MirrorChange {
  readonly descriptor: Uint8Array;
  readonly incarnation: Incarnation;
  readonly seq: number;
  readonly added: readonly StoredEntry[];

  /** Seqs that a snapshot superseded. */
  readonly removed: readonly number[];

  /** Whether this begins another incarnation: what was there is dropped first. */
  readonly fresh: boolean;
}

/** A file that was added on this device, and that the server does not have yet. */
export interface KeptUpload {
  readonly id: UploadId;

  /** What documents hold of it; empty while it is being sealed. */
  readonly reference: string;

  /** Of the file's name, type and bytes: the same file, added again while it waits, is the same upload. */
  readonly fingerprint: string;
  readonly name: string;
  readonly sizeBytes: number;

  /** Of all sealed chunks together, with the manifest. */
  readonly sealedBytes: number;

  /** The chunks in their order, then the manifest. */
  readonly addresses: readonly BlobAddress[];
}

/** The sole use of an identity, until it is released or its tab is gone. */
export interface Lease {
  release(): void;
}

/** Every method fails with the platform's error if the device cannot read or write; then nothing has changed. */
export interface Store {
  mirror(channel: ChannelId): Promise<Mirror | undefined>;

  /**
   * Writes a change. Tabs write to one mirror side by side: a change of another incarnation than the mirror's that is
   * not `fresh` is dropped, and `seq` never goes back.
   */
  keep(channel: ChannelId, change: MirrorChange): Promise<void>;

  identities(channel: ChannelId): Promise<Identity[]>;
  addIdentity(channel: ChannelId, identity: Identity): Promise<void>;

  /** Drops the identity and all that it wrote. */
  dropIdentity(channel: ChannelId, author: AuthorId): Promise<void>;

  /** By ascending counter. */
  own(channel: ChannelId, author: AuthorId): Promise<OwnEntry[]>;

  /**
   * Puts entries in the place of all from the first one's counter on. Resolves when they are durable. Without entries,
   * nothing changes.
   */
  putOwn(channel: ChannelId, author: AuthorId, entries: readonly OwnEntry[]): Promise<void>;

  /** Marks entries as acknowledged, and forgets those in `forgotten`. Counters that are not there are passed over. */
  settleOwn(
    channel: ChannelId,
    author: AuthorId,
    settled: { acknowledged: readonly number[]; forgotten: readonly number[] },
  ): Promise<void>;

  /** Takes an identity or an upload for this tab alone; `undefined` if another has it. */
  lease(channel: ChannelId, what: AuthorId | UploadId): Promise<Lease | undefined>;

  /** A sealed chunk of a blob; it counts as just used. */
  chunk(channel: ChannelId, address: BlobAddress): Promise<Uint8Array | undefined>;

  /** Keeps a chunk: for an upload until that is dropped, else until `trimChunks` finds it. Durable when it resolves. */
  putChunk(channel: ChannelId, address: BlobAddress, bytes: Uint8Array, upload?: UploadId): Promise<void>;

  /** In no particular order. */
  uploads(channel: ChannelId): Promise<KeptUpload[]>;

  /** Keeps an upload, in place of what was kept of it before. Durable when it resolves. */
  putUpload(channel: ChannelId, upload: KeptUpload): Promise<void>;

  /** Forgets an upload. Its chunks become like others, or are dropped with it. */
  dropUpload(channel: ChannelId, id: UploadId, chunks: 'keep' | 'drop'): Promise<void>;

  /** Drops chunks that no upload needs, least recently used first, until all of them take at most `bytesMax`. */
  trimChunks(bytesMax: number): Promise<void>;

  /** Forgets everything about the channel. */
  forget(channel: ChannelId): Promise<void>;
}
