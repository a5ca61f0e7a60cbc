import { expect, test } from 'vitest';
import { stretchesOf, writerOf, writersOf, type Known } from './writers.ts';

const known: Known = {
  authors: new Map([
    ['me', { label: 'Laptop', isMe: true }],
    ['ada', { label: 'Old name', isMe: false }],
    ['gone', { label: 'Grace\u202E', isMe: false }],
  ]),
  people: [
    { clientId: 1, clientIds: [1], name: 'Noor', color: '#2563b0', isSelf: true },
    { clientId: 2, clientIds: [2], name: 'Ada', color: '#8a5600', isSelf: false },
  ],
  authorOf: (clientId) => (clientId === 2 ? 'ada' : undefined),
};

test('who is here has the name and colour they have now, others what they called themselves', () => {
  expect(writerOf({ author: 'ada', label: 'Old name' }, known)).toEqual({ name: 'Ada', color: '#8a5600' });
  expect(writerOf({ author: 'me', label: 'Laptop' }, known)).toEqual({ name: 'Noor (you)', color: '#2563b0' });
  expect(writerOf({ author: undefined, label: '' }, known).name).toBe('Noor (you)');
  expect(writerOf({ author: 'gone', label: '' }, known).name).toBe('Grace');
  expect(writerOf({ author: 'abcdef', label: '' }, known).name).toBe('Device abcd');
});

test('neighbouring versions of one writer are one stretch', () => {
  const versions = ['ada', 'ada', 'me', 'ada'].map((author, at) => ({ at, author, label: '', time: undefined }));
  const stretches = stretchesOf(versions, known);
  expect(stretches.map(({ from, count, writer }) => [from, count, writer.name])).toEqual([
    [0, 2, 'Ada'],
    [2, 1, 'Noor (you)'],
    [3, 1, 'Ada'],
  ]);
  expect(writersOf(stretches).map(({ name }) => name)).toEqual(['Ada', 'Noor (you)']);
});
