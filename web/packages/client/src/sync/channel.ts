/**
 * One channel on this device: joined when the server can be reached, readable from the store when not, and with an outbox
 * for what is written (docs/protocol/connection.md §4.4 to §4.7).
 *
 *   opening ──▶ waiting for the connection ──JOINED──▶ catching up ──LIVE──▶ live
 *                        ▲───────────── connection lost ──────────────────────┘
 *
 * Invariants: an entry is in the store before it is sent; entries are sent in the order of their counters; what the
 * replica told is told once.
 */
import type { Credentials } from '../blobs/blob-transport.ts';
import { ChannelBlobs } from '../blobs/channel-blobs.ts';
import { randomBytes } from '../crypto/sodium.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { channelIdOf, decodeDescriptor, encodeDescriptor } from '../keys/descriptor.ts';
import type { Role } from '../keys/grant.ts';
import type { Capability, Link } from '../keys/link.ts';
import { prove } from '../keys/proof.ts';
import { epochProofKey } from '../keys/epoch-proof.ts';
import type { ViewEvent } from '../seal/channel-view.ts';
import { EphemeralType } from '../seal/ephemeral.ts';
import type { Head } from '../seal/snapshot.ts';
import type { Store } from '../store/store.ts';
import type { Joined, Refused, ServerFrame } from '../wire/frames.ts';
import { INCARNATION_NONE, type AuthorId } from '../wire/ids.ts';
import { authorsOf, type Authors } from './authors.ts';
import type { ChannelEvents } from './channel-events.ts';
import { refusal, type Connection, type ConnectionState, type Session } from './connection.ts';
import { connectionsOf } from './connections.ts';
import { Emitter } from './emitter.ts';
import type { Environment } from './environment.ts';
import { Epochs } from './epochs.ts';
import { Expiry } from './expiry.ts';
import { handOut, share, type ShareOptions } from './links.ts';
import { knownDescriptor, leaseAuthor, newAuthor } from './opening.ts';
import { readLog, type LogRead, type LogReading } from './log-reading.ts';
import type { Draft, Outbox } from './outbox.ts';
import { AGAIN_MS, LATER, Outgoing } from './outgoing.ts';
import { moveUnsent, outlives } from './renewal.ts';
import { Replica } from './replica.ts';
import { describe, sameStatus, type Status } from './status.ts';
import { Whispers } from './whispers.ts';
import { decodeSighting, Witness } from './witness.ts';
import { Work } from './work.ts';

export interface ChannelSettings {
  readonly store: Store;
  readonly environment: Environment;

  /** Whether clock or random are not the platform's: then connections are not shared. */
  readonly ownConnections: boolean;
  readonly label: string;
  readonly hadPassword: boolean;

  /** How many bytes of files this device keeps, of all channels; 256 MiB if it is not said. */
  readonly blobCacheBytesMax?: number;
}

export class Channel implements Session {
  readonly link: Link;

  /** Images and other files. */
  readonly blobs: ChannelBlobs;
  readonly #settings: ChannelSettings;
  readonly #emitter = new Emitter<ChannelEvents>();
  readonly #connection: Connection;
  readonly #releaseConnection: () => void;
  readonly #whispers = new Whispers();
  readonly #witness: Witness;
  readonly #work: Work;
  readonly #epochs: Epochs;
  readonly #expiry: Expiry;
  #connectionState: ConnectionState = { kind: 'idle' };
  #replica: Replica | undefined;
  #outgoing: Outgoing | undefined;
  #role: Role | undefined;
  #authors: Authors = new Map();
  #handle: number | undefined;
  #refused: TacitError | undefined;
  #forked: TacitError | undefined;
  #status: Status = { kind: 'connecting', unsentCount: 0 };
  #cancelAgain: (() => void) | undefined;
  #isPaused = false;
  #isClosed = false;

