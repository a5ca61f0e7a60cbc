import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeAll, encodeUpdate, readContent } from '../src/pad-content.ts';

interface Good {
  readonly form: number;
  readonly time?: number;
  readonly guid?: string;
  readonly update: string;
  readonly documents?: { guid: string; update: string }[];
  readonly content: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../../tests/Vectors/pad-content.json', import.meta.url), 'utf8'),
) as { cases: Good[]; malformed: { content: string; offset: number; why: string }[]; newer: string[] };

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (read: Uint8Array): string => Buffer.from(read).toString('hex');

test.each(vectors.cases)('a content of form $form reads as it was made', (one) => {
  const read = readContent(bytes(one.content));
  if (read.kind !== 'parsed') throw new Error(read.kind);
  expect(read.value.unixMs).toBe(one.form === 3 ? one.time : undefined);
  const documents = one.form === 4 ? one.documents! : [{ guid: one.guid ?? '', update: one.update }];
  const encoding = one.form === 1 || one.form === 3 ? 'v1' : 'v2';
  expect(read.value.documents.map((each) => ({ ...each, update: hex(each.update) }))).toEqual(
    documents.map((each) => ({ ...each, encoding })),
  );
});

test.each(vectors.cases.filter(({ form }) => form === 3))('a dated update is made again: $time $guid', (one) => {
  expect(hex(encodeUpdate(one.time!, one.guid!, bytes(one.update)))).toBe(one.content);
});

test.each(vectors.cases.filter(({ form }) => form === 4))('all documents are made again, in whatever order', (one) => {
  const [root, ...others] = one.documents!;
  const subDocuments = new Map(others.reverse().map(({ guid, update }) => [guid, bytes(update)]));
  expect(hex(encodeAll(bytes(root!.update), subDocuments))).toBe(one.content);
});

test.each(vectors.malformed)('what does not follow its form is refused where it goes wrong: $why', (one) => {
  expect(readContent(bytes(one.content))).toEqual({ kind: 'malformed', offset: one.offset });
});

test.each(vectors.newer)('%s is of a newer form', (one) => {
  expect(readContent(bytes(one))).toEqual({ kind: 'newer' });
});

test('a guid that is too long is refused before anything is written', () => {
  expect(() => encodeUpdate(0, 'g'.repeat(257), new Uint8Array())).toThrow(RangeError);
});
