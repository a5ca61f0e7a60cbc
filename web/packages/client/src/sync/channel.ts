/**
 * One channel on this device: joined when the server can be reached, readable from the store when not, and with an
 * outbox for what is written (docs/protocol/connection.md §4.4 to §4.7).
 *
 *   opening ──▶ waiting for the connection ──JOINED──▶ catching up ──LIVE──▶ live
 *                        ▲───────────── connection lost ──────────────────────┘
 *
 * Invariants: an entry is in the store before it is sent; entries are sent in the order of their counters; what the
 * replica told is told once.
 */
import { ChannelBlobs } from '../blobs/channel-blobs.ts';
import { randomBytes } from '../crypto/sodium.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { channelIdOf, decodeDescriptor } from '../keys/descriptor.ts';
import type { Role } from '../keys/grant.ts';
import type { Capability, Link } from '../keys/link.ts';
import type { ViewEvent } from '../seal/channel-view.ts';
import type { Head } from '../seal/snapshot.ts';
import type { Joined, ServerFrame } from '../wire/frames.ts';
import type { AuthorId } from '../wire/ids.ts';
import { Adoption } from './adoption.ts';
import { authorsOf, type Authors } from './authors.ts';
import type { ChannelEvents } from './channel-events.ts';
import type { ChannelSettings } from './channel-settings.ts';
import { Company } from './company.ts';
import { refusal, type Connection, type ConnectionState, type Session } from './connection.ts';
import { connectionsOf } from './connections.ts';
import { Emitter } from './emitter.ts';
import { Epochs } from './epochs.ts';
import { Expiry } from './expiry.ts';
import { Joining } from './joining.ts';
import { handOut, share, type ShareOptions } from './links.ts';
import { readLog, type LogRead, type LogReading } from './log-reading.ts';
import { knownDescriptor } from './opening.ts';
import type { Draft } from './outbox.ts';
import { Replica } from './replica.ts';
import { describe, sameStatus, type Status } from './status.ts';
import { Work } from './work.ts';
import { Writing } from './writing.ts';

export class Channel implements Session {
  readonly link: Link;

  /** Images and other files. */
  readonly blobs: ChannelBlobs;
  readonly #settings: ChannelSettings;
  readonly #emitter = new Emitter<ChannelEvents>();
  readonly #connection: Connection;
  readonly #releaseConnection: () => void;
  readonly #work: Work;
  readonly #writing: Writing;
  readonly #joining: Joining;
  readonly #company: Company;
  readonly #adoption: Adoption;
  readonly #epochs: Epochs;
  readonly #expiry: Expiry;
  #connectionState: ConnectionState = { kind: 'idle' };
  #replica: Replica | undefined;
  #role: Role | undefined;
  #authors: Authors = new Map();
  #refused: TacitError | undefined;
  #forked: TacitError | undefined;
  #status: Status = { kind: 'connecting', unsentCount: 0 };
  #isPaused = false;
  #isClosed = false;

  /** `link` is unlocked. Listen first, then call `open`. */
  constructor(link: Link, settings: ChannelSettings) {
    this.link = link;
    this.#settings = settings;
    this.blobs = new ChannelBlobs(link, settings, () => this.#joining.credentials);
    const connections = connectionsOf(settings.environment, settings.ownConnections);
    const { connection, release } = connections.acquire(link.origin, link.channel);
    this.#connection = connection;
    this.#releaseConnection = release;
    const worked = (): void => {
      this.#writing.outgoing?.pump();
      this.#changed();
    };
    this.#work = new Work(worked, (error) => this.#refuse(error));
    const shared = {
      ...settings,
      ...settings.environment,
      link,
      connection,
      session: this,
      work: this.#work,
      replica: () => this.#replica,
      outbox: () => this.#writing.outbox,
      role: () => this.#role,
      status: () => this.#status,
      isLive: () => this.isLive,
      leave: () => this.#leave(),
      join: () => this.#join(),
      refused: (error: TacitError) => this.#refuseUnlessRenewed(error),
    };
    this.#joining = new Joining({ ...shared, discard: (outbox) => void this.#work.do(() => outbox.discard()) });
    this.#company = new Company({
      ...shared,
      send: (message) => connection.ephemeral(this.#joining.handle!, message),
      forked: (seq) => this.#fork(new TacitError('history-forked', { detail: seq })),
      heard: (message) => this.#emitter.emit('ephemeral', message),
    });
    const dropped = (): void => this.#emitter.emit('dropped', undefined);
    this.#writing = new Writing({ ...shared, dropped });
    this.#adoption = new Adoption({ ...shared, dropped, found: (kept) => this.#emitter.emit('kept', kept) });
    this.#epochs = new Epochs(shared);
    this.#expiry = new Expiry(link.expiry, settings.environment, () => this.#expired());
  }

