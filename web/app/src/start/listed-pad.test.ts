import fc from 'fast-check';
import { expect, test } from 'vitest';
import { join, readRecord, textOf, type ListedPad, type ListRecord } from './listed-pad.ts';

// Few values each, so that equal times and texts come up often.
const time = fc.integer({ min: 0, max: 3 });
const listed: fc.Arbitrary<ListedPad> = fc
  .record({
    capability: fc.constantFrom('own' as const, 'edit' as const, 'view' as const),
    token: fc.constantFrom('A', 'B', 'C'),
    title: fc.constantFrom('', 'One', 'Other'),
    titledAtMs: time,
    openedAtMs: time,
    linkedAtMs: time,
    isPinned: fc.boolean(),
    pinnedAtMs: time,
    kind: fc.constantFrom('rich', 'text'),
    people: fc.constantFrom(['Ada'], ['Grace'], ['Ada', 'Grace']),
  })
  .map(({ token, ...pad }) => ({ ...pad, channel: 'c', fragment: `#/pad/${pad.capability}/${token}` }));

test('devices that heard the same agree, in whatever order and however often they heard it', () => {
  fc.assert(
    fc.property(listed, listed, listed, (a, b, c) => {
      expect(textOf(join(a, b))).toBe(textOf(join(b, a)));
      expect(textOf(join(join(a, b), c))).toBe(textOf(join(a, join(b, c))));
      expect(textOf(join(a, a))).toBe(textOf(a));
    }),
  );
});

test('the later of a removal and an opening counts', () => {
  const pad: ListRecord = { channel: 'c', fragment: '#/pad/edit/A', capability: 'edit', title: '', openedAtMs: 5 };
  expect(join(pad, { channel: 'c', removedAtMs: 4 })).toBe(pad);
  expect(join({ channel: 'c', removedAtMs: 5 }, pad)).toEqual({ channel: 'c', removedAtMs: 5 });
});

test('a record reads as it was written, and what is none reads as nothing', () => {
  fc.assert(
    fc.property(listed, (pad) => {
      expect(readRecord(JSON.parse(JSON.stringify(pad)))).toEqual(pad);
    }),
  );
  for (const wrong of [null, 1, 'c', {}, { channel: 'c' }, { channel: 'c', removedAtMs: Number.NaN }]) {
    expect(readRecord(wrong)).toBeUndefined();
  }
});
