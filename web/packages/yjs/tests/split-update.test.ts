import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { splitUpdate } from '../src/split-update.ts';

const SEED = Number(process.env['TACIT_SEED'] ?? Date.now() % 1_000_000);
const MIB = 1_048_576;

/** What a document is after these updates, and whether it lacks something. */
function after(updates: readonly Uint8Array[], before?: Uint8Array): { state: string; isWhole: boolean; doc: Y.Doc } {
  const doc = new Y.Doc();
  if (before) Y.applyUpdate(doc, before);
  for (const update of updates) Y.applyUpdate(doc, update);
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null;
  return { state: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'), isWhole, doc };
}

function updateOf(change: (doc: Y.Doc) => void, doc = new Y.Doc()): Uint8Array {
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.transact(() => change(doc));
  return updates[0]!;
}

test('five million characters in one insertion become entries that fit, and say the same', () => {
  const text = '0123456789abcde😀'.repeat(320_000);
  const update = updateOf((doc) => doc.getText('text').insert(0, text));
  expect(update.length).toBeGreaterThan(5 * MIB);
  const parts = splitUpdate(update, MIB / 2);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(0.8 * MIB);
  const read = after(parts);
  expect(read.isWhole).toBe(true);
  expect(read.doc.getText('text').toString() === text).toBe(true);
});

test('every part can be applied when the ones before it are there', () => {
  const update = updateOf((doc) => doc.getText('text').insert(0, 'x'.repeat(300_000)));
  const parts = splitUpdate(update, 100_000);
  expect(parts.length).toBeGreaterThan(3);
  for (let count = 1; count <= parts.length; count++) expect(after(parts.slice(0, count)).isWhole).toBe(true);
});

test('a long text pasted between others keeps its place, while others type beside it', () => {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, '[]');
  const before = Y.encodeStateAsUpdate(doc);
  const paste = updateOf((one) => one.getText('text').insert(1, 'y'.repeat(200_000)), doc);
  const other = after([], before).doc;
  const typed = updateOf((one) => one.getText('text').insert(1, 'typed'), other);
  const parts = splitUpdate(paste, 50_000);
  const orders = [[paste, typed], [typed, ...parts], [...parts, typed], [...parts].reverse().concat(typed)];
  const texts = orders.map((updates) => after(updates, before).doc.getText('text').toString());
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toHaveLength(200_007);
});

test('a value that cannot be cut stands alone, and the others beside it', () => {
  const update = updateOf((doc) => {
    doc.getArray('list').insert(0, Array.from({ length: 20_000 }, (_, at) => at));
    doc.getMap('map').set('file', new Uint8Array(2 * MIB));
    doc.getText('text').insert(0, 'beside');
  });
  const parts = splitUpdate(update, MIB / 2);
  expect(parts.filter(({ length }) => length > MIB)).toHaveLength(1);
  expect(after(parts).state).toBe(after([update]).state);
});

test('many deletions are cut too', () => {
  const doc = new Y.Doc();
  for (let at = 0; at < 40_000; at++) doc.getText('text').insert(0, 'ab');
  const before = Y.encodeStateAsUpdate(doc);
  const update = updateOf((one) => {
    for (let at = 0; at < 40_000; at++) one.getText('text').delete(at, 1);
  }, doc);
  const parts = splitUpdate(update, 50_000);
  expect(parts.length).toBeGreaterThan(1);
  expect(after(parts, before).doc.getText('text').toString()).toBe(doc.getText('text').toString());
});

test(`whatever was changed, its parts say the same (TACIT_SEED=${SEED})`, () => {
  const edit = fc.record({
    client: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom('insert', 'delete', 'format', 'map', 'array', 'xml'),
    at: fc.nat(200),
    size: fc.integer({ min: 1, max: 40 }),
  });
  const manyEdits = fc.array(edit, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(manyEdits, fc.integer({ min: 40, max: 400 }), (edits, bytesMax) => {
      const docs = [0, 1, 2].map(() => new Y.Doc());
      for (const doc of docs) {
        doc.on('update', (update: Uint8Array, origin: unknown) => {
          if (origin !== 'peer') for (const peer of docs) if (peer !== doc) Y.applyUpdate(peer, update, 'peer');
        });
      }
      for (const { client, kind, at, size } of edits) {
        const doc = docs[client]!;
        const text = doc.getText('text');
        const place = at % (text.length + 1);
        if (kind === 'insert') text.insert(place, 'a😀'.repeat(size));
        else if (kind === 'delete') text.delete(place, Math.min(size, text.length - place));
        else if (kind === 'format') text.format(place, Math.min(size, text.length - place), { bold: size % 2 === 0 });
        else if (kind === 'map') doc.getMap('map').set(`${at % 3}`, { size });
        else if (kind === 'array') doc.getArray('list').insert(0, Array.from({ length: size }, () => at));
        else doc.getXmlFragment('rich').insert(0, [new Y.XmlElement('p'), new Y.XmlText('word')]);
      }
      const update = Y.encodeStateAsUpdate(docs[0]!);
      const parts = splitUpdate(update, bytesMax);
      const [read, whole] = [after(parts), after([update])];
      expect(read.isWhole).toBe(true);
      expect(Y.encodeStateVector(read.doc)).toEqual(Y.encodeStateVector(whole.doc));
      expect(read.doc.getText('text').toDelta()).toEqual(whole.doc.getText('text').toDelta());
      for (const [name, shape] of [['map', Y.Map], ['list', Y.Array], ['rich', Y.XmlFragment]] as const) {
        const json = (doc: Y.Doc): unknown => doc.get(name, shape as typeof Y.Map).toJSON();
        expect(json(read.doc)).toEqual(json(whole.doc));
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});
