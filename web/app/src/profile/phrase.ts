/** The twelve words: BIP 39, English list, 128 bits of entropy and 4 of checksum. */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { bytesOf, hexOf } from './hex.ts';

export const wordCount = 12;

const known = new Set(wordlist);

export function wordsOf(entropy: string): readonly string[] {
  return entropyToMnemonic(bytesOf(entropy), wordlist).split(' ');
}

/** Words as somebody typed or pasted them: in any case, with any space, numbers and full stops between. */
export function splitWords(text: string): readonly string[] {
  return text.normalize('NFKD').toLowerCase().match(/[a-z]+/gu) ?? [];
}

export const isWord = (word: string): boolean => known.has(word);

/** What a word that was begun may become: no word of the list has the first four letters of another. */
export function suggestions(begun: string, count = 4): readonly string[] {
  return begun === '' ? [] : wordlist.filter((word) => word.startsWith(begun)).slice(0, count);
}

export type PhraseRead =
  | { kind: 'entropy'; entropy: string }
  /** `at` counts from 0. */
  | { kind: 'word'; at: number }
  | { kind: 'checksum' };

/** `words` are twelve. */
export function readPhrase(words: readonly string[]): PhraseRead {
  const at = words.findIndex((word) => !isWord(word));
  if (at >= 0) return { kind: 'word', at };
  try {
    return { kind: 'entropy', entropy: hexOf(mnemonicToEntropy(words.join(' '), wordlist)) };
  } catch {
    return { kind: 'checksum' };
  }
}
