import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { StillClock } from '../../clock.ts';
import { MemoryStorage } from '../../device-storage.ts';
import { arrange } from './arrange.ts';
import { Comments } from './comments.svelte.ts';
import { quoteCharactersMax, textCharactersMax } from './thread.ts';

function person(name: string, doc = new Y.Doc(), storage = new MemoryStorage(), isReadOnly = false) {
  let next = 0;
  const comments = new Comments({
    doc,
    me: { name, color: '#0b6e69' },
    clock: new StillClock(),
    storage,
    makeId: () => `${name}-${next++}`,
    isReadOnly: () => isReadOnly,
  });
  return { doc, comments, storage };
}

function meet(one: Y.Doc, other: Y.Doc): void {
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
}

test('a thread is begun, answered, resolved and opened again by two people', () => {
  const [ada, grace] = [person('Ada'), person('Grace')];
  const id = ada.comments.begin(' Is this so? ', { quote: 'the lamp' })!;
  meet(ada.doc, grace.doc);
  grace.comments.reply(id, 'It is.');
  grace.comments.resolve(id, true);
  meet(ada.doc, grace.doc);
  expect(ada.comments.threads).toMatchObject([
    { id, quote: 'the lamp', isResolved: true, first: { name: 'Ada', text: 'Is this so?' }, replies: [{ name: 'Grace' }] },
  ]);
  expect(ada.comments.openCount).toBe(0);
  ada.comments.resolve(id, false);
  expect(ada.comments.openCount).toBe(1);
});

test('one changes and removes what one wrote on this device, and nothing else', () => {
  const [ada, grace] = [person('Ada'), person('Grace')];
  const id = ada.comments.begin('Mine', { quote: '' })!;
  ada.comments.reply(id, 'Mine too');
  meet(ada.doc, grace.doc);
  const reply = grace.comments.threads[0]!.replies[0]!.id;
  grace.comments.edit(id, id, 'Hers');
  grace.comments.remove(id, id);
  grace.comments.remove(id, reply);
  expect(grace.comments.threads).toMatchObject([{ first: { text: 'Mine' }, replies: [{ text: 'Mine too' }] }]);

  const again = person('Ada', ada.doc, ada.storage);
  again.comments.edit(id, id, 'Better');
  expect(again.comments.remove(id, reply)).toBe(false);
  expect(again.comments.threads).toMatchObject([{ first: { text: 'Better' }, replies: [] }]);
  expect(again.comments.remove(id, id)).toBe(true);
  expect(again.comments.threads).toEqual([]);
});

test('who only reads writes no comment', () => {
  const ada = person('Ada');
  const id = ada.comments.begin('Here', { quote: '' })!;
  const reader = person('Ada', ada.doc, ada.storage, true);
  const before = Y.encodeStateVector(ada.doc);
  expect(reader.comments.begin('There', { quote: '' })).toBeUndefined();
  reader.comments.reply(id, 'No');
  reader.comments.edit(id, id, 'No');
  reader.comments.resolve(id, true);
  reader.comments.remove(id, id);
  expect(Y.encodeStateVector(ada.doc)).toEqual(before);
});

test('what is no comment is not shown, and what is too long is cut', () => {
  const { doc, comments } = person('Ada');
  const map = doc.getMap('comments');
  map.set('number', 5);
  map.set('empty', new Y.Map());
  map.set('hostile', new Y.Map(Object.entries({ text: { toString: 'x' } })));
  map.set(
    'long',
    new Y.Map<unknown>(
      Object.entries({
        text: 'x'.repeat(100_000),
        quote: 'y'.repeat(100_000),
        by: { name: 'N'.repeat(1_000), color: 'red; background: url(x)' },
        at: 'yesterday',
        replies: 'none',
      }),
    ),
  );
  expect(comments.threads.map(({ id }) => id)).toEqual(['long']);
  const [{ first, quote, replies } = expect.unreachable()] = comments.threads;
  expect(first.text).toHaveLength(textCharactersMax);
  expect(quote).toHaveLength(quoteCharactersMax);
  expect(first.name.length).toBeLessThan(50);
  expect(first.color).toMatch(/^#[0-9a-f]{6}$/u);
  expect(first.atMs).toBe(0);
  expect(replies).toEqual([]);
});

test('cards stand beside their text, below each other where they would overlap, and the active one exactly', () => {
  const cards = [
    { id: 'a', place: 0, height: 50 },
    { id: 'b', place: 20, height: 50 },
    { id: 'c', place: 200, height: 50 },
  ];
  expect([...arrange(cards, undefined, 10)]).toEqual([['a', 0], ['b', 60], ['c', 200]]);
  expect([...arrange(cards, 'b', 10)]).toEqual([['a', -40], ['b', 20], ['c', 200]]);
});
