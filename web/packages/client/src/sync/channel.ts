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
import { randomBytes } from '../crypto/sodium.ts';
import { CODES, type Code } from '../errors/codes.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { channelIdOf, decodeDescriptor, encodeDescriptor } from '../keys/descriptor.ts';
import type { Role } from '../keys/grant.ts';
import type { Link } from '../keys/link.ts';
import { prove } from '../keys/proof.ts';
import { secretKeyPair } from '../keys/secrets.ts';
import { epochProofKey } from '../keys/epoch-proof.ts';
import type { ViewEvent } from '../seal/channel-view.ts';
import { EphemeralType, openEphemeral, readEphemeral, ReplayWindow, sealEphemeral } from '../seal/ephemeral.ts';
import type { Head } from '../seal/snapshot.ts';
import type { Store } from '../store/store.ts';
import { equal, toHex } from '../wire/bytes.ts';
import type { Joined, Refused, ServerFrame } from '../wire/frames.ts';
import { INCARNATION_NONE, type AuthorId } from '../wire/ids.ts';
import { refusal, type Connection, type ConnectionState, type Session } from './connection.ts';
import { connectionsOf } from './connections.ts';
import { Emitter } from './emitter.ts';
import type { Environment } from './environment.ts';
import { knownDescriptor, leaseAuthor, newAuthor } from './opening.ts';
import type { Draft, Outbox } from './outbox.ts';
import { Replica } from './replica.ts';
import { sameStatus, type Status } from './status.ts';
import { decodeSighting, Witness } from './witness.ts';

/** What the server cannot take now and will take later. */
const LATER: readonly Code[] = ['channel-full', 'instance-full', 'store-full', 'store-unavailable', 'internal'];
const AGAIN_MS = 3_000;

/** An entry that the log does not take in this form, and that holds nothing anybody wrote. */
const DROPPED: readonly Code[] = ['covers-ahead', 'snapshot-unknown'];

export interface ChannelEvents {
  /** What entries brought about, in order; also what the store held when the channel was opened. */
  readonly events: readonly ViewEvent[];

  /** What this device wrote and the server does not have yet, found in the store when the channel was opened. */
  readonly kept: readonly Draft[];
  readonly status: Status;
  readonly role: Role | undefined;

  /** Everything that the server has was taken in. */
  readonly live: void;
  readonly ephemeral: { readonly author: AuthorId; readonly type: number; readonly payload: Uint8Array };
}

export interface ChannelSettings {
  readonly store: Store;
  readonly environment: Environment;

  /** Whether clock or random are not the platform's: then connections are not shared. */
  readonly ownConnections: boolean;
  readonly label: string;
  readonly hadPassword: boolean;
}

export class Channel implements Session {
  readonly link: Link;
  readonly #settings: ChannelSettings;
  readonly #emitter = new Emitter<ChannelEvents>();
  readonly #connection: Connection;
  readonly #releaseConnection: () => void;
  readonly #session = toHex(randomBytes(8));
  readonly #replays = new ReplayWindow();
  readonly #witness: Witness;
  readonly #inFlight = new Map<number, number>();
  #connectionState: ConnectionState = { kind: 'idle' };
  #replica: Replica | undefined;
  #outbox: Outbox | undefined;
  #role: Role | undefined;
  #handle: number | undefined;
  #next = 1;
  #rewindTo: number | undefined;
  #resealFrom: { counter: number; epoch: number; dropped: boolean } | undefined;
  #delayed: TacitError | undefined;
  #refused: TacitError | undefined;
  #forked: TacitError | undefined;
  #status: Status = { kind: 'connecting', unsentCount: 0 };
  #work: Promise<void> = Promise.resolve();
  #workCount = 0;
  #ephemeralCounter = 0;
  #cancelAgain: (() => void) | undefined;
  #isClosed = false;

