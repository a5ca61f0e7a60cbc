import { expect, test } from 'vitest';
import { MemoryStorage } from '../device-storage.ts';
import type { ListedPad } from './listed-pad.ts';
import { RecentPads, recentPadsMax } from './recent-pads.svelte.ts';

function pad(channel: string, capability: ListedPad['capability'], openedAtMs = 0, title = ''): ListedPad {
  return { channel, capability, title, openedAtMs, fragment: `#/pad/${capability}/${channel}` };
}

function titles(recent: RecentPads): string[] {
  return recent.pads.map(({ channel }) => channel);
}

test('the newest is first, and each pad stands once', () => {
  const storage = new MemoryStorage();
  const recent = new RecentPads(storage);
  recent.opened(pad('a', 'edit', 1));
  recent.opened(pad('b', 'edit', 2));
  recent.opened(pad('a', 'edit', 3));
  expect(titles(recent)).toEqual(['a', 'b']);
  expect(titles(new RecentPads(storage))).toEqual(['a', 'b']);
});

test('opening a narrower link does not lose the wider one, nor the title', () => {
  const recent = new RecentPads(new MemoryStorage());
  recent.opened(pad('a', 'own', 1, 'Plans'));
  recent.opened(pad('a', 'view', 2));
  expect(recent.pads).toMatchObject([{ ...pad('a', 'own', 2, 'Plans') }]);
});

test('a replaced link of the same width takes the place of the old one', () => {
  const recent = new RecentPads(new MemoryStorage());
  recent.opened(pad('a', 'edit', 1));
  recent.opened({ ...pad('a', 'edit', 2), fragment: '#/pad/edit/newer' });
  expect(recent.pads[0]?.fragment).toBe('#/pad/edit/newer');
});

test('a pad that was removed by mistake comes back', () => {
  const recent = new RecentPads(new MemoryStorage());
  for (const [i, channel] of ['a', 'b', 'c'].entries()) recent.opened(pad(channel, 'edit', i));
  recent.remove('b');
  expect(titles(recent)).toEqual(['c', 'a']);
  expect(recent.removed?.channel).toBe('b');
  recent.bringBack();
  expect(titles(recent).sort()).toEqual(['a', 'b', 'c']);
  expect(recent.removed).toBeUndefined();
});

test('two tabs add to one list', () => {
  const storage = new MemoryStorage();
  const one = new RecentPads(storage);
  const other = new RecentPads(storage);
  one.opened(pad('a', 'edit', 1));
  other.opened(pad('b', 'edit', 2));
  one.titled('a', 'Named here');
  expect(titles(one)).toEqual(['b', 'a']);
  expect(one.pads[1]?.title).toBe('Named here');
});

test('a long list forgets the oldest, but never an owner’s link', () => {
  const recent = new RecentPads(new MemoryStorage());
  recent.opened(pad('mine', 'own', 0));
  for (let i = 1; i <= recentPadsMax + 5; i++) recent.opened(pad(`p${i}`, 'edit', i));
  expect(recent.pads).toHaveLength(recentPadsMax + 1);
  expect(recent.has('mine')).toBe(true);
  expect(recent.has('p1')).toBe(false);
});

test('pinned pads stand apart, stay on a long list, and can be unpinned', () => {
  const storage = new MemoryStorage();
  const recent = new RecentPads(storage);
  recent.opened(pad('old', 'view', 0));
  recent.pin('old', true);
  for (let i = 1; i <= recentPadsMax; i++) recent.opened(pad(`p${i}`, 'edit', i));
  expect(recent.pinned.map(({ channel }) => channel)).toEqual(['old']);
  expect(recent.others).toHaveLength(recentPadsMax);
  recent.pin('old', false);
  expect(new RecentPads(storage).pinned).toEqual([]);
});

test('remembers the first people who were met on a pad, each once', () => {
  const recent = new RecentPads(new MemoryStorage());
  recent.opened(pad('a', 'edit', 1));
  recent.met('a', ['Ada']);
  recent.met('a', ['Ada', 'Grace', 'Noor', 'Kestrel']);
  expect(recent.pads[0]?.people).toEqual(['Ada', 'Grace', 'Noor']);
});

test('what another device removed goes, unless it was opened here later; what it added comes', () => {
  const recent = new RecentPads(new MemoryStorage());
  recent.opened(pad('a', 'edit', 10));
  recent.opened(pad('b', 'edit', 20));
  let told = 0;
  recent.tell(() => told++);
  recent.take([{ channel: 'a', removedAtMs: 15 }, { channel: 'b', removedAtMs: 15 }, pad('c', 'own', 5)]);
  expect(titles(recent)).toEqual(['b', 'c']);
  expect(told).toBe(0);
  recent.opened(pad('a', 'edit', 30));
  expect(titles(recent)).toEqual(['a', 'b', 'c']);
  expect(recent.records).toHaveLength(3);
  expect(told).toBe(1);
});

test('what is brought back is newer than its removal', () => {
  const recent = new RecentPads(new MemoryStorage(), () => 100);
  recent.opened(pad('a', 'edit', 10));
  recent.remove('a');
  const removal = recent.records;
  expect(removal).toEqual([{ channel: 'a', removedAtMs: 100 }]);
  recent.bringBack();
  recent.take(removal);
  expect(titles(recent)).toEqual(['a']);
});

test.each(['', '{', 'null', '[1,null,{}]', '[{"channel":"a","fragment":"javascript:alert(1)","capability":"own"}]'])(
  'a list that cannot be read, %j, is an empty one',
  (text) => {
    const storage = new MemoryStorage();
    storage.write('tacit.recent', text);
    expect(new RecentPads(storage).pads).toEqual([]);
  },
);
