/**
 * One WebSocket to one server, for all channels there (docs/protocol/connection.md).
 *
 * It opens when the first session attaches and closes when the last one is gone. In between it keeps itself open:
 *
 *   idle ──attach──▶ connecting ──WELCOME──▶ open ──lost──▶ waiting ──▶ connecting …
 *                                    └──── refused for good (version, audience) ──▶ refused
 */
import { CODES, codeOf, type Code } from '../errors/codes.ts';
import { TacitError } from '../errors/tacit-error.ts';
import {
  decodeServerFrame,
  encodeClientFrame,
  MESSAGE_BYTES_MAX,
  PROTOCOL_VERSION,
  SUBPROTOCOL,
  SYNC_PATH,
  type ClientFrame,
  type Join,
  type ServerFrame,
  type Welcome,
} from '../wire/frames.ts';
import { packFrames, unpackFrames } from '../wire/messages.ts';
import type { Environment, Socket } from './environment.ts';

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 30_000;

/** Until WELCOME, from the first byte on: a server that says nothing is not waited for longer. */
const OPENING_MS = 15_000;

/** A connection that lasted this long shows that the server is well: the next wait starts small again. */
const STEADY_MS = 5_000;
const UNANSWERED_ENTRIES_MAX = 1_024;
const UNANSWERED_BYTES_MAX = 8 * 1_048_576;
const AGENT = 'tacit-ts/0.1.0';

/** Waiting does not mend these. */
const FINAL: readonly Code[] = ['version-unsupported', 'audience-mismatch', 'origin-refused'];

export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly welcome: Welcome }
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly error: TacitError | undefined }
  | { readonly kind: 'refused'; readonly error: TacitError };

/** One joined channel, as its connection sees it. */
export interface Session {
  /** The state changed. `open` means: join now. */
  moved(state: ConnectionState): void;

  /** A frame about this session's request or handle. */
  received(frame: ServerFrame): void;

  /** All frames of a message were handed on: what they changed can be written in one go. */
  settled(): void;

  /** An append that found no room can be tried again. */
  room(): void;
}

export class Connection {
  /** `host[:port]` as in the Host header; proofs are bound to it. */
  readonly audience: string;
  readonly #url: string;
  readonly #environment: Environment;
  readonly #sessions = new Set<Session>();
  readonly #requests = new Map<number, Session>();
  readonly #handles = new Map<number, Session>();
  #state: ConnectionState = { kind: 'idle' };
  #socket: Socket | undefined;
  #outgoing: Uint8Array[] = [];
  #cancelTimer: (() => void) | undefined;
  #cancelPing: (() => void) | undefined;
  #request = 0;
  #attempt = 0;
  #openedAt = 0;
  #sentAt = 0;
  #heardAt = 0;
  #unansweredCount = 0;
  #unansweredBytes = 0;

