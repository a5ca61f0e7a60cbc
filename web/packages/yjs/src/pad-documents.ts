/**
 * All documents of a pad: its own, and the sub-documents in it (docs/protocol/pad.md §5.1).
 *
 * A sub-document has a state here whether or not the app has loaded it: what comes for one that is not loaded goes
 * into a shadow, and into the app's document when it is loaded. One that was deleted keeps its shadow, because an
 * undone deletion brings it back.
 */
import * as Y from 'yjs';
import { encodeAll, isGuid, readContent, type DocumentUpdate } from './pad-content.ts';

interface SubDocsEvent {
  readonly loaded: ReadonlySet<Y.Doc>;
  readonly removed: ReadonlySet<Y.Doc>;
}

/** How far a client of a document has written, at one moment. */
export interface WrittenTo {
  readonly guid: string;
  readonly client: number;
  readonly clock: number;
}

export class PadDocuments {
  readonly root: Y.Doc;
  readonly #origin: object;
  readonly #changed: (guid: string, update: Uint8Array) => void;
  readonly #loaded = new Map<string, Set<Y.Doc>>();
  readonly #shadows = new Map<string, Y.Doc>();
  readonly #unbinds = new Map<Y.Doc, () => void>();
  #isSynced = false;

  /** For a document that was not empty when it came here: that, and beside it what the channel has of it. */
  #brought: { readonly state: Uint8Array; readonly known: Y.Doc } | undefined;

  /**
   * `changed` is told what is changed here by others than `apply`, document by document, in encoding v1. Transactions
   * of `apply` have the origin `origin`.
   */
  constructor(root: Y.Doc, origin: object, changed: (guid: string, update: Uint8Array) => void) {
    this.root = root;
    this.#origin = origin;
    this.#changed = changed;
    if (root.store.clients.size > 0) this.#brought = { state: Y.encodeStateAsUpdate(root), known: new Y.Doc() };
    this.#bind('', root);
  }

