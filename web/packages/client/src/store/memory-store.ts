import type { AuthorId, ChannelId } from '../wire/ids.ts';
import type { Identity, Lease, Mirror, MirrorChange, OwnEntry, Store } from './store.ts';

interface Kept {
  mirror: Mirror | undefined;
  readonly identities: Map<AuthorId, Identity>;
  readonly own: Map<AuthorId, Map<number, OwnEntry>>;
}

/** Keeps everything for as long as the process lives. Handed to several providers, it stands for one device. */
export class MemoryStore implements Store {
  readonly #channels = new Map<ChannelId, Kept>();
  readonly #leased = new Set<string>();

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

  async lease(channel: ChannelId, author: AuthorId): Promise<Lease | undefined> {
    const name = `${channel}/${author}`;
    if (this.#leased.has(name)) return undefined;
    this.#leased.add(name);
    return { release: () => this.#leased.delete(name) };
  }

  async forget(channel: ChannelId): Promise<void> {
    this.#channels.delete(channel);
  }

  #kept(channel: ChannelId): Kept {
    const kept = this.#channels.get(channel) ?? { mirror: undefined, identities: new Map(), own: new Map() };
    this.#channels.set(channel, kept);
    return kept;
  }
}
