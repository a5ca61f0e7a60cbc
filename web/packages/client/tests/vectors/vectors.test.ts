import { beforeAll, describe, expect, it } from 'vitest';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { CODES, codeOf } from '../../src/errors/codes.ts';
import { CHECKS } from './checks.ts';
import { NAMES, readVectors } from './vector-file.ts';

beforeAll(loadSodium);

describe('what C# made', () => {
  it.each(NAMES)('%s reads as its form says, and is made again from the inputs it names', (name) => {
    CHECKS[name](readVectors(name));
  });
});

it('codes are the same list: number, name and sentence', () => {
  const listed = readVectors('codes').cases('codes');
  const fields = listed.map((one) => [
    one.text('name'),
    { number: one.number('number'), sentence: one.text('sentence') },
  ]);
  expect(Object.entries(CODES)).toEqual(fields);
  for (const one of listed) expect(codeOf(one.number('number'))).toBe(one.text('name'));
});