  get status(): Status {
    return this.#status;
  }

  /** What the server let this device do; `undefined` until it was joined. */
  get role(): Role | undefined {
    return this.#role;
  }

  get replica(): Replica | undefined {
    return this.#replica;
  }

  /** Who writes here; `undefined` for a reader. */
  get author(): AuthorId | undefined {
    return this.#writing.outbox?.identity.author;
  }

  /** Whom the log has let in, in the order in which they came. */
  get authors(): Authors {
    return this.#authors;
  }

  get isLive(): boolean {
    return this.#joining.handle !== undefined && (this.#replica?.isLive ?? false);
  }

  on = this.#emitter.on.bind(this.#emitter);

  /** Shows what the store holds, and connects. Throws a TacitError for a link that cannot be right. */
  async open(): Promise<void> {
    const { store, hadPassword } = this.#settings;
    const mirror = await store.mirror(this.link.channel);
    const descriptor = knownDescriptor(this.link, mirror, hadPassword);
    await this.#writing.begin();
    if (this.#isClosed) return this.#writing.outbox?.release();
    if (descriptor) {
      this.#replica = this.#newReplica(descriptor);
      if (mirror) this.#tell(this.#replica.open(mirror));
      this.#tellKept();
    }
    this.#expiry.watch();
    if (!this.#isPaused && !this.#refused) this.#connection.attach(this);
    await this.blobs.begin();
    this.#changed();
    if (this.#writing.outbox && !this.#isClosed) void this.#adoption.look();
  }

  /** A link to give to somebody else. It ends no later than the one this channel was opened with. */
  share(options: ShareOptions): Promise<string> {
    return share(this.link, this.#replica?.ring, options, this.#settings.environment.unixMs());
  }

  /**
   * Replaces the keys, so that earlier links end, and so do the devices in `remove` and those whose time is over; all
   * others go on by themselves. Resolves with the new links when the server has it. Rejects with `read-only` or
   * `kind-refused` for who is no admin, `offline` without a connection.
   */
  async newEpoch({ remove = [] }: { readonly remove?: readonly AuthorId[] } = {}): Promise<
    Partial<Record<Capability, string>>
  > {
    await this.#epochs.open(remove);
    return handOut(this.link, this.#replica?.ring, undefined, () => randomBytes(16));
  }

  /**
   * Seals and sends, as soon as it can be sealed. `compose` is told the own entry that these will follow. Resolves with
   * whether they are on this device now: not behind a refusal, and not where the store failed.
   */
  async write(compose: (tail: Head) => readonly Draft[]): Promise<boolean> {
    if (this.#isClosed) return false;
    let isKept = false;
    await this.#work.do(async () => {
      if (!this.#refused && !this.#forked) isKept = await this.#writing.write(compose);
    });
    return isKept;
  }

  /** Whether `write` can seal now: the channel's keys are known here. */
  get canSeal(): boolean {
    return this.#writing.canSeal;
  }

  /** Sends to those present, if this device may and is joined. What is not sent now is not sent. */
  sendEphemeral(type: number, payload: Uint8Array): void {
    this.#company.tell(type, payload);
  }

  /**
   * All that the log keeps, superseded entries too, verified; what this device has of it where the server cannot be
   * reached, or lets nobody in. Throws a TacitError for a refusal or a history that cannot be trusted, and the signal's
   * reason.
   */
  readLog(reading: LogReading = {}): Promise<LogRead> {
    const { environment, ownConnections, store } = this.#settings;
    const { replica, link } = this;
    const own = { link, clock: environment.clock, store, replica, outbox: this.#writing.outbox };
    if (this.#isPaused || this.#refused || this.#forked) return readLog({ ...own, connection: undefined }, reading);
    const { connection, release } = connectionsOf(environment, ownConnections).acquire(link.origin, link.channel);
    return readLog({ ...own, connection }, reading).finally(release);
  }

  /** Tries at once what waits for another try. */
  retry(): void {
    if (!this.#isPaused) return this.#connection.retry();
    this.#isPaused = false;
    if (!this.#isClosed) this.#connection.attach(this);
  }

  /** Leaves the server until `retry`. What is written meanwhile waits in the store. */
  pause(): void {
    if (this.#isPaused || this.#isClosed) return;
    this.#isPaused = true;
    this.blobs.pause();
    this.#connection.detach(this);
    this.moved({ kind: 'idle' });
  }

  /** Leaves. What was written and not sent stays in the store. Resolves when everything is there. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#company.stop();
    this.#expiry.stop();
    this.#adoption.stop();
    this.#epochs.close();
    this.#joining.stop();
    this.#writing.outgoing?.stop();
    this.#connection.detach(this);
    this.#releaseConnection();
    await this.blobs.close();
    await this.#work.settled;
    await this.#keep();
    this.#writing.outbox?.release();
    this.#emitter.clear();
  }

  moved(state: ConnectionState): void {
    this.#connectionState = state;
    this.#joining.left();
    this.#writing.outgoing?.left();
    if (state.kind !== 'open') this.#replica?.fellBehind();
    else this.#join();
    this.#changed();
  }

  received(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'joined':
        return this.#joined(frame);
      case 'entry':
        return this.#take(frame.seq, frame.entry);
      case 'ack':
        return this.#acknowledged(frame.firstCounter, frame.firstSeq, frame.count);
      case 'live':
        return this.#becameLive(frame.seq);
      case 'ephemeral':
        return this.#company.received(frame.message);
      case 'refused':
        if (frame.subject.kind === 'join') return this.#joining.refused(frame);
        // An ephemeral message that was not passed on is gone.
        if (frame.subject.kind !== 'append') return;
        return this.#writing.outgoing?.refused(
          frame.subject.counter,
          refusal(frame.code, frame.detail),
          frame.detail,
        );
      case 'ended':
        this.#joining.left();
        this.#writing.outgoing?.left();
        return this.#refuseUnlessRenewed(refusal(frame.code, 0));
      default:
        return;
    }
  }

  settled(): void {
    void this.#keep();
    this.#company.moved();
    this.#changed();
  }

  room(): void {
    this.#writing.outgoing?.pump();
  }

  /** Writes what came into the store. */
  async #keep(): Promise<void> {
    try {
      await this.#replica?.settle();
    } catch (error) {
      this.#refuse(TacitError.of(error));
    }
  }

  #join(): void {
    this.#expiry.watch();
    if (this.#connectionState.kind !== 'open' || this.#refused || this.#forked || this.#isClosed) return;
    this.#joining.ask(this.#connectionState.welcome.challenge);
  }

  #joined(joined: Joined): void {
    const descriptor = decodeDescriptor(joined.descriptor);
    if (!descriptor || channelIdOf(joined.descriptor) !== this.link.channel) {
      return this.#refuse(new TacitError('descriptor-invalid'));
    }
    if (!this.#replica) {
      this.#replica = this.#newReplica(descriptor);
      this.#tellKept();
    }
    this.#replica.joined(joined.incarnation);
    this.#joining.joined(joined.handle);
    if (this.#role !== joined.role) {
      this.#role = joined.role;
      this.#emitter.emit('role', joined.role);
    }
    this.#writing.outgoing?.joined(joined.handle, joined.lastCounter);
  }

  #take(seq: number, bytes: Uint8Array): void {
    const replica = this.#replica;
    if (!replica) return;
    // After LIVE nothing is left out: a gap is a fault of the server, and joining again mends it.
    if (replica.isLive && seq > replica.seq + 1) return this.#joinAgain();
    this.#tell(replica.take(seq, bytes));
    if (replica.broken) this.#fork(replica.broken);
    this.#writing.outgoing?.resealIfRead();
  }

  #acknowledged(firstCounter: number, firstSeq: number, count: number): void {
    this.#writing.outgoing?.acknowledged(firstCounter, count, (sent, at) => {
      // Before LIVE the own entry comes again in its place; after, ACK stands for it.
      if (this.#replica?.isLive) this.#take(firstSeq + at, sent.bytes);
    });
  }

  #becameLive(seq: number): void {
    const replica = this.#replica;
    if (!replica) return;
    this.#tell(replica.caughtUp(seq));
    if (replica.broken) return this.#fork(replica.broken);
    // Others hear only authors whom they know: who is here introduces itself, also before it writes.
    if (this.#writing.outgoing?.outbox.tail.counter === 0) void this.write(() => []);
    this.blobs.connected();
    this.#emitter.emit('live', undefined);
  }

  /** This device's right has ended; if the link can give it another, it goes on as another author. */
  #refuseUnlessRenewed(error: TacitError): void {
    if (!this.#refused && this.#writing.outlives(error.code)) this.#writing.renew();
    else this.#refuse(error);
  }

  /** The link's time is over: what is here stays readable, and nothing more is asked for or sent. */
  #expired(): void {
    this.#company.stop();
    this.#leave();
    this.#refuse(new TacitError('link-expired', { detail: this.link.expiry! }));
  }

  #joinAgain(): void {
    this.#leave();
    this.#join();
  }

  #leave(): void {
    this.#connection.leave(this);
    this.#joining.left();
    this.#writing.outgoing?.left();
    this.#replica?.fellBehind();
  }

  #newReplica(descriptor: Replica['descriptor']): Replica {
    const replica = new Replica(this.link.channel, descriptor, this.link, this.#settings.store);
    const { outbox } = this.#writing;
    if (outbox) replica.addRecipient(outbox.keyPair);
    return replica;
  }

  #tellKept(): void {
    const { kept } = this.#writing;
    if (kept) this.#emitter.emit('kept', kept);
  }

  #tell(events: ViewEvent[]): void {
    if (events.length === 0) return;
    this.#epochs.saw(events);
    this.#emitter.emit('events', events);
    if (!events.some(({ kind }) => kind === 'author' || kind === 'epoch')) return;
    this.#authors = authorsOf(this.#replica?.view, this.author);
    this.#emitter.emit('authors', this.#authors);
  }

