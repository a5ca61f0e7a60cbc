import { Awareness } from 'y-protocols/awareness';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { MemoryStorage } from '../device-storage.ts';
import { contrast, inkOn, personColors, safeColor } from './colors.ts';
import { initialsOf, Me, nameCharactersMax, peopleShownMax, person, Presence } from './presence.svelte.ts';

// Awareness keeps a timer of its own until it is destroyed.
const opened: Awareness[] = [];
afterEach(() => opened.splice(0).forEach((awareness) => awareness.destroy()));

function awareness(): Awareness {
  const made = new Awareness(new Y.Doc());
  opened.push(made);
  return made;
}

/** As if a message of these clients had come. */
function others(of: Awareness, states: Record<number, object>): void {
  for (const [clientId, state] of Object.entries(states)) of.states.set(Number(clientId), state);
  of.emit('change', [{ added: Object.keys(states).map(Number), updated: [], removed: [] }, 'server']);
}

test('a new device gets a name and a colour, and keeps both', () => {
  const storage = new MemoryStorage();
  const first = new Me(storage, () => 0.5);
  const second = new Me(storage, () => 0.9);
  expect(second.name).toBe(first.name);
  expect(second.color).toBe(first.color);
});

test('a new name is kept and told to the others, an empty one is not', () => {
  const storage = new MemoryStorage();
  const me = new Me(storage, () => 0);
  const mine = awareness();
  const presence = new Presence(mine, me);

  me.rename('  Ada ');
  presence.announce();
  expect(mine.getLocalState()?.['user']).toMatchObject({ name: 'Ada', color: me.color });
  expect(presence.people[0]).toMatchObject({ name: 'Ada', isSelf: true });

  me.rename('   ');
  expect(new Me(storage, () => 0).name).toBe('Ada');
});

test('lists everyone once, oneself first, and counts a crowd instead of drawing it', () => {
  const mine = awareness();
  const presence = new Presence(mine, new Me(new MemoryStorage(), () => 0));
  others(mine, { 1: { user: { name: 'Grace', color: '#2563b0' } } });
  expect(presence.people.map(({ name, isSelf }) => [name, isSelf])).toEqual([['Badger', true], ['Grace', false]]);

  const crowd = Array.from({ length: 100 }, (_, i) => [i + 1, { user: { name: `P${i}` } }]);
  others(mine, Object.fromEntries(crowd));
  expect(presence.people).toHaveLength(peopleShownMax);
  expect(presence.hiddenCount).toBe(101 - peopleShownMax);
});

test('one person on two devices is shown once, keeps the colour, and is not confused with another of that name', () => {
  const [mine, me] = [awareness(), new Me(new MemoryStorage(), () => 0)];
  const presence = new Presence(mine, me);
  others(mine, {
    1: { user: { name: me.name, color: me.color } },
    2: { user: { name: 'Grace', color: '#2563b0' } },
    3: { user: { name: 'Grace', color: '#2563b0' } },
    4: { user: { name: 'Grace', color: '#8a5600' } },
  });
  expect(presence.people.map(({ name, clientIds }) => [name, clientIds])).toEqual([
    [me.name, [mine.clientID, 1]],
    ['Grace', [2, 3]],
    ['Grace', [4]],
  ]);
  expect(presence.people[0]?.color).toBe(me.color);
});

test('initials are the first letters of the first and the last word', () => {
  expect(initialsOf('Ada')).toBe('A');
  expect(initialsOf('Ada King Lovelace')).toBe('AL');
  expect(initialsOf('élodie  ü')).toBe('ÉÜ');
  expect(initialsOf('👩🏽 Noor')).toBe('👩🏽N');
});

test('takes another colour when someone on the pad has it, and only one of the two does', () => {
  const [mine, theirs] = [awareness(), awareness()].sort((a, b) => b.clientID - a.clientID) as [Awareness, Awareness];
  const me = new Me(new MemoryStorage(), () => 0);
  const [higher, lower] = [new Presence(mine, me), new Presence(theirs, me)];
  others(mine, { [theirs.clientID]: { user: { name: 'Grace', color: me.color } } });
  others(theirs, { [mine.clientID]: { user: { name: 'Grace', color: me.color } } });
  expect(higher.people[0]?.color).not.toBe(me.color);
  expect(lower.people[0]?.color).toBe(me.color);
});

test('a pad with more people than colours still settles', () => {
  const mine = awareness();
  const presence = new Presence(mine, new Me(new MemoryStorage(), () => 0));
  others(mine, Object.fromEntries(personColors.map((color, i) => [i + 1, { user: { name: `P${i}`, color } }])));
  expect(presence.people).toHaveLength(personColors.length + 1);
});

test('shows nothing that another client could smuggle in by its name or colour', () => {
  const shown = person(7, { user: { name: 'A\u202Eb\nc', color: 'red; position: fixed; inset: 0' } }, false);
  expect(shown.name).toBe('A b c');
  expect(shown.color).toMatch(/^#[0-9a-f]{6}$/u);

  expect([...person(7, { user: { name: '𝒜'.repeat(500) } }, false).name]).toHaveLength(nameCharactersMax);
  for (const user of [null, 3, 'x', { name: {}, color: [] }, { name: '\u0000' }]) {
    expect(person(7, { user }, false).name).not.toBe('');
  }
  expect(safeColor('#ABCDEF')).toBe('#abcdef');
});

test('text on every colour of ours has the contrast that WCAG AA asks for', () => {
  for (const color of personColors) expect(contrast(color, inkOn(color)), color).toBeGreaterThanOrEqual(4.5);
  expect(inkOn('#ffee00')).toBe('#000000');
});