  /** Everything that the server has was applied: told to those who wait for `whenSynced` of a document, also later. */
  synced(): void {
    this.#isSynced = true;
    this.#tellBrought();
    for (const docs of this.#loaded.values()) for (const doc of docs) doc.emit('sync', [true, doc]);
  }

  /** Whether everything that is known was applied: no update waits for one before it. */
  get isWhole(): boolean {
    return this.#states().every(([, doc]) => doc.store.pendingStructs === null && doc.store.pendingDs === null);
  }

  /** How far this device has written, in each document. */
  get written(): WrittenTo[] {
    return this.#states().map(([guid, doc]) => {
      const client = doc.clientID;
      return { guid, client, clock: Y.getState(doc.store, client) };
    });
  }

  clockOf({ guid, client }: Pick<WrittenTo, 'guid' | 'client'>): number {
    const doc = this.#stateOf(guid);
    return doc ? Y.getState(doc.store, client) : 0;
  }

  /**
   * Takes in an entry's content. `newer` is a form that this version does not know, `malformed` bytes that are no
   * update.
   */
  apply(content: Uint8Array): 'applied' | 'newer' | 'malformed' {
    const read = readContent(content);
    if (read.kind !== 'parsed') return read.kind;
    // Each by itself: what is wrong in one document takes nothing from the others.
    return read.value.documents.map((one) => this.#take(one)).every((taken) => taken) ? 'applied' : 'malformed';
  }

  /** The document of a snapshot. */
  encode(): Uint8Array {
    const [root, ...subDocuments] = this.#states();
    const updates = subDocuments
      .filter(([, doc]) => doc.store.clients.size > 0)
      .map(([guid, doc]) => [guid, Y.encodeStateAsUpdateV2(doc)] as const);
    return encodeAll(Y.encodeStateAsUpdateV2(root![1]), new Map(updates));
  }

  /** Lets go of all documents. The app's own are left as they are. */
  release(): void {
    for (const unbind of this.#unbinds.values()) unbind();
    this.#unbinds.clear();
    for (const shadow of this.#shadows.values()) shadow.destroy();
  }

  /** One document for each guid, the pad's own first. */
  #states(): [guid: string, doc: Y.Doc][] {
    const guids = new Set([...this.#loaded.keys(), ...this.#shadows.keys()]);
    return [...guids].map((guid) => [guid, this.#stateOf(guid)!]);
  }

  #stateOf(guid: string): Y.Doc | undefined {
    const [loaded] = this.#loaded.get(guid) ?? [];
    return loaded ?? this.#shadows.get(guid);
  }

  #take({ guid, encoding, update }: DocumentUpdate): boolean {
    const docs = this.#loaded.get(guid) ?? [this.#shadow(guid)];
    const apply = encoding === 'v1' ? Y.applyUpdate : Y.applyUpdateV2;
    try {
      if (guid === '' && this.#brought) apply(this.#brought.known, update);
      for (const doc of docs) apply(doc, update, this.#origin);
      return true;
    } catch {
      return false;
    }
  }

  /** What the document held before, another store's perhaps: of that, what the channel does not have is news to it. */
  #tellBrought(): void {
    if (!this.#brought) return;
    const { state, known } = this.#brought;
    this.#brought = undefined;
    known.on('update', (update: Uint8Array) => this.#changed('', update));
    Y.applyUpdate(known, state);
    known.destroy();
  }

  #shadow(guid: string): Y.Doc {
    const shadow = this.#shadows.get(guid) ?? new Y.Doc({ guid });
    this.#shadows.set(guid, shadow);
    return shadow;
  }

  #bind(guid: string, doc: Y.Doc): void {
    const updated = (update: Uint8Array, origin: unknown): void => {
      if (origin === this.#origin) return;
      this.#tell(guid, doc, update);
    };
    const moved = ({ loaded, removed }: SubDocsEvent): void => {
      for (const one of removed) this.#unload(one);
      for (const one of loaded) this.#load(one);
    };
    doc.on('update', updated);
    doc.on('subdocs', moved);
    this.#loaded.set(guid, (this.#loaded.get(guid) ?? new Set()).add(doc));
    this.#unbinds.set(doc, () => {
      doc.off('update', updated);
      doc.off('subdocs', moved);
    });
    for (const inner of doc.getSubdocs()) if (inner.shouldLoad) this.#load(inner);
  }

  #load(doc: Y.Doc): void {
    const { guid } = doc;
    if (this.#unbinds.has(doc)) return;
    if (!isGuid(guid)) throw new RangeError('the guid of a sub-document has from 1 to 256 bytes of UTF-8');
    const state = this.#stateOf(guid);
    const own = state ? Y.encodeStateAsUpdate(doc, Y.encodeStateVector(state)) : Y.encodeStateAsUpdate(doc);
    const news = doc.store.clients.size > 0;
    if (state) this.#share(doc, Y.encodeStateAsUpdate(state));
    this.#shadows.get(guid)?.destroy();
    this.#shadows.delete(guid);
    this.#bind(guid, doc);
    // What was written into it before it became a part of the pad belongs to it too.
    if (news) this.#tell(guid, doc, own);
    doc.emit('load', [doc]);
    if (this.#isSynced) doc.emit('sync', [true, doc]);
  }

  #tell(guid: string, doc: Y.Doc, update: Uint8Array): void {
    // The same sub-document can stand at two places of a pad: they are one.
    for (const twin of this.#loaded.get(guid) ?? []) if (twin !== doc) this.#share(twin, update);
    this.#changed(guid, update);
  }

  /** Brings what the same Yjs client wrote into another object of this document: Yjs would take it for a namesake's. */
  #share(doc: Y.Doc, update: Uint8Array): void {
    const own = doc.clientID;
    doc.clientID = -1;
    Y.applyUpdate(doc, update, this.#origin);
    doc.clientID = own;
  }

  #unload(doc: Y.Doc): void {
    const unbind = this.#unbinds.get(doc);
    if (!unbind) return;
    unbind();
    this.#unbinds.delete(doc);
    const docs = this.#loaded.get(doc.guid);
    docs?.delete(doc);
    if (docs?.size !== 0) return;
    this.#loaded.delete(doc.guid);
    Y.applyUpdateV2(this.#shadow(doc.guid), Y.encodeStateAsUpdateV2(doc), this.#origin);
    for (const inner of doc.getSubdocs()) this.#unload(inner);
  }
}
