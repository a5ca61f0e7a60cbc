import * as Y from 'yjs';
import type { Clock } from '../../clock.ts';
import type { DeviceStorage } from '../../device-storage.ts';
import { cut, quoteCharactersMax, readThread, textCharactersMax, threadsMax, type Thread } from './thread.ts';

const ownKey = 'tacit.own-comments';
const ownMax = 1_000;

/** What a new thread is about. */
export interface Subject {
  readonly quote: string;
  /** Of code and plain text: relative positions. */
  readonly start?: unknown;
  readonly end?: unknown;
}

export interface CommentSurroundings {
  readonly doc: Y.Doc;
  readonly me: { readonly name: string; readonly color: string };
  readonly clock: Clock;
  readonly storage: DeviceStorage;
  readonly makeId: () => string;
  readonly isReadOnly: () => boolean;
}

/**
 * The threads of a pad, oldest first, until `stop`. What one wrote oneself is known by the device that it was written
 * on: a list of ids there, and nothing in the document by which a device could be recognised.
 */
export class Comments {
  readonly #around: CommentSurroundings;
  readonly #map: Y.Map<unknown>;
  #threads = $state.raw<readonly Thread[]>([]);
  #own = $state.raw<ReadonlySet<string>>(new Set());

  constructor(around: CommentSurroundings) {
    this.#around = around;
    this.#map = around.doc.getMap('comments');
    this.#own = new Set(readOwn(around.storage));
    this.#map.observeDeep(this.#read);
    this.#read();
  }

  get threads(): readonly Thread[] {
    return this.#threads;
  }

  get openCount(): number {
    return this.#threads.filter(({ isResolved }) => !isResolved).length;
  }

  isOwn(id: string): boolean {
    return this.#own.has(id);
  }

  /** The new thread's id; `undefined` if nothing was said. */
  begin(text: string, { quote, start, end }: Subject): string | undefined {
    const note = this.#note(text);
    if (note === undefined) return undefined;
    const { id, map } = note;
    map.set('quote', cut(quote, quoteCharactersMax));
    map.set('replies', new Y.Array());
    map.set('resolved', false);
    if (start !== undefined) map.set('start', start);
    if (end !== undefined) map.set('end', end);
    this.#map.set(id, map);
    return id;
  }

  reply(thread: string, text: string): void {
    const replies = this.#replies(thread);
    const note = replies && this.#note(text);
    if (!note) return;
    note.map.set('id', note.id);
    replies.push([note.map]);
  }

  edit(thread: string, note: string, text: string): void {
    if (this.#around.isReadOnly() || !this.isOwn(note) || text.trim() === '') return;
    this.#find(thread, note)?.set('text', cut(text.trim(), textCharactersMax));
  }

  /** Of a thread's beginning: the thread with all replies. Gives back whether the thread is gone. */
  remove(thread: string, note: string): boolean {
    if (this.#around.isReadOnly() || !this.isOwn(note)) return false;
    if (thread === note) {
      this.#map.delete(thread);
      return true;
    }
    const replies = this.#replies(thread);
    const at = replies?.toArray().findIndex((reply) => reply instanceof Y.Map && reply.get('id') === note) ?? -1;
    if (at >= 0) replies?.delete(at);
    return false;
  }

  resolve(thread: string, isResolved: boolean): void {
    if (this.#around.isReadOnly()) return;
    const map = this.#map.get(thread);
    if (map instanceof Y.Map) map.set('resolved', isResolved);
  }

  stop(): void {
    this.#map.unobserveDeep(this.#read);
  }

  readonly #read = (): void => {
    const threads = [...this.#map.entries()].flatMap(([id, value]) => readThread(id, value) ?? []);
    threads.sort((one, other) => one.first.atMs - other.first.atMs || (one.id < other.id ? -1 : 1));
    this.#threads = threads.slice(0, threadsMax);
  };

  #note(text: string): { id: string; map: Y.Map<unknown> } | undefined {
    const said = cut(text.trim(), textCharactersMax);
    if (this.#around.isReadOnly() || said === '') return undefined;
    const { me, clock, makeId, storage } = this.#around;
    const id = makeId();
    const map = new Y.Map<unknown>(
      Object.entries({ by: { name: me.name, color: me.color }, at: clock.now(), text: said }),
    );
    this.#own = new Set([...this.#own, id]);
    storage.write(ownKey, JSON.stringify([...this.#own].slice(-ownMax)));
    return { id, map };
  }

  #replies(thread: string): Y.Array<unknown> | undefined {
    if (this.#around.isReadOnly()) return undefined;
    const map = this.#map.get(thread);
    const replies: unknown = map instanceof Y.Map ? map.get('replies') : undefined;
    return replies instanceof Y.Array ? replies : undefined;
  }

  #find(thread: string, note: string): Y.Map<unknown> | undefined {
    const map = this.#map.get(thread);
    if (!(map instanceof Y.Map) || thread === note) return map instanceof Y.Map ? map : undefined;
    const found = this.#replies(thread)
      ?.toArray()
      .find((reply) => reply instanceof Y.Map && reply.get('id') === note);
    return found instanceof Y.Map ? found : undefined;
  }
}

function readOwn(storage: DeviceStorage): string[] {
  try {
    const kept: unknown = JSON.parse(storage.read(ownKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
