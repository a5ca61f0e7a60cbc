/** Who wrote: a name and a colour for each author, as well as this device can know them. */
import { personColors } from '../pad/colors.ts';
import { shownName, type PersonHere } from '../pad/presence.svelte.ts';
import type { AuthorFacts } from '../share/sharing.ts';
import { texts } from '../texts.ts';
import type { PastVersion } from './past.ts';

export interface Writer {
  readonly name: string;
  readonly color: string;
}

/** What is known of the devices: by the log, and by who is here. */
export interface Known {
  readonly authors: ReadonlyMap<string, Pick<AuthorFacts, 'label' | 'isMe'>>;
  readonly people: readonly PersonHere[];
  authorOf(clientId: number): string | undefined;
}

export function writerOf({ author, label }: Pick<PastVersion, 'author' | 'label'>, known: Known): Writer {
  const facts = author === undefined ? undefined : known.authors.get(author);
  const isMe = author === undefined || facts?.isMe === true;
  const person = known.people.find(({ isSelf, clientIds }) =>
    isMe ? isSelf : clientIds.some((clientId) => known.authorOf(clientId) === author),
  );
  if (person !== undefined) return { name: isMe ? texts.presence.you(person.name) : person.name, color: person.color };
  const name = shownName(facts?.label ?? '') || shownName(label);
  return { name: name || texts.access.unnamed((author ?? '').slice(0, 4)), color: colorOf(name || (author ?? '')) };
}

/** The same for the same text, on every device. */
function colorOf(text: string): string {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return personColors[sum % personColors.length] ?? personColors[0];
}

/** Neighbouring versions of one writer, as the track of the slider shows them. */
export interface Stretch {
  readonly writer: Writer;
  readonly from: number;
  readonly count: number;
}

export function stretchesOf(versions: readonly PastVersion[], known: Known): Stretch[] {
  const writers = new Map<string, Writer>();
  const stretches: { writer: Writer; from: number; count: number }[] = [];
  for (const version of versions) {
    const key = `${version.author ?? ''} ${version.label}`;
    const writer = writers.get(key) ?? writerOf(version, known);
    writers.set(key, writer);
    const last = stretches.at(-1);
    if (last?.writer.name === writer.name && last.writer.color === writer.color) last.count++;
    else stretches.push({ writer, from: version.at, count: 1 });
  }
  return stretches;
}

/** Each writer once, by their first version. */
export function writersOf(stretches: readonly Stretch[]): Writer[] {
  const seen = new Map(stretches.map(({ writer }) => [`${writer.color} ${writer.name}`, writer] as const));
  return [...seen.values()];
}
