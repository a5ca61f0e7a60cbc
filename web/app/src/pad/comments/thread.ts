/**
 * Comments as they stand in a pad's document (docs/protocol/pad.md §5.4). Others write them too, so nothing is
 * trusted.
 */
import * as Y from 'yjs';
import { safeColor } from '../colors.ts';
import { safeName } from '../presence.svelte.ts';

export const textCharactersMax = 4_000;
export const quoteCharactersMax = 200;

/** Threads beyond these are counted and not shown. */
export const threadsMax = 500;
const repliesMax = 200;

/** Something that somebody said: a thread's beginning, or a reply. */
export interface Note {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** Unix milliseconds by the clock of who wrote it; 0 if it says none. */
  readonly atMs: number;
  readonly text: string;
}

export interface Thread {
  readonly id: string;
  readonly first: Note;
  readonly replies: readonly Note[];
  /** The text that it was about, as it was. */
  readonly quote: string;
  readonly isResolved: boolean;
  /** Of code and plain text: relative positions, as they were written. Rich text has a mark instead. */
  readonly start: unknown;
  readonly end: unknown;
}

/** `undefined` for what is no thread. */
export function readThread(id: string, value: unknown): Thread | undefined {
  if (!(value instanceof Y.Map)) return undefined;
  const first = readNote(id, value);
  if (first === undefined) return undefined;
  const replies: unknown = value.get('replies');
  const read = replies instanceof Y.Array ? replies.toArray().slice(0, repliesMax) : [];
  return {
    id,
    first,
    replies: read.flatMap((reply: unknown) => {
      const own = reply instanceof Y.Map ? (reply.get('id') as unknown) : undefined;
      const note = typeof own === 'string' ? readNote(own, reply as Y.Map<unknown>) : undefined;
      return note === undefined ? [] : [note];
    }),
    quote: cut(value.get('quote'), quoteCharactersMax),
    isResolved: value.get('resolved') === true,
    start: value.get('start'),
    end: value.get('end'),
  };
}

function readNote(id: string, map: Y.Map<unknown>): Note | undefined {
  const text = map.get('text');
  if (typeof text !== 'string') return undefined;
  const by = map.get('by');
  const { name, color } = (typeof by === 'object' && by !== null ? by : {}) as { name?: unknown; color?: unknown };
  const at = map.get('at');
  return {
    id,
    name: safeName(name),
    color: safeColor(color),
    atMs: typeof at === 'number' && Number.isFinite(at) ? at : 0,
    text: cut(text, textCharactersMax),
  };
}

export function cut(text: unknown, charactersMax: number): string {
  return typeof text === 'string' ? [...text.slice(0, 2 * charactersMax)].slice(0, charactersMax).join('') : '';
}
