import { Compartment, EditorState } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { TacitProvider } from '@tacit/yjs';
import { basicSetup, EditorView } from 'codemirror';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import * as Y from 'yjs';
import { link, me, show } from '../shared/frame.ts';
import './carets.css';

const doc = new Y.Doc();
const text = doc.getText('text');

// This line makes it end-to-end encrypted. All else is as with any Yjs provider.
const provider = new TacitProvider(link, doc);

provider.awareness.setLocalStateField('user', me);
const writable = new Compartment();
const view = new EditorView({
  parent: document.querySelector('#editor')!,
  extensions: [
    keymap.of(yUndoManagerKeymap), // Before the editor's own undo, which would take back the others' work.
    basicSetup,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'Text' }),
    writable.of([]),
    yCollab(text, provider.awareness),
  ],
});
provider.on('role', (role) => {
  view.dispatch({ effects: writable.reconfigure(EditorState.readOnly.of(role === 'reader')) });
});
show(provider);
