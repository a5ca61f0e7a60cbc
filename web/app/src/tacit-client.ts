/** The page's side of `@tacit/client`. Loaded when a pad is opened or made, not with the start page. */
import { createPad, parseLink, TacitError, TacitProvider } from '@tacit/yjs';
import type { Connect, ReadLink } from './pad/client.ts';

export const connect: Connect = (link, doc, password) =>
  new TacitProvider(link, doc, password === undefined ? {} : { password });

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
