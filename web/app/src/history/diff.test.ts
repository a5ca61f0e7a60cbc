import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { blocksOfRich, blocksOfText } from './blocks.ts';
import { compare, hasChanges } from './compare.ts';
import { diff } from './diff.ts';

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });

test('what is the same and what went is the old list, what is the same and what came the new one', () => {
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const runs = diff(before, after);
      const without = (kind: string): string[] => runs.filter((run) => run.kind !== kind).flatMap(({ items }) => items);
      expect(without('in')).toEqual(before);
      expect(without('out')).toEqual(after);
      expect(runs.every(({ items }, i) => items.length > 0 && runs[i + 1]?.kind !== runs[i]!.kind)).toBe(true);
    }),
  );
});

test('changes no more than the longest common part allows', () => {
  const commonOf = (a: readonly string[], b: readonly string[]): number => {
    const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
    a.forEach((x, i) =>
      b.forEach((y, j) => {
        table[i + 1]![j + 1] = x === y ? table[i]![j]! + 1 : Math.max(table[i]![j + 1]!, table[i + 1]![j]!);
      }),
    );
    return table[a.length]![b.length]!;
  };
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const same = diff(before, after).filter(({ kind }) => kind === 'same').flatMap(({ items }) => items);
      expect(same).toHaveLength(commonOf(before, after));
    }),
  );
});

test('texts that have nothing in common are compared all the same', () => {
  const before = Array.from({ length: 5_000 }, (_, i) => `a${i}`);
  const after = Array.from({ length: 5_000 }, (_, i) => `b${i}`);
  expect(diff(before, after).map(({ kind, items }) => [kind, items.length])).toEqual([['out', 5_000], ['in', 5_000]]);
});

test('a changed line shows its words, a new one is new as a whole', () => {
  const compared = compare(
    blocksOfText('The tide was out.\nNobody came.'),
    blocksOfText('The tide was in.\nSeven of us came and one dog.\nNobody came.'),
  );
  expect(compared.map(({ change, pieces }) => [change, pieces.map(({ kind, text }) => `${kind}:${text}`)])).toEqual([
    ['changed', ['same:The tide was ', 'out:out', 'in:in', 'same:.']],
    ['in', ['in:Seven of us came and one dog.']],
    ['same', ['same:Nobody came.']],
  ]);
  expect(hasChanges(compared)).toBe(true);
  expect(hasChanges(compare(blocksOfText('x'), blocksOfText('x')))).toBe(false);
});

test('rich text becomes blocks that say what they are', () => {
  const doc = new Y.Doc();
  const rich = doc.getXmlFragment('rich');
  const element = (name: string, children: (Y.XmlElement | string)[], attributes: Record<string, unknown> = {}) => {
    const made = new Y.XmlElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
    made.insert(0, children.map((child) => (typeof child === 'string' ? new Y.XmlText(child) : child)));
    return made;
  };
  const paragraph = (text: string) => element('paragraph', [text]);
  rich.insert(0, [
    element('heading', ['Walk'], { level: 2 }),
    paragraph('We met.'),
    element('bulletList', [
      element('listItem', [
        paragraph('Bench'),
        paragraph('Two planks'),
        element('orderedList', [element('listItem', [paragraph('Paint')])]),
      ]),
    ]),
    element('taskList', [element('taskItem', [paragraph('Write')], { checked: true })]),
    element('codeBlock', ['a\nb']),
    element('table', [element('tableRow', [element('tableCell', [paragraph('Lamp')])])]),
    element('image', [], { alt: 'Boats', src: 'tacit-blob:x' }),
    element('paragraph', ['Hello ', element('mention', [], { label: 'Noor' })]),
    element('somethingNewer', [paragraph('kept')]),
  ]);
  expect(blocksOfRich(rich).map(({ kind, depth, text }) => `${kind} ${depth} ${text}`)).toEqual([
    'heading2 0 Walk',
    'paragraph 0 We met.',
    'bullet 0 Bench',
    'paragraph 1 Two planks',
    'ordered 1 Paint',
    'done 0 Write',
    'code 0 a',
    'code 0 b',
    'cell 0 Lamp',
    'image 0 Boats',
    'paragraph 0 Hello @Noor',
    'paragraph 0 kept',
  ]);
});
