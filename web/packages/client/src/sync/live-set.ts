import type { Entry, EntryKind } from '../seal/entry.ts';
import type { AuthorId, Clock } from '../wire/ids.ts';

interface LiveEntry {
  readonly seq: number;
  readonly author: AuthorId;
  readonly counter: number;
  readonly kind: EntryKind;
  readonly covers: Clock | undefined;
  readonly sizeBytes: number;
}

/** The entries that no snapshot supersedes (docs/protocol/log.md §3.3): what a reader needs, and when one is due. */
export class LiveSet {
  readonly #entries = new Map<number, LiveEntry>();
  #newestSnapshotBytes = 0;

  add(seq: number, entry: Entry): void {
    const covers = entry.fields.kind === 'snapshot' ? entry.fields.covers : undefined;
    const { author, counter } = entry;
    this.#entries.set(seq, { seq, author, counter, kind: entry.fields.kind, covers, sizeBytes: entry.bytes.length });
  }

  /**
   * Drops what the snapshot at `seq` supersedes, and names it. Call it for snapshots that opened, and only for those.
   */
  supersede(seq: number): number[] {
    const snapshot = this.#entries.get(seq);
    if (!snapshot?.covers) return [];
    this.#newestSnapshotBytes = snapshot.sizeBytes;
    const covers = snapshot.covers;
    const gone = [...this.#entries.values()].filter((entry) => entry !== snapshot && superseded(entry, covers));
    for (const entry of gone) this.#entries.delete(entry.seq);
    return gone.map((entry) => entry.seq);
  }

  /** What a snapshot would clear away: count and bytes of the live entries that are neither rights nor snapshots. */
  get loose(): { count: number; bytes: number } {
    let count = 0;
    let bytes = 0;
    for (const entry of this.#entries.values()) {
      if (['grant', 'epoch', 'snapshot', 'part'].includes(entry.kind)) continue;
      count++;
      bytes += entry.sizeBytes;
    }
    return { count, bytes };
  }

  /** The size of the newest snapshot with its parts; 0 without one. */
  get newestSnapshotBytes(): number {
    let bytes = this.#newestSnapshotBytes;
    for (const entry of this.#entries.values()) if (entry.kind === 'part') bytes += entry.sizeBytes;
    return bytes;
  }
}

function superseded(entry: LiveEntry, covers: Clock): boolean {
  if (entry.kind === 'grant' || entry.kind === 'epoch') return false;
  if (entry.counter > (covers.get(entry.author) ?? 0)) return false;
  return !entry.covers || [...entry.covers].every(([author, counter]) => (covers.get(author) ?? 0) >= counter);
}
