/**
 * Writes what Unicode says about canonical decomposition, ordering and composition, as this platform knows it, for
 * clients whose platform does not normalize (docs/protocol/keys.md §1.3). Hangul syllables follow from arithmetic.
 *
 *   node scripts/nfc-table.ts > ../../../src/Seal/nfc.txt     (Node 22.18 or newer)
 *
 *   c XXXX=n          combining class; n counts the classes in use, in their order
 *   d XXXX=XXXX …     canonical decomposition, whole and in order, of a character that is not its own NFC form
 *   p XXXX=XXXX …     the same, of one that is: the last of these joins what those before it make
 */
const isHangul = (code: number): boolean => code >= 0xac00 && code <= 0xd7a3;
const hex = (text: string): string => [...text].map((one) => one.codePointAt(0)!.toString(16).toUpperCase()).join(' ');
const isReordered = (text: string): boolean => text.normalize('NFD') !== text;

const lines: string[] = [];
const marks: string[] = [];
for (let code = 0; code <= 0x10ffff; code++) {
  if ((code >= 0xd800 && code <= 0xdfff) || isHangul(code)) continue;
  const one = String.fromCodePoint(code);
  const whole = one.normalize('NFD');
  if (whole !== one) lines.push(`${one.normalize('NFC') === one ? 'p' : 'd'} ${hex(one)}=${hex(whole)}`);
  // U+0345 has the highest class in use, U+0334 the lowest: every other mark changes places with one of them.
  else if (one === '\u0345' || isReordered(`\u0345${one}`) || isReordered(`${one}\u0334`)) marks.push(one);
}

// A mark comes after all marks of lower classes, and keeps its place among those of its own.
const classes: string[][] = [];
for (const mark of marks) {
  const own = classes.find(([other]) => !isReordered(mark + other) && !isReordered(other + mark));
  if (own) own.push(mark);
  else classes.push([mark]);
}
classes.sort(([one], [other]) => (isReordered(one! + other!) ? 1 : -1));
for (const [rank, members] of classes.entries()) {
  for (const mark of members) lines.push(`c ${hex(mark)}=${rank + 1}`);
}
process.stdout.write(`${lines.join('\n')}\n`);
