import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { StillClock } from '../clock.ts';
import { Undoing } from './undoing.svelte.ts';

function pad() {
  const doc = new Y.Doc();
  const text = doc.getText('text');
  text.insert(0, 'as it is');
  const clock = new StillClock();
  return { text, clock, undoing: new Undoing(clock) };
}

test('takes back the one edit, and leaves what was written since', () => {
  const { text, undoing, clock } = pad();
  undoing.make(text as Y.AbstractType<unknown>, () => {
    text.doc!.transact(() => {
      text.delete(0, text.length);
      text.insert(0, 'as it was');
    });
  });
  expect(text.toString()).toBe('as it was');
  expect(undoing.isOffered).toBe(true);
  text.insert(text.length, ', and more');
  undoing.takeBack();
  expect(text.toString()).toBe('as it is, and more');
  expect(undoing.isOffered).toBe(false);
  expect(clock.waitingCount).toBe(0);
});

test('the offer ends by itself', () => {
  const { text, undoing, clock } = pad();
  undoing.make(text as Y.AbstractType<unknown>, () => text.insert(0, 'x'));
  clock.move(15_000);
  expect(undoing.isOffered).toBe(false);
  undoing.takeBack();
  expect(text.toString()).toBe('xas it is');
});
