/** A Yjs document over a sealed channel (docs/protocol/pad.md). */
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
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
  type Capability,
  type Draft,
  type Environment,
  type Link,
  type RejectedWhy,
  type Role,
  type Status,
  type Store,
  type ViewEvent,
} from '@tacit/client/layer';
import * as Y from 'yjs';
import { applyContent, encodeUpdate } from './pad-content.ts';
import { ProviderBlobs } from './provider-blobs.ts';
import { Snapshots } from './snapshots.ts';

/** Typing is gathered for so long into one entry. */
const GATHER_MS = 50;
const GATHER_BYTES_MAX = 512 * 1024;

export interface ProviderOptions extends Partial<Environment> {
  /** For a link that needs one. */
  readonly password?: string;

  /** Where this device keeps the pad; IndexedDB by default, and memory where that is missing. */
  readonly store?: Store;

  /** What others may read of this device in its grant: at most 64 bytes of UTF-8. */
  readonly label?: string;

  /** `false` to begin with `connect()` later. */
  readonly connect?: boolean;
}

export interface ProviderEvents {
  readonly status: Status;

  /** Everything that the server has is in the document. */
  readonly synced: boolean;
  readonly role: Role | undefined;
  readonly refused: TacitError;

  /** An entry that does not count: the others go on without it. */
  readonly rejected: { readonly author: AuthorId | undefined; readonly why: RejectedWhy | 'content' };
}

export class TacitProvider {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;

  /** Images and other files of the pad, sealed like its text. */
  readonly blobs = new ProviderBlobs();
  readonly #link: string;
  readonly #options: ProviderOptions;
  readonly #emitter = new Emitter<ProviderEvents>();
  #channel: Channel | undefined;
  #snapshots: Snapshots | undefined;
  #opened: Promise<void> | undefined;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #changedClients = new Set<number>();
  #cancelFlush: (() => void) | undefined;
  #writingCount = 0;
  #status: Status = { kind: 'connecting', unsentCount: 0 };
  #synced = false;
  #links: Partial<Record<Capability, string>> = {};
  #isDurable = true;
  #isDestroyed = false;

