import { TacitProvider } from '@tacit/yjs';
import { Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import StarterKit from '@tiptap/starter-kit';
import * as Y from 'yjs';
import { link, me, show } from '../shared/frame.ts';
import './carets.css';

const doc = new Y.Doc();

// This line makes it end-to-end encrypted. All else is as with any Yjs provider.
const provider = new TacitProvider(link, doc);

const editor = new Editor({
  element: document.querySelector<HTMLElement>('#editor')!,
  editorProps: { attributes: { 'aria-label': 'Text' } },
  extensions: [
    StarterKit.configure({ undoRedo: false }), // Collaboration has an undo that leaves the others' work alone.
    Collaboration.configure({ document: doc, field: 'rich' }),
    CollaborationCaret.configure({ provider, user: me }),
  ],
});
provider.on('role', (role) => editor.setEditable(role !== 'reader'));
show(provider);
