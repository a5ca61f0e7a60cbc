import { expect, test } from 'vitest';
import { isWord, readPhrase, splitWords, suggestions, wordsOf } from './phrase.ts';

const entropy = '00112233445566778899aabbccddeeff';

test('a phrase reads as the entropy that it was made of, however it was typed', () => {
  const words = wordsOf(entropy);
  expect(words).toHaveLength(12);
  expect(readPhrase(words)).toEqual({ kind: 'entropy', entropy });
  const numbered = words.map((word, place) => `${place + 1}. ${word.toUpperCase()}`).join('\n');
  expect(splitWords(numbered)).toEqual(words);
});

test('says which word is wrong, and when all are right and the phrase is not', () => {
  const words = [...wordsOf(entropy)];
  expect(readPhrase(words.with(4, 'tacit'))).toEqual({ kind: 'word', at: 4 });
  expect(readPhrase(words.with(0, words[1]!))).toEqual({ kind: 'checksum' });
});

test('suggests what a word may become', () => {
  expect(suggestions('')).toEqual([]);
  expect(suggestions('tacit')).toEqual([]);
  expect(suggestions('harb')).toEqual(['harbor']);
  expect(suggestions('zo')).toEqual(['zone', 'zoo']);
  expect(isWord('zoo')).toBe(true);
});
