import { expect, test } from 'vitest';
import { fileNameOf } from './text-file.ts';

test.each([
  ['Minutes of Monday', 'Minutes of Monday.txt'],
  ['', 'pad.txt'],
  ['../../etc/passwd', 'etc passwd.txt'],
  ['a/b:c*d?\n"e"', 'a b c d e.txt'],
  ['...', 'pad.txt'],
  ['𝒜'.repeat(200), `${'𝒜'.repeat(60)}.txt`],
])('a pad titled %j is saved as %j', (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});