  /** `link` is unlocked. Listen first, then call `open`. */
  constructor(link: Link, settings: ChannelSettings) {
    this.link = link;
    this.#settings = settings;
    this.blobs = new ChannelBlobs(link, settings, () => this.#credentials());
    const connections = connectionsOf(settings.environment, settings.ownConnections);
    const { connection, release } = connections.acquire(link.origin, link.channel);
    this.#connection = connection;
    this.#releaseConnection = release;
    const worked = (): void => {
      this.#outgoing?.pump();
      this.#changed();
    };
    this.#work = new Work(worked, (error) => this.#refuse(error));
    this.#epochs = new Epochs({
      work: this.#work,
      unixMs: settings.environment.unixMs,
      replica: () => this.#replica,
      outbox: () => this.#outgoing?.outbox,
      role: () => this.#role,
      status: () => this.#status,
      isLive: () => this.isLive,
    });
    this.#expiry = new Expiry(link.expiry, settings.environment, () => this.#expired());
    this.#witness = new Witness({
      clock: settings.environment.clock,
      own: () => this.#replica?.sighting,
      send: (payload) => this.sendEphemeral(EphemeralType.view, payload),
      forked: (seq) => this.#fork(new TacitError('history-forked', { detail: seq })),
    });
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
    return this.#outgoing?.outbox.identity.author;
  }

  /** Whom the log has let in, in the order in which they came. */
  get authors(): Authors {
    return this.#authors;
  }

  get isLive(): boolean {
    return this.#handle !== undefined && (this.#replica?.isLive ?? false);
  }

  on = this.#emitter.on.bind(this.#emitter);

  /** Shows what the store holds, and connects. Throws a TacitError for a link that cannot be right. */
  async open(): Promise<void> {
    const { store, label, hadPassword } = this.#settings;
    const mirror = await store.mirror(this.link.channel);
    const descriptor = knownDescriptor(this.link, mirror, hadPassword);
    if (this.link.capability !== 'view') this.#writeAs(await leaseAuthor(store, this.link, label));
    if (this.#isClosed) return this.#outgoing?.outbox.release();
    if (descriptor) {
      this.#replica = this.#newReplica(descriptor);
      if (mirror) this.#tell(this.#replica.open(mirror));
      this.#tellKept();
    }
    this.#expiry.watch();
    if (!this.#isPaused && !this.#refused) this.#connection.attach(this);
    await this.blobs.begin();
    this.#changed();
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

  /** Seals and sends, as soon as it can be sealed. `compose` is told the own entry that these will follow. */
  write(compose: (tail: Head) => readonly Draft[]): Promise<void> {
    return this.#work.do(async () => {
      if (!this.#outgoing || !this.#replica || this.#refused || this.#forked) return;
      await this.#outgoing.outbox.write(this.#replica.ring, compose);
    });
  }

  /** Whether `write` can seal now: the channel's keys are known here. */
  get canSeal(): boolean {
    const ring = this.#replica?.ring;
    return this.#outgoing !== undefined && ring?.keysOf(ring.epoch) !== undefined;
  }

  /** Sends to those present, if this device may and is joined. What is not sent now is not sent. */
  sendEphemeral(type: number, payload: Uint8Array): void {
    const [outbox, replica] = [this.#outgoing?.outbox, this.#replica];
    if (!outbox || !replica || this.#handle === undefined || !this.isLive) return;
    const message = this.#whispers.seal({ type, payload }, outbox, replica);
    if (message) this.#connection.ephemeral(this.#handle, message);
  }

  /**
   * All that the log keeps, superseded entries too, verified; what this device has of it where the server cannot be
   * reached, or lets nobody in. Throws a TacitError for a refusal or a history that cannot be trusted, and the signal's reason.
   */
  readLog(reading: LogReading = {}): Promise<LogRead> {
    const { environment, ownConnections, store } = this.#settings;
    const { replica, link } = this;
    const own = { link, clock: environment.clock, store, replica, outbox: this.#outgoing?.outbox };
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
    this.#witness.stop();
    this.#expiry.stop();
    this.#epochs.close();
    this.#cancelAgain?.();
    this.#outgoing?.stop();
    this.#connection.detach(this);
    this.#releaseConnection();
    await this.blobs.close();
    await this.#work.settled;
    await this.#replica?.settle();
    this.#outgoing?.outbox.release();
    this.#emitter.clear();
  }

  moved(state: ConnectionState): void {
    this.#connectionState = state;
    this.#handle = undefined;
    this.#outgoing?.left();
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
        return this.#heard(frame.message);
      case 'refused':
        if (frame.subject.kind === 'join') return this.#joinRefused(frame);
        // An ephemeral message that was not passed on is gone.
        if (frame.subject.kind !== 'append') return;
        return this.#outgoing?.refused(frame.subject.counter, refusal(frame.code, frame.detail), frame.detail);
      case 'ended':
        this.#handle = undefined;
        this.#outgoing?.left();
        return this.#refuseUnlessRenewed(refusal(frame.code, 0));
      default:
        return;
    }
  }

  settled(): void {
    void this.#replica?.settle();
    if (this.isLive) this.#witness.moved();
    this.#changed();
  }

  room(): void {
    this.#outgoing?.pump();
  }

  #join(): void {
    this.#expiry.watch();
    if (this.#connectionState.kind !== 'open' || this.#refused || this.#forked || this.#isClosed) return;
    const { challenge } = this.#connectionState.welcome;
    const outbox = this.#outgoing?.outbox;
    const { by, privateKey } = this.#credentials();
    const proof = { challenge, audience: this.#connection.audience, channel: this.link.channel, by };
    this.#connection.join(this, {
      channelId: this.link.channel,
      by,
      history: false,
      signature: prove(privateKey, proof),
      descriptor: outbox && this.#replica ? encodeDescriptor(this.#replica.descriptor) : undefined,
      grant: outbox?.grant,
      cursor: {
        kind: 'seq',
        incarnation: this.#replica?.incarnation ?? INCARNATION_NONE,
        seq: this.#replica?.seq ?? 0,
      },
    });
  }

  /** What this device proves with that it may be here. */
  #credentials(): Credentials {
    const outbox = this.#outgoing?.outbox;
    if (outbox) return { by: 'author', privateKey: outbox.keyPair.privateKey, grant: outbox.identity.grant };
    return { by: 'read', privateKey: epochProofKey(this.link, this.#replica?.ring).privateKey };
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
    this.#handle = joined.handle;
    if (this.#role !== joined.role) {
      this.#role = joined.role;
      this.#emitter.emit('role', joined.role);
    }
    this.#outgoing?.joined(joined.handle, joined.lastCounter);
  }

  #take(seq: number, bytes: Uint8Array): void {
    const replica = this.#replica;
    if (!replica) return;
    // After LIVE nothing is left out: a gap is a fault of the server, and joining again mends it.
    if (replica.isLive && seq > replica.seq + 1) return this.#joinAgain();
    this.#tell(replica.take(seq, bytes));
    if (replica.broken) this.#fork(replica.broken);
    this.#outgoing?.resealIfRead();
  }

  #acknowledged(firstCounter: number, firstSeq: number, count: number): void {
    this.#outgoing?.acknowledged(firstCounter, count, (sent, at) => {
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
    if (this.#outgoing?.outbox.tail.counter === 0) void this.write(() => []);
    this.blobs.connected();
    this.#emitter.emit('live', undefined);
  }

  #heard(bytes: Uint8Array): void {
    const heard = this.#replica && this.#whispers.open(bytes, this.#replica);
    if (!heard) return;
    this.#witness.heardSomeone();
    if (heard.type === EphemeralType.view) {
      const sighting = decodeSighting(heard.payload);
      if (sighting) this.#witness.heard(sighting);
    } else {
      this.#emitter.emit('ephemeral', heard);
    }
  }

  #joinRefused(frame: Refused): void {
    const error = refusal(frame.code, frame.detail);
    if (error.code === 'cursor-invalid') {
      // Not by clock: a restored log may lack entries for good, and then who read it anew would see other heads.
      this.#replica?.restart();
      return this.#join();
    }
    if (error.code === 'rate-limited' || LATER.includes(error.code)) {
      const delayMs = error.code === 'rate-limited' ? frame.detail : AGAIN_MS;
      this.#cancelAgain?.();
      this.#cancelAgain = this.#settings.environment.clock.after(delayMs, () => this.#join());
      return;
    }
    const wrongSecret = error.code === 'proof-failed' || error.code === 'grant-invalid';
    // Nobody let this author in; left in the store, it would spoil the try with the right password too.
    const outbox = this.#outgoing?.outbox;
    if (wrongSecret && outbox && !this.#replica) void this.#work.do(() => outbox.discard());
    this.#refuseUnlessRenewed(wrongSecret && this.#settings.hadPassword ? new TacitError('password-wrong') : error);
  }

  /** This device's right has ended; if the link can give it another, it goes on as another author. */
  #refuseUnlessRenewed(error: TacitError): void {
    const grant = this.#outgoing?.outbox.grant;
    const epoch = this.#replica?.ring.epoch ?? 0;
    if (grant && !this.#refused && outlives(this.link, grant, epoch, error.code)) this.#renew();
    else this.#refuse(error);
  }

  /** The link's time is over: what is here stays readable, and nothing more is asked for or sent. */
  #expired(): void {
    this.#witness.stop();
    this.#leave();
    this.#refuse(new TacitError('link-expired', { detail: this.link.expiry! }));
  }

  /** The own author cannot go on: what was not sent goes on under another name. */
  #renew(): void {
    const [outbox, ring] = [this.#outgoing?.outbox, this.#replica?.ring];
    if (!outbox) return;
    this.#leave();
    void this.#work.do(async () => {
      const renewed = await newAuthor(this.#settings.store, this.link, this.#settings.label);
      this.#writeAs(renewed);
      this.#replica?.addRecipient(renewed.keyPair);
      const { hadSnapshot } = await moveUnsent(outbox, renewed, ring);
      if (hadSnapshot) this.#emitter.emit('dropped', undefined);
      this.#join();
    });
  }

  #writeAs(outbox: Outbox): void {
    this.#outgoing?.stop();
    this.#outgoing = new Outgoing(outbox, {
      connection: this.#connection,
      clock: this.#settings.environment.clock,
      work: this.#work,
      ring: () => this.#replica?.ring,
      outrun: () => this.#renew(),
      refused: (error) => this.#refuseUnlessRenewed(error),
      dropped: (kind) => {
        if (kind === 'snapshot') this.#emitter.emit('dropped', undefined);
      },
    });
  }

  #joinAgain(): void {
    this.#leave();
    this.#join();
  }

  #leave(): void {
    this.#connection.leave(this);
    this.#handle = undefined;
    this.#outgoing?.left();
    this.#replica?.fellBehind();
  }

  #newReplica(descriptor: Replica['descriptor']): Replica {
    const replica = new Replica(this.link.channel, descriptor, this.link, this.#settings.store);
    if (this.#outgoing) replica.addRecipient(this.#outgoing.outbox.keyPair);
    return replica;
  }

  #tellKept(): void {
    const [ring, outbox] = [this.#replica?.ring, this.#outgoing?.outbox];
    if (!ring || !outbox) return;
    const kept = { drafts: outbox.unsent(ring), document: outbox.unsentDocument(ring) };
    if (kept.drafts.length > 0 || kept.document) this.#emitter.emit('kept', kept);
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
    this.#witness.stop();
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
      unsentCount: this.#outgoing?.outbox.unsentCount ?? 0,
      isBusy: !this.#work.isIdle,
      delayed: this.#outgoing?.delayed,
    });
  }
}
