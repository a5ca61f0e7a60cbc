/**
 * How hard a password is to guess for someone who has the link and tries on their own machines: each try costs them one
 * Argon2id, so that 40 bits hold out against one person, and 60 against many machines. An estimate from the outside: it
 * sees no words, and so calls no password strong that is short.
 */
export type Strength = 'weak' | 'fair' | 'strong';

const fairBits = 40;
const strongBits = 60;

export function strengthOf(password: string): Strength {
  const bits = bitsOf(password);
  return bits >= strongBits ? 'strong' : bits >= fairBits ? 'fair' : 'weak';
}

function bitsOf(password: string): number {
  const kinds: [RegExp, number][] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\p{N}/u, 10],
    [/[^\p{L}\p{N}]/u, 20],
  ];
  const letters = kinds.reduce((sum, [kind, count]) => sum + (kind.test(password) ? count : 0), 0);
  // Letters of words follow from one another: four bits or less for each, whatever they are.
  const perLetter = Math.min(4, Math.log2(Math.max(letters, 1)));
  return novelCount(password) * perLetter;
}

/** Letters that neither repeat the one before nor continue a run such as "abc" or "321". */
function novelCount(password: string): number {
  const points = [...password].map((letter) => letter.codePointAt(0) ?? 0);
  return points.filter((point, i) => {
    const step = point - (points[i - 1] ?? Number.NaN);
    const stepBefore = (points[i - 1] ?? Number.NaN) - (points[i - 2] ?? Number.NaN);
    return step !== 0 && !(Math.abs(step) === 1 && step === stepBefore);
  }).length;
}

const wordCount = 5;

/** Five words of 2,048, drawn at random: 55 bits, and easy to say on the telephone. */
export async function suggestPassword(random: (numbers: Uint16Array<ArrayBuffer>) => void): Promise<string> {
  const { wordlist } = await import('@scure/bip39/wordlists/english.js');
  const drawn = new Uint16Array(wordCount);
  random(drawn);
  return [...drawn].map((number) => wordlist[number % wordlist.length]).join('-');
}