  /** `link` is unlocked. Listen first, then call `open`. */
  constructor(link: Link, settings: ChannelSettings) {
    this.link = link;
    this.#settings = settings;
    const connections = connectionsOf(settings.environment, settings.ownConnections);
    const { connection, release } = connections.acquire(link.origin, link.channel);
    this.#connection = connection;
    this.#releaseConnection = release;
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
    return this.#outbox?.identity.author;
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
    if (this.link.capability !== 'view') this.#outbox = await leaseAuthor(store, this.link, label);
    if (this.#isClosed) return this.#outbox?.release();
    if (descriptor) {
      this.#replica = this.#newReplica(descriptor);
      if (mirror) this.#tell(this.#replica.open(mirror));
      this.#tellKept();
    }
    this.#connection.attach(this);
    this.#changed();
  }

  /** Seals and sends, as soon as it can be sealed. `compose` is told the own entry that these will follow. */
  write(compose: (tail: Head) => readonly Draft[]): Promise<void> {
    return this.#do(async () => {
      if (!this.#outbox || !this.#replica || this.#refused || this.#forked) return;
      await this.#outbox.write(this.#replica.ring, compose);
    });
  }

  /** Whether `write` can seal now: the channel's keys are known here. */
  get canSeal(): boolean {
    const ring = this.#replica?.ring;
    return this.#outbox !== undefined && ring?.keysOf(ring.epoch) !== undefined;
  }

