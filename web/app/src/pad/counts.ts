export interface Counts {
  readonly words: number;
  /** Unicode code points, line breaks included. */
  readonly characters: number;
}

// Scripts without spaces between words count a word for each character, as is the custom for them. Elsewhere a word
// is a run of letters and digits that may hold apostrophes and hyphens inside.
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:['’\-‑][\p{L}\p{N}\p{M}]+)*/gu;

/** Linear in the length of the text, without a copy of it. */
export function countsOf(text: string): Counts {
  let words = 0;
  word.lastIndex = 0;
  while (word.test(text)) words += 1;
  let characters = 0;
  for (const _ of text) characters += 1;
  return { words, characters };
}
