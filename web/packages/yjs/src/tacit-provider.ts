/** A Yjs document over a sealed channel (docs/protocol/pad.md). */
import type { Awareness } from 'y-protocols/awareness';
import { TacitError } from '@tacit/client';
import {
  Channel,
  defaultStore,
  Emitter,
  environment,
  EphemeralType,
  handOut,
  openLink,
  randomBytes,
  sameStatus,
  systemClock,
  type AuthorId,
  type Authors,
  type Capability,
  type ChannelEvents,
  type Link,
  type LogReading,
  type Role,
  type ShareOptions,
  type Status,
  type ViewEvent,
} from '@tacit/client/layer';
import type * as Y from 'yjs';
import { Gathering } from './gathering.ts';
import { PadDocuments } from './pad-documents.ts';
import type { PadHistory } from './pad-history.ts';
import { Presence } from './presence.ts';
import { ProviderBlobs } from './provider-blobs.ts';
import type { ProviderEvents, ProviderOptions } from './provider-options.ts';
import { Snapshots } from './snapshots.ts';
import { withUnsealed } from './unsealed-status.ts';

/** Typing is gathered for so long into one entry. */
const GATHER_MS = 50;

export class TacitProvider {
  readonly doc: Y.Doc;

  /** Images and other files of the pad, sealed like its text. */
  readonly blobs = new ProviderBlobs();
  readonly #documents: PadDocuments;
  readonly #presence: Presence;
  readonly #link: string;
  readonly #options: ProviderOptions;
  readonly #emitter = new Emitter<ProviderEvents>();
  #channel: Channel | undefined;
  #snapshots: Snapshots | undefined;
  #opened: Promise<void> | undefined;
  readonly #gathering = new Gathering();
  #cancelFlush: (() => void) | undefined;
  #writingCount = 0;

  /** Settles when what was sealed last is on this device's disk. */
  #kept: Promise<void> | undefined;
  #status: Status = { kind: 'connecting', unsentCount: 0 };
  #synced = false;
  #links: Partial<Record<Capability, string>> = {};
  #isDurable = true;
  #shouldConnect = false;
  #savedHere = false;
  #wasLive = false;

  /** The document holds what is neither sealed nor will be: a reader's changes, and those behind a refusal. */
  #isAhead = false;
  #isDestroyed = false;

