import { expect, test } from 'vitest';
import { createPad, parseLink, readProfileToken, secretFromPhrase, writeProfileToken } from '../src/index.ts';
import { toHex } from '../src/wire/bytes.ts';
import { readVectors } from './vectors/vector-file.ts';

const vectors = readVectors('phrase');

test('a phrase gives the owner secret and the channel of the vectors', async () => {
  for (const one of vectors.cases('cases')) {
    const secret = await secretFromPhrase(one.text('phrase'));
    expect(toHex(secret)).toBe(one.text('secret'));
    const { own } = await createPad('https://pads.example', { secret });
    expect((await parseLink(own)).channel).toBe(one.text('channelId'));
  }
});

test('case and white space do not matter', async () => {
  const phrase = vectors.cases('cases')[1]!.text('phrase');
  const typed = ` ${phrase.toUpperCase().replaceAll(' ', ' \n ')} `;
  expect(await secretFromPhrase(typed)).toEqual(await secretFromPhrase(phrase));
});

test.each(['', 'legal winner thank', `${'word '.repeat(11)}w0rd`])('%j is misuse', async (phrase) => {
  await expect(secretFromPhrase(phrase)).rejects.toThrow(RangeError);
});

test('a token holds the entropy, and says when it is damaged or newer', async () => {
  for (const one of vectors.cases('cases')) {
    expect(await writeProfileToken(one.bytes('entropy'))).toBe(one.text('token'));
    expect(await readProfileToken(one.text('token'))).toEqual({ kind: 'entropy', entropy: one.bytes('entropy') });
  }
  for (const one of vectors.cases('damaged')) {
    expect(await readProfileToken(one.text('token'))).toEqual({ kind: 'damaged' });
  }
  expect(await readProfileToken(vectors.cases('newer')[0]!.text('token'))).toEqual({ kind: 'newer' });
});
