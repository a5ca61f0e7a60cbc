import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/markdown/register';
import { TacitProvider } from '@tacit/yjs';
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { MonacoBinding } from 'y-monaco';
import * as Y from 'yjs';
import { link, me, show } from '../shared/frame.ts';
import { styleCarets } from './carets.ts';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

const doc = new Y.Doc();

// This line makes it end-to-end encrypted. All else is as with any Yjs provider.
const provider = new TacitProvider(link, doc);

provider.awareness.setLocalStateField('user', me);
const editor = monaco.editor.create(document.querySelector<HTMLElement>('#editor')!, {
  ariaLabel: 'Text',
  automaticLayout: true,
  language: 'markdown',
  minimap: { enabled: false },
  padding: { top: 28 },
  scrollBeyondLastLine: false,
  wordWrap: 'on',
});
const model = editor.getModel()!;
model.setEOL(monaco.editor.EndOfLineSequence.LF); // Yjs counts one character where Windows would have two.
new MonacoBinding(doc.getText('text'), model, new Set([editor]), provider.awareness);
styleCarets(provider.awareness);
provider.on('role', (role) => editor.updateOptions({ readOnly: role === 'reader' }));
show(provider);