  /** Binds `doc` to the pad of a link. A link that cannot be opened shows as status `refused`. */
  constructor(link: string, doc: Y.Doc, options: ProviderOptions = {}) {
    this.doc = doc;
    this.#link = link;
    this.#options = options;
    this.#presence = new Presence(doc, () => this.#flushSoon());
    this.#documents = new PadDocuments(doc, this, (guid, update) => this.#updated(guid, update));
    doc.on('destroy', this.#docDestroyed);
    if (options.connect !== false) this.connect();
    else this.#status = { kind: 'offline', unsentCount: 0 };
  }

  /** Who is here: shown to the others, and never stored. */
  get awareness(): Awareness {
    return this.#presence.awareness;
  }

  /** What is where: always true, `saved` only when the server has acknowledged every change made here. */
  get status(): Status {
    return this.#status;
  }

  /** Whether everything that the server had when it was joined is in the document. */
  get synced(): boolean {
    return this.#synced;
  }

  /** What the server let this device do; `undefined` before it was reached. */
  get role(): Role | undefined {
    return this.#channel?.role;
  }

  /** Links that this one may hand out: itself and the narrower ones, behind the same password if it had one. */
  get links(): Partial<Record<Capability, string>> {
    return this.#links;
  }

  /** The devices that the pad has let in, also those removed since, in the order in which they came. */
  get authors(): Authors {
    return this.#channel?.authors ?? new Map();
  }

  /** The device that speaks for an awareness client: it signed what is seen of it. `undefined` for who is not here. */
  authorOf(clientId: number): AuthorId | undefined {
    return clientId === this.awareness.clientID ? this.#channel?.author : this.#presence.authorOf(clientId);
  }

  /** Whether what is not sent yet outlives this process. */
  get isDurable(): boolean {
    return this.#isDurable;
  }

  /** Whether everything that was written is on this device's disk: then a crash loses nothing, sent or not. */
  get savedHere(): boolean {
    return this.#isDurable && !this.#isUnsealed;
  }

  /** Whether it is connected, or tries to be. */
  get shouldConnect(): boolean {
    return this.#shouldConnect;
  }

  /** Calls `heard` each time from now on. Gives back what ends that. */
  on<Name extends keyof ProviderEvents>(name: Name, heard: (value: ProviderEvents[Name]) => void): () => void {
    return this.#emitter.on(name, heard);
  }

  /** Ends what `on` began. */
  off<Name extends keyof ProviderEvents>(name: Name, heard: (value: ProviderEvents[Name]) => void): void {
    this.#emitter.off(name, heard);
  }

  /** Opens the pad, if it is not open; while it waits for another try, or after `disconnect`, tries at once. */
  connect(): void {
    if (this.#isDestroyed) return;
    this.#shouldConnect = true;
    if (this.#opened) return this.#channel?.retry();
    this.#move({ kind: 'connecting', unsentCount: 0 });
    this.#opened = this.#openOrRefuse();
  }

  /** Leaves the server until `connect`. Writing goes on, and is kept on this device. */
  disconnect(): void {
    this.#shouldConnect = false;
    this.#channel?.pause();
  }

  /**
   * A link to give to somebody else. It ends no later than the one this pad was opened with. Rejects with
   * `link-expired` for a time that is over, and with a RangeError for a capability wider than the link's.
   */
  async share(options: ShareOptions): Promise<string> {
    return (await this.#whenOpen()).share(options);
  }

  /**
   * Replaces the pad's keys: earlier links end, and so do the devices in `remove` and those whose time is over; all
   * others go on by themselves. Resolves with the new links when the server has it. Rejects with a TacitError:
   * `read-only` or `kind-refused` for who is no admin, `offline` without a connection.
   */
  async newEpoch(options: { readonly remove?: readonly AuthorId[] } = {}): Promise<
    Partial<Record<Capability, string>>
  > {
    await (await this.#whenOpen()).newEpoch(options);
    return this.links;
  }

  /**
   * Reads the pad's past, up to the last key: all that the log keeps, over a connection of its own, or what this device
   * has where the server cannot be reached or lets nobody in. Rejects with a TacitError for a link that cannot be
   * opened, and with the signal's reason when it is aborted.
   */
  async history(reading: LogReading = {}): Promise<PadHistory> {
    const channel = await this.#whenOpen();
    const { clock = systemClock } = this.#options;
    this.#flush();
    await this.#kept;
    // Few look at the past: its code is fetched with it.
    const [history, read] = await Promise.all([import('./pad-history.ts'), channel.readLog(reading)]);
    return history.PadHistory.of(read, clock, reading.signal);
  }

  /**
   * Makes the document equal to a version of its history, by ordinary edits: everybody gets them, they can be undone,
   * and what was written since stays in the history. With `roots`, only those of the document's roots. Sub-documents
   * stay as they are. Throws `read-only` where the link only reads.
   */
  restore(history: PadHistory, index: number, { roots }: { roots?: readonly string[] } = {}): void {
    if (this.role === 'reader') throw new TacitError('read-only');
    history.restore(this.doc, index, roots);
  }

  /** Seals what is gathered and leaves. What was not sent stays on the device. */
  destroy(): Promise<void> {
    if (this.#isDestroyed) return this.#opened ?? Promise.resolve();
    this.#presence.leave();
    this.#flush();
    // What was written before there was anything to seal it with can be sealed when the link is read.
    if (!this.#gathering.isEmpty) this.#opened ??= this.#openOrRefuse();
    this.#isDestroyed = true;
    this.#cancelFlush?.();
    this.#snapshots?.stop();
    this.#documents.release();
    this.doc.off('destroy', this.#docDestroyed);
    this.#presence.stop();
    this.#emitter.clear();
    this.blobs.refuse(new TacitError('offline', { particulars: 'the provider was destroyed' }));
    const closing = (this.#opened ?? Promise.resolve()).then(() => {
      this.#flush();
      return this.#channel?.close();
    });
    this.#opened = closing;
    return closing;
  }

  async #openOrRefuse(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      const refused = TacitError.of(error);
      const channel = this.#channel;
      this.#channel = undefined; // What it says from now on is of no interest: a refusal is final.
      this.blobs.refuse(refused);
      this.#move({ kind: 'refused', error: refused });
      await channel?.close();
    }
  }

  async #open(): Promise<void> {
    const { password, label = '', store: givenStore } = this.#options;
    const around = environment(this.#options);
    const link = await openLink(this.#link, password);
    if (link.layer !== 'pad') throw new TacitError('link-damaged', { part: 'layer', particulars: 'layer: not a pad' });
    const { store, isDurable } = givenStore ? { store: givenStore, isDurable: true } : await defaultStore();
    if (this.#isDestroyed && this.#gathering.isEmpty) return;
    this.#isDurable = isDurable;
    const channel = new Channel(link, {
      store,
      environment: around,
      ownConnections: this.#options.clock !== undefined || this.#options.random !== undefined,
      label,
      hadPassword: password !== undefined,
    });
    this.#channel = channel;
    this.#snapshots = new Snapshots(this.#documents, channel, around);
    this.#offer(link);
    if (link.capability === 'view' && !this.#gathering.isEmpty) {
      this.#gathering.clear();
      this.#isAhead = true;
    }
    channel.on('events', (events) => this.#take(events));
    channel.on('kept', (kept) => this.#takeKept(kept));
    channel.on('dropped', () => this.#dropped());
    if (!this.#shouldConnect || this.#isDestroyed) channel.pause();
    channel.on('status', () => this.#changed());
    channel.on('authors', (authors) => this.#emitter.emit('authors', authors));
    channel.on('role', (role) => this.#emitter.emit('role', role));
    channel.on('live', () => this.#becameLive());
    channel.on('ephemeral', ({ author, type, payload }) => {
      if (type === EphemeralType.awareness) this.#presence.hear(payload, author);
    });
    this.blobs.bind(channel.blobs);
    await channel.open();
    this.#changed();
  }

  async #whenOpen(): Promise<Channel> {
    await this.#opened;
    if (this.#channel) return this.#channel;
    throw this.#status.kind === 'refused' ? this.#status.error : new TacitError('offline');
  }

  #take(events: readonly ViewEvent[]): void {
    if (this.#isDestroyed) return;
    for (const event of events) {
      if (event.kind === 'rejected') {
        this.#emitter.emit('rejected', { author: event.author, why: event.why });
      } else if (event.kind === 'update' || event.kind === 'snapshot') {
        const content = event.kind === 'snapshot' ? event.document : event.content;
        const outcome = this.#documents.apply(content);
        if (outcome !== 'applied') {
          this.#emitter.emit('rejected', { author: event.author, why: outcome === 'newer' ? 'newer' : 'content' });
        }
      } else if (event.kind === 'epoch' && this.#channel) {
        this.#offer(this.#channel.link);
      }
    }
    this.#snapshots?.saw(events);
  }

  /** What was written here in another life, and not sent: it belongs to the document all the same. */
  #takeKept({ drafts, document }: ChannelEvents['kept']): void {
    if (this.#isDestroyed) return;
    if (document) this.#documents.apply(document);
    for (const { fields, content } of drafts) if (fields.kind === 'update') this.#documents.apply(content);
  }

  #dropped(): void {
    if (!this.#isDestroyed) this.#snapshots?.dropped();
  }

  #becameLive(): void {
    if (this.#isDestroyed) return;
    if (!this.#synced) {
      this.#synced = true;
      this.#emitter.emit('synced', true);
      this.#documents.synced();
    }
    this.#snapshots?.plan();
    this.#presence.announce();
    if (!this.#gathering.isEmpty) this.#flush();
  }

  /** Whether something is neither sealed nor on the disk. */
  get #isUnsealed(): boolean {
    const isUnwritten = this.#writingCount > 0 || !this.#gathering.isEmpty;
    return isUnwritten || this.#isAhead || (this.#snapshots?.isRequired ?? false);
  }

  #updated(guid: string, update: Uint8Array): void {
    if (this.#channel?.link.capability === 'view') {
      this.#isAhead = true;
      return this.#changed();
    }
    this.#gathering.add(guid, update);
    if (this.#gathering.isFull) this.#flush();
    else this.#flushSoon();
    this.#changed();
  }

  readonly #docDestroyed = (): void => {
    void this.destroy();
  };

  #flushSoon(): void {
    if (this.#cancelFlush || this.#isDestroyed) return;
    const { clock = systemClock } = this.#options;
    this.#cancelFlush = clock.after(GATHER_MS, () => {
      this.#cancelFlush = undefined;
      this.#flush();
    });
  }

  /** Seals what was gathered as entries, and sends what is to be seen of this client. */
  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const channel = this.#channel;
    if (!channel) return;
    const announcement = channel.isLive ? this.#presence.take() : undefined;
    if (announcement) channel.sendEphemeral(EphemeralType.awareness, announcement);
    // Before the keys are known nothing can be sealed: it waits here, and `becameLive` comes back to it.
    if (this.#gathering.isEmpty || !channel.canSeal) return;
    const { unixMs = Date.now } = this.#options;
    const { contents, isLarge } = this.#gathering.take(unixMs());
    const drafts = contents.map((content) => ({ fields: { kind: 'update' }, content }) as const);
    const written = this.#documents.written;
    this.#writingCount++;
    let counter = 0;
    const writing = channel.write((tail) => {
      counter = tail.counter + drafts.length;
      return drafts;
    });
    this.#kept = writing.then((isKept) => {
      this.#writingCount--;
      if (isKept) this.#snapshots?.wrote(counter, written);
      else this.#isAhead = true;
      this.#changed();
    });
    if (isLarge) void this.#snapshots?.require().then(() => this.#changed());
  }

  #offer(link: Link): void {
    const { password } = this.#options;
    this.#links = handOut(link, this.#channel?.replica?.ring, password, () => randomBytes(16));
  }

  #changed(): void {
    const status = this.#channel?.status;
    if (!status || this.#isDestroyed) return;
    this.#move(this.#isUnsealed ? withUnsealed(status, this.#isAhead) : status);
    this.#tellChange('savedHere', this.#savedHere, (this.#savedHere = this.savedHere));
    this.#tellChange('sync', this.#wasLive, (this.#wasLive = this.#channel?.isLive ?? false));
  }

  #tellChange(name: 'savedHere' | 'sync', before: boolean, now: boolean): void {
    if (before !== now) this.#emitter.emit(name, now);
  }

  #move(status: Status): void {
    if (sameStatus(status, this.#status)) return;
    this.#status = status;
    this.#emitter.emit('status', status);
    if (status.kind === 'refused') this.#emitter.emit('refused', status.error);
  }
}
