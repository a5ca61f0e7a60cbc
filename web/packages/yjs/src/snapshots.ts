/**
 * Writes snapshots when a pad has grown, and attests those of others (docs/protocol/pad.md §5.3, log.md §3.5).
 *
 * Nobody leads: each writer waits a random time, and whoever is first spares the others the work.
 */
import {
  contentBytesMax,
  COVERS_MAX,
  encodeSnapshotContent,
  PARTS_MAX,
  type AuthorId,
  type Channel,
  type Clock,
  type Draft,
  type EntryId,
  type Head,
  type Heads,
  type ViewEvent,
} from '@tacit/client/layer';
import * as Y from 'yjs';
import { applyContent, encodeDocument } from './pad-content.ts';

const LIVE_BYTES_MIN = 64 * 1024;
const LIVE_COUNT_MAX = 500;
const WAIT_MAX_MS = 10_000;

/** Attests of others that suffice; who comes later spares the log its own. */
const ATTESTS_ENOUGH = 2;

type Snapshot = Extract<ViewEvent, { kind: 'snapshot' }>;

export class Snapshots {
  readonly #doc: Y.Doc;
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #attested = new Map<EntryId, number>();

  /** Own counter → the clock of the own Yjs client after it, to see whether a snapshot holds what was written here. */
  readonly #ownClocks: { counter: number; client: number; clock: number }[] = [];
  #cancelPlan: (() => void) | undefined;
  #cancelAttest: (() => void) | undefined;

  constructor(doc: Y.Doc, channel: Channel, environment: { clock: Clock; random: () => number }) {
    this.#doc = doc;
    this.#channel = channel;
    this.#clock = environment.clock;
    this.#random = environment.random;
  }

  /** The own entry at `counter` holds what the own Yjs client had written by now. */
  wrote(counter: number): void {
    const client = this.#doc.clientID;
    this.#ownClocks.push({ counter, client, clock: Y.getState(this.#doc.store, client) });
  }

  /** The log grew: plans a snapshot if one is due, and looks at those of others. */
  saw(events: readonly ViewEvent[]): void {
    for (const event of events) {
      if (event.kind === 'attest') this.#attested.set(event.snapshot, (this.#attested.get(event.snapshot) ?? 0) + 1);
      if (event.kind === 'snapshot') this.#consider(event);
    }
    this.plan();
  }

  /** Plans a snapshot if one is due and none is planned. */
  plan(): void {
    if (this.#cancelPlan || !this.#isDue()) return;
    this.#cancelPlan = this.#clock.after(this.#random() * WAIT_MAX_MS, () => {
      this.#cancelPlan = undefined;
      if (this.#isDue()) void this.#write();
    });
  }

  stop(): void {
    this.#cancelPlan?.();
    this.#cancelAttest?.();
  }

  #isDue(): boolean {
    const replica = this.#channel.replica;
    if (!replica || !this.#channel.isLive || !this.#channel.canSeal || this.#channel.status.kind === 'forked') return false;
    if (this.#doc.store.pendingStructs !== null || this.#doc.store.pendingDs !== null) return false;
    const { count, bytes } = replica.live.loose;
    return count > LIVE_COUNT_MAX || bytes > Math.max(LIVE_BYTES_MIN, replica.live.newestSnapshotBytes / 2);
  }

  #write(): Promise<void> {
    return this.#channel.write((tail) => {
      const replica = this.#channel.replica;
      const author = this.#channel.author;
      if (!replica || !author) return [];
      const heads = new Map([...replica.view.heads, [author, tail] as const].filter(([, head]) => head.counter > 0));
      if (heads.size > COVERS_MAX) return [];
      return snapshotDrafts(heads, encodeDocument(this.#doc), author, tail, replica.ring.epoch);
    });
  }

  #consider(snapshot: Snapshot): void {
    if (snapshot.heads !== 'agrees' || !this.#channel.isLive || !this.#channel.canSeal) return;
    const alone = (this.#channel.replica?.view.authors.size ?? 0) <= 1;
    if ((snapshot.author === this.#channel.author) !== alone || !this.#holdsOwn(snapshot)) return;
    this.#cancelAttest?.();
    this.#cancelAttest = this.#clock.after(this.#random() * WAIT_MAX_MS, () => {
      this.#cancelAttest = undefined;
      if ((this.#attested.get(snapshot.id) ?? 0) >= ATTESTS_ENOUGH || !this.#channel.isLive) return;
      const attest = { fields: { kind: 'attest', snapshot: snapshot.id }, content: new Uint8Array() } as const;
      void this.#channel.write(() => [attest]);
    });
  }

  /** Whether a fresh document of the snapshot holds what was written here up to the counter that it covers. */
  #holdsOwn(snapshot: Snapshot): boolean {
    const fresh = new Y.Doc();
    try {
      if (!applyContent(fresh, snapshot.document, this)) return false;
      if (fresh.store.pendingStructs !== null) return false;
      const covered = this.#channel.author ? (snapshot.covers.get(this.#channel.author) ?? 0) : 0;
      return this.#ownClocks
        .filter(({ counter }) => counter <= covered)
        .every(({ client, clock }) => Y.getState(fresh.store, client) >= clock);
    } finally {
      fresh.destroy();
    }
  }
}

/** A snapshot entry, and before it the parts that its document needs. */
function snapshotDrafts(heads: Heads, document: Uint8Array, author: AuthorId, tail: Head, epoch: number): Draft[] {
  const covers = new Map([...heads].map(([one, head]) => [one, head.counter]));
  const room = (fields: Draft['fields']): number =>
    contentBytesMax({ epoch, author, counter: tail.counter + PARTS_MAX, prev: tail.id, fields });
  const own = encodeSnapshotContent(heads, new Uint8Array()).length;
  const last = room({ kind: 'snapshot', parts: PARTS_MAX, covers }) - own;
  const drafts: Draft[] = [];
  let rest = document;
  while (rest.length > last) {
    const part = rest.subarray(0, room({ kind: 'part' }));
    drafts.push({ fields: { kind: 'part' }, content: part });
    rest = rest.subarray(part.length);
  }
  if (drafts.length > PARTS_MAX) return [];
  const fields = { kind: 'snapshot', parts: drafts.length, covers } as const;
  return [...drafts, { fields, content: encodeSnapshotContent(heads, rest) }];
}
