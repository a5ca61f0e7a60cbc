/** The page's side of `@tacit/client`. Loaded when a pad is opened or made, not with the start page. */
import { createPad, parseLink, TacitError, TacitProvider } from '@tacit/yjs';
import type { Connect, ReadLink } from './pad/client.ts';

/** What a grant holds (docs/protocol/keys.md §1.4). */
const labelBytesMax = 64;

export const connect: Connect = (link, doc, { password, label }) =>
  new TacitProvider(link, doc, { label: cut(label), ...(password === undefined ? {} : { password }) });

/** As many whole letters as fit. */
function cut(label: string): string {
  const encoder = new TextEncoder();
  let [fitting, bytes] = ['', 0];
  for (const letter of label) {
    bytes += encoder.encode(letter).length;
    if (bytes > labelBytesMax) break;
    fitting += letter;
  }
  return fitting;
}

export const readLink: ReadLink = async (text) => {
  try {
    return { kind: 'link', link: await parseLink(text) };
  } catch (error) {
    if (error instanceof TacitError) return { kind: 'refused', error };
    throw error;
  }
};

/** Makes a pad on this server and gives back its own link. */
export async function makePad(server: string): Promise<string> {
  return (await createPad(server)).own;
}