  #refuse(error: TacitError): void {
    const isOver = error.code === 'grant-expired' && this.link.expiry !== undefined;
    this.#refused ??= isOver ? new TacitError('link-expired', { detail: this.link.expiry! }) : error;
    this.#changed();
  }

  #fork(error: TacitError): void {
    if (error.code === 'epoch-stale') {
      const cut = this.author && this.#replica?.view.cutOf(this.author);
      return this.#refuseUnlessRenewed(cut === undefined ? error : new TacitError('author-removed', { detail: cut }));
    }
    this.#forked ??= error;
    this.#company.stop();
    this.#leave();
    this.#changed();
  }

  #changed(): void {
    const status = this.#describe();
    const isNews = !sameStatus(status, this.#status);
    this.#status = status;
    if (isNews) this.#emitter.emit('status', status);
    this.#epochs.changed();
  }

  #describe(): Status {
    if (this.#forked) return { kind: 'forked', error: this.#forked };
    if (this.#refused) return { kind: 'refused', error: this.#refused };
    return describe({
      connection: this.#connectionState,
      isPaused: this.#isPaused,
      isLive: this.isLive,
      unsentCount: this.#writing.outgoing?.outbox.unsentCount ?? 0,
      isBusy: !this.#work.isIdle,
      delayed: this.#writing.outgoing?.delayed,
    });
  }
}
