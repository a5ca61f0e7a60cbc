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
import { PadDocuments, type WrittenTo } from './pad-documents.ts';

const LIVE_BYTES_MIN = 64 * 1024;
const LIVE_COUNT_MAX = 500;
const WAIT_MAX_MS = 10_000;

/** Attests of others that suffice; who comes later spares the log its own. */
const ATTESTS_ENOUGH = 2;

type Snapshot = Extract<ViewEvent, { kind: 'snapshot' }>;

export class Snapshots {
  readonly #documents: PadDocuments;
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #attested = new Map<EntryId, number>();

  /** How far was written here after an own counter, to see whether a snapshot holds it. */
  readonly #written: { counter: number; to: WrittenTo[] }[] = [];
  #isRequired = false;
  #cancelPlan: (() => void) | undefined;
  #cancelAttest: (() => void) | undefined;

  constructor(documents: PadDocuments, channel: Channel, environment: { clock: Clock; random: () => number }) {
    this.#documents = documents;
    this.#channel = channel;
    this.#clock = environment.clock;
    this.#random = environment.random;
  }

  /** The own entry at `counter`, and those before it, hold what was written here up to `to`. */
  wrote(counter: number, to: WrittenTo[]): void {
    this.#written.push({ counter, to });
  }

  /** Whether the document holds something that no entry but a snapshot can carry, and that is not written yet. */
  get isRequired(): boolean {
    return this.#isRequired;
  }

  /** The document holds such a thing: a snapshot is written as soon as it can be, with or without a server. */
  async require(): Promise<void> {
    this.#isRequired = !this.#canWrite();
    if (!this.#isRequired && !(await this.#write())) this.#isRequired = true;
  }

  /** A snapshot that was written here did not come into the log, with all that it carried. */
  dropped(): void {
    this.#isRequired = true;
    this.#cancelPlan ??= this.#clock.after(this.#random() * WAIT_MAX_MS, () => {
      this.#cancelPlan = undefined;
      void this.require();
    });
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
    if (this.#isRequired) void this.require();
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
    if (!replica || !this.#channel.isLive || !this.#canWrite()) return false;
    const { count, bytes } = replica.live.loose;
    return count > LIVE_COUNT_MAX || bytes > Math.max(LIVE_BYTES_MIN, replica.live.newestSnapshotBytes / 2);
  }

  #canWrite(): boolean {
    return this.#channel.canSeal && this.#channel.status.kind !== 'forked' && this.#documents.isWhole;
  }

  /** Whether there is one now. */
  async #write(): Promise<boolean> {
    let count = 0;
    const isKept = await this.#channel.write((tail) => {
      const drafts = this.#compose(tail);
      count = drafts.length;
      return drafts;
    });
    return isKept && count > 0;
  }

  #compose(tail: Head): Draft[] {
    const { replica, author } = this.#channel;
    if (!replica || !author) return [];
    const heads = new Map([...replica.view.heads, [author, tail] as const].filter(([, head]) => head.counter > 0));
    if (heads.size > COVERS_MAX) return [];
    return snapshotDrafts(heads, this.#documents.encode(), author, tail, replica.ring.epoch);
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

  /** Whether fresh documents of the snapshot hold what was written here up to the counter that it covers. */
  #holdsOwn(snapshot: Snapshot): boolean {
    const root = new Y.Doc();
    const fresh = new PadDocuments(root, this, () => undefined);
    try {
      if (fresh.apply(snapshot.document) !== 'applied' || !fresh.isWhole) return false;
      const covered = this.#channel.author ? (snapshot.covers.get(this.#channel.author) ?? 0) : 0;
      const inIt = this.#written.filter(({ counter }) => counter <= covered);
      const holds = inIt.every(({ to }) => to.every((one) => fresh.clockOf(one) >= one.clock));
      // What comes later holds at least as much: the last one is enough to compare the next snapshot with.
      if (holds) this.#written.splice(0, inIt.length - 1);
      return holds;
    } finally {
      fresh.release();
      root.destroy();
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
