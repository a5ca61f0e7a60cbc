import type { AuthorId, BlobAddress, ChannelId, UploadId } from '../wire/ids.ts';
import type { Identity, KeptUpload, Lease, Mirror, MirrorChange, OwnEntry, Store } from './store.ts';

interface KeptChunk {
  readonly bytes: Uint8Array;
  readonly upload: UploadId | undefined;

  /** Grows with each use. */
  readonly use: number;
}

interface Kept {
  mirror: Mirror | undefined;
  readonly identities: Map<AuthorId, Identity>;
  readonly own: Map<AuthorId, Map<number, OwnEntry>>;
  readonly chunks: Map<BlobAddress, KeptChunk>;
  readonly uploads: Map<UploadId, KeptUpload>;
}

/** Keeps everything for as long as the process lives. Handed to several providers, it stands for one device. */
export class MemoryStore implements Store {
  readonly #channels = new Map<ChannelId, Kept>();
  readonly #leased = new Set<string>();
  #lastUse = 0;

  async mirror(channel: ChannelId): Promise<Mirror | undefined> {
    return this.#kept(channel).mirror;
  }

  async keep(channel: ChannelId, change: MirrorChange): Promise<void> {
    const kept = this.#kept(channel);
    const before = change.fresh ? undefined : kept.mirror;
    if (before && before.incarnation !== change.incarnation) return;
    const entries = new Map(before?.entries.map((entry) => [entry.seq, entry]));
    for (const entry of change.added) entries.set(entry.seq, entry);
    for (const seq of change.removed) entries.delete(seq);
    kept.mirror = {
      descriptor: change.descriptor,
      incarnation: change.incarnation,
      seq: Math.max(change.seq, before?.seq ?? 0),
      entries: [...entries.values()].sort((a, b) => a.seq - b.seq),
    };
  }

  async identities(channel: ChannelId): Promise<Identity[]> {
    return [...this.#kept(channel).identities.values()];
  }

  async addIdentity(channel: ChannelId, identity: Identity): Promise<void> {
    this.#kept(channel).identities.set(identity.author, identity);
  }

  async dropIdentity(channel: ChannelId, author: AuthorId): Promise<void> {
    this.#kept(channel).identities.delete(author);
    this.#kept(channel).own.delete(author);
  }

  async own(channel: ChannelId, author: AuthorId): Promise<OwnEntry[]> {
    return [...(this.#kept(channel).own.get(author)?.values() ?? [])].sort((a, b) => a.counter - b.counter);
  }

  async putOwn(channel: ChannelId, author: AuthorId, entries: readonly OwnEntry[]): Promise<void> {
    const own = this.#kept(channel).own.get(author) ?? new Map<number, OwnEntry>();
    this.#kept(channel).own.set(author, own);
    const first = entries[0]?.counter ?? Number.POSITIVE_INFINITY;
    for (const counter of own.keys()) if (counter >= first) own.delete(counter);
    for (const entry of entries) own.set(entry.counter, entry);
  }

  async settleOwn(
    channel: ChannelId,
    author: AuthorId,
    settled: { acknowledged: readonly number[]; forgotten: readonly number[] },
  ): Promise<void> {
    const own = this.#kept(channel).own.get(author);
    for (const counter of settled.acknowledged) {
      const entry = own?.get(counter);
      if (entry) own?.set(counter, { ...entry, acknowledged: true });
    }
    for (const counter of settled.forgotten) own?.delete(counter);
  }

  async lease(channel: ChannelId, what: AuthorId | UploadId): Promise<Lease | undefined> {
    const name = `${channel}/${what}`;
    if (this.#leased.has(name)) return undefined;
    this.#leased.add(name);
    return { release: () => this.#leased.delete(name) };
  }

  async chunk(channel: ChannelId, address: BlobAddress): Promise<Uint8Array | undefined> {
    const { chunks } = this.#kept(channel);
    const chunk = chunks.get(address);
    if (chunk) chunks.set(address, { ...chunk, use: ++this.#lastUse });
    return chunk?.bytes;
  }

  async putChunk(channel: ChannelId, address: BlobAddress, bytes: Uint8Array, upload?: UploadId): Promise<void> {
    const { chunks } = this.#kept(channel);
    chunks.set(address, {
      bytes: bytes.slice(),
      upload: upload ?? chunks.get(address)?.upload,
      use: ++this.#lastUse,
    });
  }

  async uploads(channel: ChannelId): Promise<KeptUpload[]> {
    return [...this.#kept(channel).uploads.values()];
  }

  async putUpload(channel: ChannelId, upload: KeptUpload): Promise<void> {
    this.#kept(channel).uploads.set(upload.id, upload);
  }

  async dropUpload(channel: ChannelId, id: UploadId, after: 'keep' | 'drop'): Promise<void> {
    const { chunks, uploads } = this.#kept(channel);
    uploads.delete(id);
    for (const [address, chunk] of chunks) {
      if (chunk.upload !== id) continue;
      if (after === 'drop') chunks.delete(address);
      else chunks.set(address, { ...chunk, upload: undefined });
    }
  }

  async trimChunks(bytesMax: number): Promise<void> {
    const all = [...this.#channels.values()].flatMap(({ chunks }) =>
      [...chunks].map(([address, chunk]) => ({ chunks, address, ...chunk })),
    );
    let bytes = all.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    for (const chunk of all.filter(({ upload }) => upload === undefined).sort((a, b) => a.use - b.use)) {
      if (bytes <= bytesMax) return;
      chunk.chunks.delete(chunk.address);
      bytes -= chunk.bytes.length;
    }
  }

  async forget(channel: ChannelId): Promise<void> {
    this.#channels.delete(channel);
  }

  #kept(channel: ChannelId): Kept {
    const kept = this.#channels.get(channel) ?? {
      mirror: undefined,
      identities: new Map(),
      own: new Map(),
      chunks: new Map(),
      uploads: new Map(),
    };
    this.#channels.set(channel, kept);
    return kept;
  }
}
