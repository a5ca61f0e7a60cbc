/**
 * A script that opens a pad, greets, and leaves when the server has it. The condition leads Deno to the packages'
 * sources; where they are installed, go without.
 *
 *   deno run --conditions=tacit-source --allow-net --allow-env deno/greet.ts LINK
 */
import { MemoryStore, TacitProvider } from '@tacit/yjs';
import * as Y from 'yjs';

const { origin, hash } = new URL(Deno.args[0] ?? ''); // The address of an example is a link with a folder in it.
const link = `${origin}/${hash}`;

const doc = new Y.Doc();

// This line makes it end-to-end encrypted. All else is as with any Yjs provider.
const provider = new TacitProvider(link, doc, { store: new MemoryStore(), label: 'greeter' });

await new Promise<void>((resolve, reject) => {
  provider.on('synced', () => resolve());
  provider.on('refused', (error) => reject(error));
});
const text = doc.getText('text');
console.log(text.toString());
text.insert(text.length, 'Hello from Deno\n');
await new Promise<void>((resolve) => {
  provider.on('status', (status) => status.kind === 'saved' && resolve());
});
await provider.destroy();