  /** `origin` is `https://host[:port]`, as links have it. */
  constructor(origin: string, environment: Environment) {
    const url = new URL(origin);
    this.audience = url.host;
    this.#url = `${url.protocol === 'http:' ? 'ws' : 'wss'}://${url.host}${SYNC_PATH}`;
    this.#environment = environment;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  attach(session: Session): void {
    this.#sessions.add(session);
    if (this.#state.kind === 'idle') this.#connect();
    else session.moved(this.#state);
  }

  /** Leaves the session's channel. The last one closes the socket. */
  detach(session: Session): void {
    this.leave(session);
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) {
      this.#flush();
      this.#drop();
      this.#state = { kind: 'idle' };
    }
  }

  /** Connects at once if it was waiting: the network came back, or someone asked. */
  retry(): void {
    if (this.#state.kind === 'waiting' || this.#state.kind === 'refused') this.#connect();
  }

  /** Sends a JOIN; its answer goes to `session`. Only while open. */
  join(session: Session, join: Omit<Join, 'kind' | 'request'>): void {
    this.#request++;
    this.#requests.set(this.#request, session);
    this.#send({ kind: 'join', request: this.#request, ...join });
  }

  leave(session: Session): void {
    for (const [request, owner] of this.#requests) if (owner === session) this.#requests.delete(request);
    for (const [handle, owner] of this.#handles) {
      if (owner !== session) continue;
      this.#handles.delete(handle);
      this.#send({ kind: 'leave', handle });
    }
  }

  /** Sends an entry, or says that too many are unanswered (connection.md §4.6); then `room` will be called. */
  append(handle: number, entry: Uint8Array): boolean {
    const full =
      this.#unansweredCount >= UNANSWERED_ENTRIES_MAX ||
      (this.#unansweredCount > 0 && this.#unansweredBytes + entry.length > UNANSWERED_BYTES_MAX);
    if (full || !this.#handles.has(handle)) return false;
    this.#unansweredCount++;
    this.#unansweredBytes += entry.length;
    this.#send({ kind: 'append', handle, entry });
    return true;
  }

  /** Entries that `append` sent were answered, or will not be. */
  answered(count: number, bytes: number): void {
    if (count === 0) return;
    this.#unansweredCount = Math.max(0, this.#unansweredCount - count);
    this.#unansweredBytes = Math.max(0, this.#unansweredBytes - bytes);
    for (const session of this.#sessions) session.room();
  }

  ephemeral(handle: number, message: Uint8Array): void {
    this.#send({ kind: 'ephemeral', handle, message });
  }

  #move(state: ConnectionState): void {
    this.#state = state;
    for (const session of [...this.#sessions]) session.moved(state);
  }

  #connect(): void {
    this.#drop();
    const { clock, WebSocket } = this.#environment;
    let socket: Socket;
    try {
      socket = new WebSocket(this.#url, SUBPROTOCOL);
    } catch {
      return this.#lost(undefined, 0); // An address the platform does not even try, such as a blocked port.
    }
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#send({ kind: 'hello', versionMin: PROTOCOL_VERSION, versionMax: PROTOCOL_VERSION, agent: AGENT });
      this.#flush();
    };
    socket.onmessage = (event: { data: unknown }) => this.#receive(event.data);
    socket.onclose = (event: { code: number }) => {
      const number = event.code - 4000;
      this.#lost(number > 0 && number < 100 ? new TacitError(codeOf(number)) : undefined, 0);
    };
    socket.onerror = () => undefined; // `close` follows and says as much.
    this.#cancelTimer = clock.after(OPENING_MS, () => this.#lost(undefined, 0));
    this.#move({ kind: 'connecting' });
  }

  #receive(data: unknown): void {
    this.#heardAt = this.#environment.clock.now();
    const message = data instanceof ArrayBuffer ? unpackFrames(new Uint8Array(data)) : undefined;
    if (message?.kind !== 'parsed') return this.#lost(new TacitError('malformed'), 0);
    const socket = this.#socket;
    for (const bytes of message.value) {
      const frame = decodeServerFrame(bytes);
      if (frame.kind === 'malformed') return this.#lost(new TacitError('malformed', { detail: frame.offset }), 0);
      this.#take(frame.value);
      if (this.#socket !== socket) return; // The frame ended the connection; what follows it is of no use.
    }
    for (const session of [...this.#sessions]) session.settled();
  }

  #take(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'welcome':
        return this.#welcomed(frame);
      case 'go-away':
        return this.#lost(new TacitError(codeOf(frame.code)), frame.retryAfterMs);
      case 'pong':
        return;
      case 'joined': {
        const session = this.#requests.get(frame.request);
        this.#requests.delete(frame.request);
        if (!session) return this.#send({ kind: 'leave', handle: frame.handle }); // It was left before it was joined.
        this.#handles.set(frame.handle, session);
        return session.received(frame);
      }
      case 'refused': {
        const { subject } = frame;
        const joining = subject.kind === 'join';
        const session = joining ? this.#requests.get(subject.request) : this.#handles.get(subject.handle);
        if (joining) this.#requests.delete(subject.request);
        return session?.received(frame);
      }
      case 'ended': {
        const session = this.#handles.get(frame.handle);
        this.#handles.delete(frame.handle);
        return session?.received(frame);
      }
      default:
        return this.#handles.get(frame.handle)?.received(frame);
    }
  }

  #welcomed(welcome: Welcome): void {
    if (this.#state.kind !== 'connecting') return this.#lost(new TacitError('out-of-order'), 0);
    if (welcome.version !== PROTOCOL_VERSION) return this.#lost(new TacitError('version-unsupported'), 0);
    if (welcome.audience !== this.audience) return this.#lost(new TacitError('audience-mismatch'), 0);
    this.#cancelTimer?.();
    this.#openedAt = this.#environment.clock.now();
    this.#keepAlive((welcome.idleSeconds * 1000) / 4);
    this.#move({ kind: 'open', welcome });
  }

  /** Twice as often as asked for, so that one late timer does no harm; a server silent for three rounds is gone. */
  #keepAlive(everyMs: number): void {
    const { clock } = this.#environment;
    this.#cancelPing = clock.after(everyMs, () => {
      if (clock.now() - this.#heardAt > 3 * everyMs) return this.#lost(new TacitError('idle-timeout'), 0);
      if (clock.now() - this.#sentAt >= everyMs / 2) this.#send({ kind: 'ping', token: new Uint8Array(8) });
      this.#keepAlive(everyMs);
    });
  }

  #lost(error: TacitError | undefined, retryAfterMs: number): void {
    const { clock, random } = this.#environment;
    const steady = this.#state.kind === 'open' && clock.now() - this.#openedAt >= STEADY_MS;
    if (steady) this.#attempt = 0;
    this.#drop();
    if (error && FINAL.includes(error.code)) return this.#move({ kind: 'refused', error });
    const jitterMs = random() * Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(this.#attempt, 16));
    this.#attempt++;
    const retryInMs = Math.max(jitterMs, retryAfterMs);
    this.#cancelTimer = clock.after(retryInMs, () => this.#connect());
    this.#move({ kind: 'waiting', retryInMs, error });
  }

  #drop(): void {
    this.#cancelTimer?.();
    this.#cancelPing?.();
    this.#requests.clear();
    this.#handles.clear();
    this.#outgoing = [];
    this.#unansweredCount = 0;
    this.#unansweredBytes = 0;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  /** Frames of one turn leave together, in one message where they fit. */
  #send(frame: ClientFrame): void {
    if (!this.#socket) return;
    if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush());
    this.#outgoing.push(encodeClientFrame(frame));
  }

  #flush(): void {
    const frames = this.#outgoing;
    this.#outgoing = [];
    if (frames.length === 0 || !this.#socket) return;
    this.#sentAt = this.#environment.clock.now();
    for (const message of packFrames(frames, MESSAGE_BYTES_MAX)) {
      try {
        this.#socket.send(message as Uint8Array<ArrayBuffer>);
      } catch {
        return; // The socket is closing; `close` is on its way.
      }
    }
  }
}

/** The sentence of a code that came as a number; unknown ones read as `internal`. */
export function refusal(number: number, detail: number): TacitError {
  const code = codeOf(number);
  return new TacitError(code, CODES[code].number === number && detail !== 0 ? { detail } : {});
}