  /** Sends to those present, if this device may and is joined. What is not sent now is not sent. */
  sendEphemeral(type: number, payload: Uint8Array): void {
    const ring = this.#replica?.ring;
    const keys = ring?.keysOf(ring.epoch);
    if (!keys || !this.#outbox || this.#handle === undefined || !this.isLive) return;
    const { channel } = this.#replica!;
    this.#ephemeralCounter++;
    const message = sealEphemeral({
      channel,
      keys,
      author: this.#outbox.keyPair,
      header: {
        epoch: ring!.epoch,
        author: this.#outbox.identity.author,
        session: this.#session,
        counter: this.#ephemeralCounter,
      },
      content: { type, payload },
      nonce: randomBytes(16),
    });
    this.#connection.ephemeral(this.#handle, message);
  }

  /** Tries at once what waits for another try. */
  retry(): void {
    this.#connection.retry();
  }

  /** Leaves. What was written and not sent stays in the store. Resolves when everything is there. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#witness.stop();
    this.#cancelAgain?.();
    this.#connection.detach(this);
    this.#releaseConnection();
    await this.#work;
    await this.#replica?.settle();
    this.#outbox?.release();
    this.#emitter.clear();
  }

  moved(state: ConnectionState): void {
    this.#connectionState = state;
    this.#handle = undefined;
    this.#inFlight.clear();
    this.#rewindTo = undefined;
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
        return frame.subject.kind === 'join' ? this.#joinRefused(frame) : this.#appendRefused(frame);
      case 'ended':
        this.#handle = undefined;
        return this.#refuse(refusal(frame.code, 0));
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
    this.#pump();
  }

  #join(): void {
    if (this.#connectionState.kind !== 'open' || this.#refused || this.#forked || this.#isClosed) return;
    const { challenge } = this.#connectionState.welcome;
    const by = this.#outbox ? ('author' as const) : ('read' as const);
    const key = this.#outbox?.keyPair ?? epochProofKey(this.link, this.#replica?.ring);
    const proof = { challenge, audience: this.#connection.audience, channel: this.link.channel, by };
    this.#connection.join(this, {
      channelId: this.link.channel,
      by,
      history: false,
      signature: prove(key.privateKey, proof),
      descriptor: this.#outbox && this.#replica ? encodeDescriptor(this.#replica.descriptor) : undefined,
      grant: this.#outbox?.grant,
      cursor: {
        kind: 'seq',
        incarnation: this.#replica?.incarnation ?? INCARNATION_NONE,
        seq: this.#replica?.seq ?? 0,
      },
    });
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
    this.#delayed = undefined;
    if (this.#role !== joined.role) {
      this.#role = joined.role;
      this.#emitter.emit('role', joined.role);
    }
    const { lastCounter } = joined;
    const outbox = this.#outbox;
    if (!outbox) return;
    const tail = outbox.tail.counter;
    const lacks = lastCounter < tail && outbox.entryAt(lastCounter + 1) === undefined;
    if (lastCounter > tail || lacks) return this.#renew();
    this.#next = lastCounter + 1;
    void this.#do(() => outbox.acknowledge(1, lastCounter));
    this.#pump();
  }

  #take(seq: number, bytes: Uint8Array): void {
    const replica = this.#replica;
    if (!replica) return;
    // After LIVE nothing is left out: a gap is a fault of the server, and joining again mends it.
    if (replica.isLive && seq > replica.seq + 1) return this.#joinAgain();
    this.#tell(replica.take(seq, bytes));
    if (replica.broken) this.#fork(replica.broken);
    this.#resealIfRead();
  }

  #acknowledged(firstCounter: number, firstSeq: number, count: number): void {
    const outbox = this.#outbox;
    let bytes = 0;
    for (let at = 0; at < count; at++) {
      const sent = outbox?.entryAt(firstCounter + at);
      bytes += this.#inFlight.get(firstCounter + at) ?? 0;
      this.#inFlight.delete(firstCounter + at);
      // Before LIVE the own entry comes again in its place; after, ACK stands for it.
      if (sent && this.#replica?.isLive) this.#take(firstSeq + at, sent.bytes);
    }
    if (outbox) void this.#do(() => outbox.acknowledge(firstCounter, count));
    this.#delayed = undefined;
    this.#connection.answered(count, bytes);
    this.#rewindIfIdle();
  }

  #becameLive(seq: number): void {
    const replica = this.#replica;
    if (!replica) return;
    this.#tell(replica.caughtUp(seq));
    if (replica.broken) return this.#fork(replica.broken);
    // Others hear only authors whom they know: who is here introduces itself, also before it writes.
    if (this.#outbox?.tail.counter === 0) void this.write(() => []);
    this.#emitter.emit('live', undefined);
  }

  #heard(bytes: Uint8Array): void {
    const replica = this.#replica;
    const parsed = readEphemeral(bytes);
    if (!replica || parsed.kind !== 'parsed') return;
    const message = parsed.value;
    const keys = replica.ring.keysOf(message.epoch);
    const sender = replica.view.authors.get(message.author);
    const content = keys && sender && openEphemeral(message, replica.channel, sender.key, keys);
    if (!content || !this.#replays.admits(message)) return;
    this.#witness.heardSomeone();
    if (content.type === EphemeralType.view) {
      const sighting = decodeSighting(content.payload);
      if (sighting) this.#witness.heard(sighting);
    } else {
      this.#emitter.emit('ephemeral', { author: message.author, type: content.type, payload: content.payload });
    }
  }

  #joinRefused(frame: Refused): void {
    const error = refusal(frame.code, frame.detail);
    if (error.code === 'cursor-invalid') {
      this.#replica?.restart();
      return this.#join();
    }
    if (error.code === 'rate-limited' || LATER.includes(error.code)) {
      this.#delayed = error;
      return this.#again(error.code === 'rate-limited' ? frame.detail : AGAIN_MS, () => this.#join());
    }
    const wrongSecret = error.code === 'proof-failed' || error.code === 'grant-invalid';
    this.#refuse(wrongSecret && this.#settings.hadPassword ? new TacitError('password-wrong') : error);
  }

  #appendRefused(frame: Refused): void {
    if (frame.subject.kind !== 'append') return; // An ephemeral message: what was not passed on is gone.
    const { counter } = frame.subject;
    const error = refusal(frame.code, frame.detail);
    const bytes = this.#inFlight.get(counter) ?? 0;
    this.#inFlight.delete(counter);
    if (error.code === 'counter-taken') return this.#renew();
    if (error.code === 'counter-unexpected') {
      this.#rewindTo ??= frame.detail;
    } else if (error.code === 'epoch-wrong' || DROPPED.includes(error.code)) {
      this.#resealFrom ??= { counter, epoch: frame.detail, dropped: error.code !== 'epoch-wrong' };
    } else if (LATER.includes(error.code)) {
      this.#delayed = error;
      this.#rewindTo = Math.min(counter, this.#rewindTo ?? counter);
    } else {
      this.#refuse(error);
    }
    this.#connection.answered(1, bytes);
    this.#rewindIfIdle();
    this.#resealIfRead();
  }

  /** Entries behind a refused one are refused too; when all were answered, the first is sent again. */
  #rewindIfIdle(): void {
    if (this.#rewindTo === undefined || this.#inFlight.size > 0 || this.#resealFrom) return;
    this.#next = this.#rewindTo;
    this.#rewindTo = undefined;
    if (this.#delayed) this.#again(AGAIN_MS, () => this.#pump());
    else this.#pump();
  }

  /** Seals again what the log did not take: in the new epoch, once its entry was read, or without what was refused. */
  #resealIfRead(): void {
    const reseal = this.#resealFrom;
    const [outbox, ring] = [this.#outbox, this.#replica?.ring];
    if (!reseal || !outbox || !ring || this.#inFlight.size > 0) return;
    if (!reseal.dropped && ring.epoch < reseal.epoch) return;
    this.#resealFrom = undefined;
    this.#rewindTo = undefined;
    void this.#do(async () => {
      await outbox.reseal(ring, reseal.counter, (counter) => reseal.dropped && counter === reseal.counter);
      this.#next = reseal.counter;
    });
  }

  /** The own state was copied or set back: what was not sent goes on under another name. */
  #renew(): void {
    const [outbox, ring] = [this.#outbox, this.#replica?.ring];
    if (!outbox || !ring) return;
    this.#leave();
    void this.#do(async () => {
      const unsent = outbox.unsent(ring);
      this.#outbox = await newAuthor(this.#settings.store, this.link, this.#settings.label);
      this.#replica?.addRecipient(this.#outbox.keyPair);
      if (unsent.length > 0) await this.#outbox.write(ring, () => unsent);
      await outbox.discard();
      this.#join();
    });
  }

  #joinAgain(): void {
    this.#leave();
    this.#join();
  }

  #leave(): void {
    this.#connection.leave(this);
    this.#handle = undefined;
    this.#inFlight.clear();
    this.#replica?.fellBehind();
  }

  #pump(): void {
    if (this.#handle === undefined || !this.#outbox || this.#rewindTo !== undefined || this.#resealFrom) return;
    for (;;) {
      const entry = this.#outbox.entryAt(this.#next);
      if (!entry || !this.#connection.append(this.#handle, entry.bytes)) break;
      this.#inFlight.set(this.#next, entry.bytes.length);
      this.#next++;
    }
  }

  #again(delayMs: number, run: () => void): void {
    this.#cancelAgain?.();
    this.#cancelAgain = this.#settings.environment.clock.after(delayMs, run);
  }

  /** One thing after the other, so that counters follow each other; failures of the device end writing, and are told. */
  #do(work: () => Promise<void>): Promise<void> {
    this.#workCount++;
    this.#work = this.#work.then(work).then(
      () => this.#done(),
      (error: unknown) => {
        this.#done();
        this.#refuse(error instanceof TacitError ? error : new TacitError('internal', { particulars: String(error) }));
      },
    );
    return this.#work;
  }

  #done(): void {
    this.#workCount--;
    this.#pump();
    this.#changed();
  }

  #newReplica(descriptor: Replica['descriptor']): Replica {
    const replica = new Replica(this.link.channel, descriptor, this.link, this.#settings.store);
    if (this.#outbox) replica.addRecipient(this.#outbox.keyPair);
    return replica;
  }

  #tellKept(): void {
    const kept = this.#replica && this.#outbox ? this.#outbox.unsent(this.#replica.ring) : [];
    if (kept.length > 0) this.#emitter.emit('kept', kept);
  }

  #tell(events: ViewEvent[]): void {
    if (events.length > 0) this.#emitter.emit('events', events);
  }

  #refuse(error: TacitError): void {
    this.#refused = error;
    this.#changed();
  }

  #fork(error: TacitError): void {
    if (error.code === 'epoch-stale') return this.#refuse(error);
    this.#forked ??= error;
    this.#witness.stop();
    this.#leave();
    this.#changed();
  }

  #changed(): void {
    const status = this.#describe();
    if (sameStatus(status, this.#status)) return;
    this.#status = status;
    this.#emitter.emit('status', status);
  }

  #describe(): Status {
    if (this.#forked) return { kind: 'forked', error: this.#forked };
    if (this.#refused) return { kind: 'refused', error: this.#refused };
    const state = this.#connectionState;
    const unsentCount = this.#outbox?.unsentCount ?? 0;
    if (state.kind === 'refused') return { kind: 'refused', error: state.error };
    if (state.kind === 'waiting') return { kind: 'offline', unsentCount, retryInMs: state.retryInMs };
    if (!this.isLive) return { kind: 'connecting', unsentCount };
    if (unsentCount === 0 && this.#workCount === 0) return { kind: 'saved' };
    return this.#delayed ? { kind: 'syncing', unsentCount, error: this.#delayed } : { kind: 'syncing', unsentCount };
  }
}