  /** Binds `doc` to the pad of a link. A link that cannot be opened shows as status `refused`. */
  constructor(link: string, doc: Y.Doc, options: ProviderOptions = {}) {
    this.doc = doc;
    this.#link = link;
    this.#options = options;
    this.awareness = new Awareness(doc);
    doc.on('update', this.#updated);
    doc.on('destroy', this.#docDestroyed);
    this.awareness.on('update', this.#awarenessUpdated);
    if (options.connect !== false) this.connect();
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

  /** Whether what is not sent yet outlives this process. */
  get isDurable(): boolean {
    return this.#isDurable;
  }

  /** Calls `heard` each time from now on. Gives back what ends that. */
  on<Name extends keyof ProviderEvents>(name: Name, heard: (value: ProviderEvents[Name]) => void): () => void {
    return this.#emitter.on(name, heard);
  }

  /** Opens the pad, if it is not open; while it waits for another try, tries at once. */
  connect(): void {
    if (this.#isDestroyed) return;
    if (this.#opened) return this.#channel?.retry();
    this.#opened = this.#open().catch((error: unknown) => {
      const refused = error instanceof TacitError ? error : new TacitError('internal', { particulars: String(error) });
      this.blobs.refuse(refused);
      this.#refuse(refused);
    });
  }

  /** Seals what is gathered and leaves. What was not sent stays on the device. */
  destroy(): Promise<void> {
    if (this.#isDestroyed) return this.#opened ?? Promise.resolve();
    removeAwarenessStates(this.awareness, [this.doc.clientID], 'local');
    this.#flush();
    this.#isDestroyed = true;
    this.#cancelFlush?.();
    this.#snapshots?.stop();
    this.doc.off('update', this.#updated);
    this.doc.off('destroy', this.#docDestroyed);
    this.awareness.off('update', this.#awarenessUpdated);
    this.awareness.destroy();
    this.#emitter.clear();
    this.blobs.refuse(new TacitError('offline', { particulars: 'the provider was destroyed' }));
    const closing = (this.#opened ?? Promise.resolve()).then(() => this.#channel?.close());
    this.#opened = closing;
    return closing;
  }

  async #open(): Promise<void> {
    const { password, label = '', store: givenStore } = this.#options;
    const around = environment(this.#options);
    const link = await openLink(this.#link, password);
    if (link.layer !== 'pad') throw new TacitError('link-damaged', { part: 'layer', particulars: 'layer: not a pad' });
    const { store, isDurable } = givenStore ? { store: givenStore, isDurable: true } : await defaultStore();
    if (this.#isDestroyed) return;
    this.#isDurable = isDurable;
    const channel = new Channel(link, {
      store,
      environment: around,
      ownConnections: this.#options.clock !== undefined || this.#options.random !== undefined,
      label,
      hadPassword: password !== undefined,
    });
    this.#channel = channel;
    this.#snapshots = new Snapshots(this.doc, channel, around);
    this.#offer(link);
    channel.on('events', (events) => this.#take(events));
    channel.on('kept', (drafts) => this.#restore(drafts));
    channel.on('status', () => this.#changed());
    channel.on('role', (role) => this.#emitter.emit('role', role));
    channel.on('live', () => this.#becameLive());
    channel.on('ephemeral', ({ type, payload }) => {
      if (type === EphemeralType.awareness) this.#hear(payload);
    });
    this.blobs.bind(channel.blobs);
    await channel.open();
    this.#changed();
  }

  #take(events: readonly ViewEvent[]): void {
    for (const event of events) {
      if (event.kind === 'rejected') {
        this.#emitter.emit('rejected', { author: event.author, why: event.why });
      } else if (event.kind === 'update' || event.kind === 'snapshot') {
        const content = event.kind === 'snapshot' ? event.document : event.content;
        if (!applyContent(this.doc, content, this)) {
          this.#emitter.emit('rejected', { author: event.author, why: 'content' });
        }
      } else if (event.kind === 'epoch' && this.#channel) {
        this.#offer(this.#channel.link);
      }
    }
    this.#snapshots?.saw(events);
  }

  /** What was written here in another life, and not sent: it belongs to the document all the same. */
  #restore(drafts: readonly Draft[]): void {
    for (const { fields, content } of drafts) if (fields.kind === 'update') applyContent(this.doc, content, this);
  }

  #becameLive(): void {
    if (!this.#synced) {
      this.#synced = true;
      this.#emitter.emit('synced', true);
    }
    this.#snapshots?.plan();
    this.#announce([this.doc.clientID]);
    if (this.#gathered.length > 0) this.#flush();
  }

  readonly #updated = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#gathered.push(update);
    this.#gatheredBytes += update.length;
    if (this.#gatheredBytes > GATHER_BYTES_MAX) this.#flush();
    else this.#flushSoon();
    this.#changed();
  };

  readonly #docDestroyed = (): void => {
    void this.destroy();
  };

  readonly #awarenessUpdated = (
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void => {
    if (origin === this) {
      // Somebody new is there and does not know us yet.
      if (added.length > 0) this.#announce([this.doc.clientID]);
      return;
    }
    const own = [...added, ...updated, ...removed].filter((client) => client === this.doc.clientID);
    if (own.length > 0) this.#announce(own);
  };

  #announce(clients: readonly number[]): void {
    for (const client of clients) this.#changedClients.add(client);
    this.#flushSoon();
  }

  #hear(payload: Uint8Array): void {
    try {
      applyAwarenessUpdate(this.awareness, payload, this);
    } catch {
      // Signed by a writer and yet no awareness update: it shows nothing, and there is nothing to mend.
    }
  }

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
    if (this.#changedClients.size > 0 && channel.isLive) {
      const known = [...this.#changedClients].filter((client) => this.awareness.meta.has(client));
      if (known.length > 0) {
        channel.sendEphemeral(EphemeralType.awareness, encodeAwarenessUpdate(this.awareness, known));
      }
      this.#changedClients.clear();
    }
    // Before the keys are known nothing can be sealed: it waits here, and `becameLive` comes back to it.
    if (this.#gathered.length === 0 || !channel.canSeal) return;
    const contents = gather(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    this.#writingCount++;
    const drafts = contents.map((content) => ({ fields: { kind: 'update' }, content }) as const);
    let counter = 0;
    const done = (): void => {
      this.#writingCount--;
      this.#snapshots?.wrote(counter);
      this.#changed();
    };
    void channel
      .write((tail) => {
        counter = tail.counter + drafts.length;
        return drafts;
      })
      .then(done, done);
  }

  #offer(link: Link): void {
    const { password } = this.#options;
    this.#links = handOut(link, this.#channel?.replica?.ring, password, () => randomBytes(16));
  }

  #refuse(error: TacitError): void {
    this.#move({ kind: 'refused', error });
  }

  #changed(): void {
    const status = this.#channel?.status;
    if (!status || this.#isDestroyed) return;
    const waiting = this.#gathered.length + this.#writingCount;
    this.#move(withUnsealed(status, waiting));
  }

  #move(status: Status): void {
    if (sameStatus(status, this.#status)) return;
    this.#status = status;
    this.#emitter.emit('status', status);
    if (status.kind === 'refused') this.#emitter.emit('refused', status.error);
  }
}

/** Changes that are not sealed yet are not sent either. */
function withUnsealed(status: Status, count: number): Status {
  if (count === 0 || status.kind === 'refused' || status.kind === 'forked') return status;
  if (status.kind === 'saved') return { kind: 'syncing', unsentCount: 1 };
  return { ...status, unsentCount: status.unsentCount + 1 };
}

/** Merges updates into as few contents as fit; one that is large alone stays alone. */
function gather(updates: readonly Uint8Array[]): Uint8Array[] {
  const groups: Uint8Array[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const update of updates) {
    if (bytes + update.length > GATHER_BYTES_MAX) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(update);
    bytes += update.length;
  }
  return groups.map((group) => encodeUpdate(group.length === 1 ? group[0]! : Y.mergeUpdates(group)));
}
