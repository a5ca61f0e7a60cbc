import { Awareness } from 'y-protocols/awareness';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { StillClock } from '../clock.ts';
import { MemoryStorage } from '../device-storage.ts';
import { Arrivals } from './arrivals.svelte.ts';
import { Following } from './following.svelte.ts';
import { Me, Presence } from './presence.svelte.ts';

const opened: Awareness[] = [];
afterEach(() => opened.splice(0).forEach((awareness) => awareness.destroy()));

function pad() {
  const awareness = new Awareness(new Y.Doc());
  opened.push(awareness);
  const presence = new Presence(awareness, new Me(new MemoryStorage(), () => 0));
  const shown: number[] = [];
  const following = new Following(awareness, presence, (clientId) => {
    shown.push(clientId);
    return awareness.getStates().get(clientId)?.['cursor'] !== undefined;
  });
  const clock = new StillClock();
  const arrivals = new Arrivals(presence, clock);
  const says = (clientId: number, name: string, more: object = {}): void => {
    const isNew = !awareness.states.has(clientId);
    awareness.states.set(clientId, { user: { name, color: '#2563b0' }, ...more });
    awareness.emit('change', [{ added: isNew ? [clientId] : [], updated: isNew ? [] : [clientId], removed: [] }, 'x']);
    arrivals.changed();
  };
  const leaves = (clientId: number): void => {
    awareness.states.delete(clientId);
    awareness.emit('change', [{ added: [], updated: [], removed: [clientId] }, 'x']);
    arrivals.changed();
  };
  const find = (name: string) => presence.people.find((person) => person.name === name)!;
  return { following, presence, shown, says, leaves, find, clock, arrivals };
}

test('a followed person is shown where they move, on whichever device, until they left', () => {
  const { following, shown, says, leaves, find } = pad();
  says(1, 'Ada', { cursor: {} });
  says(2, 'Ada', { cursor: {} });
  says(3, 'Grace', { cursor: {} });
  following.toggle(find('Ada'));
  expect(following.person?.name).toBe('Ada');
  says(2, 'Ada', { cursor: { head: 1 } });
  says(3, 'Grace', { cursor: { head: 2 } });
  expect(shown).toEqual([1, 2]);

  leaves(2);
  expect(following.person?.name).toBe('Ada');
  leaves(1);
  expect(following.person).toBeUndefined();
});

test('says so when the one who is followed is nowhere in the text', () => {
  const { following, says, find } = pad();
  says(1, 'Ada');
  following.toggle(find('Ada'));
  expect(following.isInText).toBe(false);
  says(1, 'Ada', { cursor: {} });
  expect(following.isInText).toBe(true);
});

test('following ends by itself being chosen again, and nobody follows themselves', () => {
  const { following, presence, says, find, shown } = pad();
  says(1, 'Ada', { cursor: {} });
  following.toggle(find('Ada'));
  following.toggle(find('Ada'));
  says(1, 'Ada', { cursor: { head: 1 } });
  expect(shown).toEqual([1]);
  following.toggle(presence.people[0]!);
  expect(following.person).toBeUndefined();
});

test('says who came and left, once things have settled, and not too often', () => {
  const { says, leaves, clock, arrivals } = pad();
  says(1, 'Ada');
  says(2, 'Grace');
  says(3, 'Noor');
  leaves(3);
  expect(arrivals.said).toBe('');
  clock.move(4_000);
  expect(arrivals.said).toBe('Ada and Grace are here.');

  leaves(1);
  clock.move(19_000);
  expect(arrivals.said).toBe('Ada and Grace are here.');
  clock.move(1_000);
  expect(arrivals.said).toBe('Ada left.');
  for (let i = 0; i < 5; i++) says(10 + i, `P${i}`);
  clock.move(20_000);
  expect(arrivals.said).toBe('5 people are here.');
  expect(clock.waitingCount).toBe(0);
});
