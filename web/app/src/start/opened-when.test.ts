import { expect, test } from 'vitest';
import { openedWhen } from './opened-when.ts';

const nowMs = Date.UTC(2030, 4, 20, 12);

test.each([
  [0, 'just now'],
  // A clock that was set back must not speak of the future.
  [-90_000, 'just now'],
  [61_000, '1 minute ago'],
  [3_600_000, '1 hour ago'],
  [26 * 3_600_000, 'yesterday'],
  [6 * 86_400_000, '6 days ago'],
  [30 * 86_400_000, 'on Apr 20, 2030'],
])('%i ms ago is “%s”', (agoMs, words) => {
  expect(openedWhen(nowMs - agoMs, nowMs)).toBe(words);
});
