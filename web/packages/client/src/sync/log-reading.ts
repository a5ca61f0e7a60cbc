/**
 * Reads all that a log keeps, superseded entries too (docs/protocol/log.md §3.4), over a connection of its own: what is
 * live on the channel is not disturbed. Entries are verified as everywhere; reading ends with the log's head of that
 * moment.
 */
import { TacitError } from '../errors/tacit-error.ts';
import { channelIdOf, decodeDescriptor, type Descriptor } from '../keys/descriptor.ts';
import { epochProofKey } from '../keys/epoch-proof.ts';
import type { Link } from '../keys/link.ts';
import { prove } from '../keys/proof.ts';
import { ChannelView, type ViewEvent } from '../seal/channel-view.ts';
import { readEntry } from '../seal/entry.ts';
import { KeyRing } from '../seal/key-ring.ts';
import type { Store, StoredEntry } from '../store/store.ts';
import type { ServerFrame } from '../wire/frames.ts';
import { INCARNATION_NONE, type AuthorId } from '../wire/ids.ts';
import { refusal, type Connection, type ConnectionState, type Session } from './connection.ts';
import type { Clock } from './environment.ts';
import type { Draft, Outbox } from './outbox.ts';
import type { Replica } from './replica.ts';

/** Verifying is work: so long it goes on before others have their turn. */
const SLICE_MS = 12;

export interface LogProgress {
  /** Entries that were verified. */
  readonly count: number;

  /** Of fetching and verifying together, from 0 to 1. */
  readonly fraction: number;
}

export interface LogReading {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LogProgress) => void;
}

/** What a log keeps, verified. */
export interface LogRead {
  readonly events: readonly ViewEvent[];

  /** Whether nothing was trimmed: it begins with the first entry of each author. */
  readonly isWhole: boolean;

  /** `device` where the server could not be reached: then it is what this device has. */
  readonly source: 'server' | 'device';

  /** For `device`: what was written here and is not in the log yet. */
  readonly unsent: readonly Draft[];
}

/** The channel whose log is read. */
export interface LogSource {
  readonly link: Link;

  /** `undefined` where the server is not to be asked. */
  readonly connection: Connection | undefined;
  readonly clock: Clock;
  readonly store: Store;
  readonly replica: Replica | undefined;
  readonly outbox: Outbox | undefined;
}

interface Fetched {
  readonly descriptor: Descriptor;
  readonly entries: readonly StoredEntry[];
}

/**
 * Throws a TacitError for a refusal or a history that cannot be trusted, and the signal's reason when it was aborted.
 */
export async function readLog(from: LogSource, reading: LogReading): Promise<LogRead> {
  const { link, replica, outbox } = from;
  const fetched = await fetchLog(from, reading);
  const mirror = fetched ? undefined : await from.store.mirror(link.channel);
  const found = fetched ?? (replica && { descriptor: replica.descriptor, entries: mirror?.entries ?? [] });
  const { events, isWhole } = found ? await verifyLog(from, found, reading) : { events: [], isWhole: true };
  const unsent = !fetched && outbox && replica ? outbox.unsent(replica.ring) : [];
  return { events, isWhole, source: fetched ? 'server' : 'device', unsent };
}

/** `undefined` when the server cannot be reached now. */
async function fetchLog({ connection, link, replica }: LogSource, reading: LogReading): Promise<Fetched | undefined> {
  reading.signal?.throwIfAborted();
  if (!connection) return undefined;
  const progress = (fraction: number): void => reading.onProgress?.({ count: 0, fraction });
  const fetching = new Fetching(connection, link, replica?.ring, progress);
  const abort = (): void => fetching.fail(reading.signal?.reason);
  reading.signal?.addEventListener('abort', abort);
  connection.attach(fetching);
  try {
    return await fetching.fetched;
  } finally {
    reading.signal?.removeEventListener('abort', abort);
    connection.detach(fetching);
  }
}

