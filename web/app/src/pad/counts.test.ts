import { expect, test } from 'vitest';
import { countsOf } from './counts.ts';

test.each([
  ['', 0, 0],
  [' \n\n ', 0, 4],
  ['one two', 2, 7],
  ['It’s a well-known fact: 3.14', 6, 28],
  ['naïve café', 2, 10],
  ['漢字', 2, 2],
  ['👋🏽', 0, 2],
  ['— … !', 0, 5],
])('counts %j as %i words and %i characters', (text, words, characters) => {
  expect(countsOf(text)).toEqual({ words, characters });
});
