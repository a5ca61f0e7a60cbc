import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The files of tests/Vectors that every maker writes; docs and forms in tests/Vectors/SOURCES.md. */
export const NAMES = [
  'keys',
  'links',
  'grants',
  'proofs',
  'epochs',
  'entries',
  'padding',
  'snapshots',
  'ephemeral',
  'heads',
  'frames',
  'blobs',
  'requests',
] as const;

export type Name = (typeof NAMES)[number];

export const FOLDER = fileURLToPath(new URL('../../../../../tests/Vectors', import.meta.url));

/** One case of a file. Fields are read by the form's word, so that a missing one fails by its name. */
export class Case {
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(fields: unknown) {
    this.fields = fields as Record<string, unknown>;
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string') throw new TypeError(`no text ${name}`);
    return value;
  }

  number(name: string): number {
    const value = this.fields[name];
    if (typeof value !== 'number') throw new TypeError(`no number ${name}`);
    return value;
  }

  bytes(name: string): Uint8Array {
    return new Uint8Array(Buffer.from(this.text(name), 'hex'));
  }

  list<T = unknown>(name: string): T[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw new TypeError(`no list ${name}`);
    return value as T[];
  }

  /** The list's items, of which there is at least one: an empty list would prove nothing. */
  cases(name: string): Case[] {
    const list = this.list(name);
    if (list.length === 0) throw new TypeError(`${name} is empty`);
    return list.map((one) => new Case(one));
  }
}

/** `path` is relative to tests/Vectors; a file that is not there throws. */
export function readVectors(path: string): Case {
  return new Case(JSON.parse(readFileSync(`${FOLDER}/${path}.json`, 'utf8')));
}