/** Verifies entries by ascending seq, a slice at a time. */
async function verifyLog(
  { link, clock, outbox }: LogSource,
  { descriptor, entries }: Fetched,
  reading: LogReading,
): Promise<Pick<LogRead, 'events' | 'isWhole'>> {
  const ring = new KeyRing(link.channel, descriptor, link);
  if (outbox) ring.addRecipient(outbox.keyPair);
  const view = new ChannelView(ring);
  const last = new Map<AuthorId, number>();
  const events: ViewEvent[] = [];
  let isWhole = true;
  let sliceStart = clock.now();
  for (const [at, { seq, bytes }] of entries.entries()) {
    const parsed = readEntry(bytes);
    events.push(...view.accept(seq, bytes, parsed));
    if (parsed.kind === 'parsed') {
      const { author, counter } = parsed.value;
      isWhole &&= counter <= (last.get(author) ?? 0) + 1;
      last.set(author, counter);
    }
    if (clock.now() - sliceStart < SLICE_MS) continue;
    reading.onProgress?.({ count: at + 1, fraction: 0.5 + (at + 1) / entries.length / 2 });
    await new Promise<void>((resolve) => clock.after(0, resolve));
    reading.signal?.throwIfAborted();
    sliceStart = clock.now();
  }
  events.push(...view.caughtUp());
  // Without the newest keys it ends early, and what was read holds.
  if (view.broken && view.broken.code !== 'epoch-stale') throw view.broken;
  reading.onProgress?.({ count: entries.length, fraction: 1 });
  return { events, isWhole };
}

class Fetching implements Session {
  readonly fetched: Promise<Fetched | undefined>;
  readonly #connection: Connection;
  readonly #link: Link;
  readonly #ring: KeyRing | undefined;
  readonly #progress: (fraction: number) => void;
  readonly #entries: StoredEntry[] = [];
  #resolve!: (fetched: Fetched | undefined) => void;
  #reject!: (reason: unknown) => void;
  #descriptor: Descriptor | undefined;
  #head = 0;

  constructor(connection: Connection, link: Link, ring: KeyRing | undefined, progress: (fraction: number) => void) {
    this.#connection = connection;
    this.#link = link;
    this.#ring = ring;
    this.#progress = progress;
    this.fetched = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  fail(reason: unknown): void {
    this.#reject(reason);
  }

  moved(state: ConnectionState): void {
    if (state.kind === 'open') this.#join(state.welcome.challenge);
    else if (state.kind === 'waiting') this.#resolve(undefined);
    else if (state.kind === 'refused') this.#reject(state.error);
  }

  received(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'joined': {
        const descriptor = decodeDescriptor(frame.descriptor);
        if (!descriptor || channelIdOf(frame.descriptor) !== this.#link.channel) {
          return this.#reject(new TacitError('descriptor-invalid'));
        }
        this.#descriptor = descriptor;
        this.#head = frame.head;
        return;
      }
      case 'entry':
        this.#entries.push({ seq: frame.seq, bytes: frame.entry });
        return;
      case 'live':
        return this.#resolve(this.#descriptor && { descriptor: this.#descriptor, entries: this.#entries });
      case 'refused':
      case 'ended':
        return this.#reject(refusal(frame.code, frame.kind === 'refused' ? frame.detail : 0));
      default:
        return;
    }
  }

  settled(): void {
    // The other half of the way is verifying.
    const seq = this.#entries.at(-1)?.seq ?? 0;
    if (this.#head > 0) this.#progress(Math.min(1, seq / this.#head) / 2);
  }

  room(): void {
    // Nothing is written here.
  }

  #join(challenge: Uint8Array): void {
    const proof = { challenge, audience: this.#connection.audience, channel: this.#link.channel, by: 'read' } as const;
    this.#connection.join(this, {
      channelId: this.#link.channel,
      by: 'read',
      history: true,
      signature: prove(epochProofKey(this.#link, this.#ring).privateKey, proof),
      descriptor: undefined,
      grant: undefined,
      cursor: { kind: 'seq', incarnation: INCARNATION_NONE, seq: 0 },
    });
  }
}
