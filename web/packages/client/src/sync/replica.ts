/**
 * This device's copy of a channel: the view, the live entries in the store, and how far they reach.
 *
 * What is taken in from one message is written to the store in one piece, together with the seq it reaches: so the
 * stored copy is always one that the log once had, and opening it again is the same as a backfill.
 */
import { ChannelView, type ViewEvent } from '../seal/channel-view.ts';
import { readEntry } from '../seal/entry.ts';
import { KeyRing, type Access } from '../seal/key-ring.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { encodeDescriptor, type Descriptor } from '../keys/descriptor.ts';
import type { KeyPair } from '../crypto/sodium.ts';
import type { Heads } from '../seal/snapshot.ts';
import type { Mirror, StoredEntry, Store } from '../store/store.ts';
import { INCARNATION_NONE, type AuthorId, type ChannelId, type Incarnation } from '../wire/ids.ts';
import { LiveSet } from './live-set.ts';
import type { Sighting } from './witness.ts';

export class Replica {
  readonly channel: ChannelId;
  readonly descriptor: Descriptor;
  readonly #store: Store;
  readonly #access: Access;
  readonly #recipients: KeyPair[] = [];
  #view: ChannelView;
  #live = new LiveSet();
  #incarnation: Incarnation = INCARNATION_NONE;
  #seq = 0;
  #isLive = false;

  /** What the view knew of authors before the log began another incarnation: it may know less now, but nothing else. */
  #before: Heads = new Map();
  #delivered = new Map<AuthorId, number>();
  #added: StoredEntry[] = [];
  #removed: number[] = [];
  #fresh = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(channel: ChannelId, descriptor: Descriptor, access: Access, store: Store) {
    this.channel = channel;
    this.descriptor = descriptor;
    this.#access = access;
    this.#store = store;
    this.#view = this.#newView();
  }

  get view(): ChannelView {
    return this.#view;
  }

  get live(): LiveSet {
    return this.#live;
  }

  get ring(): KeyRing {
    return this.#view.ring;
  }

  get incarnation(): Incarnation {
    return this.#incarnation;
  }

  /** Everything up to here was taken in. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether the server has said that this is all, and nothing was lost since. */
  get isLive(): boolean {
    return this.#isLive;
  }

  get sighting(): Sighting | undefined {
    if (!this.#isLive || this.#view.broken) return undefined;
    return { incarnation: this.#incarnation, seq: this.#seq, headsHash: this.#view.headsHash };
  }

  addRecipient(author: KeyPair): void {
    this.#recipients.push(author);
    this.ring.addRecipient(author);
  }

  /** Takes in what the store has. */
  open(mirror: Mirror): ViewEvent[] {
    this.#incarnation = mirror.incarnation;
    const events = mirror.entries.flatMap(({ seq, bytes }) => this.#accept(seq, bytes));
    this.#seq = mirror.seq;
    return events;
  }

  /** The log has another incarnation, or is shorter than what was seen of it: everything is read anew. */
  restart(): void {
    this.#before = new Map([...this.#before, ...this.#view.heads]);
    this.#view = this.#newView();
    this.#live = new LiveSet();
    this.#incarnation = INCARNATION_NONE;
    this.#seq = 0;
    this.#isLive = false;
    this.#added = [];
    this.#removed = [];
    this.#fresh = true;
  }

  /** The channel was joined: what comes now is of this incarnation. */
  joined(incarnation: Incarnation): void {
    if (this.#incarnation === INCARNATION_NONE) this.#fresh = true;
    this.#incarnation = incarnation;
  }

  /** Takes in the entry at `seq`; one at or below what was taken in already is nothing new. */
  take(seq: number, bytes: Uint8Array): ViewEvent[] {
    if (seq <= this.#seq) return [];
    const events = this.#accept(seq, bytes);
    this.#added.push({ seq, bytes });
    this.#seq = seq;
    return events;
  }

  /** The server has sent everything up to `seq`. */
  caughtUp(seq: number): ViewEvent[] {
    const events = this.#see(this.#view.caughtUp());
    this.#seq = Math.max(this.#seq, seq);
    this.#isLive = true;
    return events;
  }

  fellBehind(): void {
    this.#isLive = false;
    this.#view.fellBehind();
  }

  /** Why this history cannot be trusted, or cannot be read on, if so. */
  get broken(): TacitError | undefined {
    if (this.#view.broken) return this.#view.broken;
    for (const [author, head] of this.#before) {
      const known = this.#view.idAt(author, head.counter);
      if (known !== undefined && known !== head.id) return new TacitError('chain-broken', { detail: head.counter });
    }
    return undefined;
  }

  /**
   * Writes what was taken in since the last time. Resolves when it is in the store. Rejects with the store's error, and
   * from then on nothing is written any more: what the store holds stays something that the log once was.
   */
  settle(): Promise<void> {
    if (this.#added.length === 0 && this.#removed.length === 0 && !this.#fresh) return this.#writing;
    const change = {
      descriptor: encodeDescriptor(this.descriptor),
      incarnation: this.#incarnation,
      seq: this.#seq,
      added: this.#added,
      removed: this.#removed,
      fresh: this.#fresh,
    };
    this.#added = [];
    this.#removed = [];
    this.#fresh = false;
    this.#writing = this.#writing.then(() => this.#store.keep(this.channel, change));
    return this.#writing;
  }

  #newView(): ChannelView {
    const ring = new KeyRing(this.channel, this.descriptor, this.#access);
    for (const author of this.#recipients) ring.addRecipient(author);
    return new ChannelView(ring);
  }

  #accept(seq: number, bytes: Uint8Array): ViewEvent[] {
    const parsed = readEntry(bytes);
    if (parsed.kind === 'parsed') this.#live.add(seq, parsed.value);
    return this.#see(this.#view.accept(seq, bytes, parsed));
  }

  #see(events: ViewEvent[]): ViewEvent[] {
    for (const event of events) {
      if (event.kind === 'snapshot') this.#removed.push(...this.#live.supersede(event.seq));
    }
    return events.filter((event) => this.#isNews(event));
  }

  /** An entry that was told before the log restarted is not told again: a restored server is given old entries anew. */
  #isNews(event: ViewEvent): boolean {
    if (event.kind !== 'update' && event.kind !== 'message' && event.kind !== 'control') return true;
    if (event.counter <= (this.#delivered.get(event.author) ?? 0)) return false;
    this.#delivered.set(event.author, event.counter);
    return true;
  }
}
