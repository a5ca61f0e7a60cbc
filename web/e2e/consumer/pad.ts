// A program of somebody who has installed the packages: `write SERVER WORDS` makes a pad and prints its view link,
// `read LINK` prints what is written there.
import { createPad, MemoryStore, TacitProvider, type Status } from '@tacit/yjs';
import WebSocket from 'ws';
import * as Y from 'yjs';

const [verb, where = '', words = ''] = process.argv.slice(2);

function open(link: string): { doc: Y.Doc; provider: TacitProvider; saved: Promise<void> } {
  const doc = new Y.Doc();
  const provider = new TacitProvider(link, doc, { WebSocket, store: new MemoryStore() });
  const saved = new Promise<void>((resolve, reject) => {
    provider.on('status', (status: Status) => {
      if (status.kind === 'saved') resolve();
      else if (status.kind === 'refused') reject(status.error);
    });
  });
  return { doc, provider, saved };
}

if (verb === 'write') {
  const links = await createPad(where);
  const { doc, provider, saved } = open(links.own);
  doc.getText('text').insert(0, words);
  await saved;
  await provider.destroy();
  console.log(links.view);
} else {
  const { doc, provider, saved } = open(where);
  await saved;
  console.log(doc.getText('text').toString());
  await provider.destroy();
}

// @ts-expect-error Declarations that a compiler cannot follow turn into `any`, and this line would be no mistake then.
export const misread = (): number => createPad(where);
