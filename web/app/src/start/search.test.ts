import { expect, test } from 'vitest';
import { looksLikeLink, matches } from './search.ts';

test.each([
  ['Café am Meer', 'cafe', true],
  ['Cafe am Meer', 'CAFÉ', true],
  ['Lange Straße', 'strasse', true],
  ['Łódź', 'lodz', true],
  ['Harbour walk, notes', 'notes harb', true],
  ['Harbour walk, notes', 'notes beach', false],
  ['Anything', '', true],
  ['', 'x', false],
  ['会議の記録', '記録', true],
])('“%s” looked for by “%s”: %s', (title, wanted, isFound) => {
  expect(matches(title, wanted)).toBe(isFound);
});

test('an address is told from words', () => {
  expect(looksLikeLink(' https://pads.example/#/pad/edit/AQ')).toBe(true);
  expect(looksLikeLink('pads.example/#/pad/edit/AQ')).toBe(true);
  expect(looksLikeLink('http servers')).toBe(false);
});
