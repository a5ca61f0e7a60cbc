/**
 * A program at a pad: it reads along, and answers each line that asks `@bot words`. No DOM, no browser.
 *
 *   npm run bot -- LINK
 */
import { MemoryStore, TacitProvider } from '@tacit/yjs';
import WebSocket from 'ws';
import * as Y from 'yjs';

const { origin, hash } = new URL(process.argv[2] ?? ''); // The address of an example is a link with a folder in it.
const link = `${origin}/${hash}`;

const doc = new Y.Doc();
const text = doc.getText('text');

// This line makes it end-to-end encrypted. All else is as with any Yjs provider. Node 22 needs no WebSocket handed in.
const provider = new TacitProvider(link, doc, { WebSocket, store: new MemoryStore(), label: 'bot' });

provider.awareness.setLocalStateField('user', { name: 'Bot', color: '#5b6470' });
provider.on('status', (status) => console.log(status.kind));
provider.on('refused', (error) => {
  console.error(error.sentence);
  process.exitCode = 1;
});
provider.on('synced', answer);
text.observe(answer);
process.once('SIGINT', () => void provider.destroy());
process.once('SIGTERM', () => void provider.destroy());

/** Writes an answer under each question that has none. */
function answer(): void {
  if (!provider.synced) return; // Answers that are on the way already would be given twice.
  const written = text.toString();
  const question = /^@bot words\n(?!Bot: )/mu.exec(written);
  if (!question) return;
  const count = written.replaceAll(/^(?:@bot|Bot:) .*$/gmu, '').match(/\S+/gu)?.length ?? 0;
  text.insert(question.index + question[0].length, `Bot: ${count} words\n`); // Observed too: on to the next question.
}
