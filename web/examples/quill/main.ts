import { TacitProvider } from '@tacit/yjs';
import Quill from 'quill';
import QuillCursors from 'quill-cursors';
import { QuillBinding } from 'y-quill';
import * as Y from 'yjs';
import { link, me, show } from '../shared/frame.ts';
import 'quill/dist/quill.snow.css';
import './quill.css';

Quill.register('modules/cursors', QuillCursors);

const doc = new Y.Doc();

// This line makes it end-to-end encrypted. All else is as with any Yjs provider.
const provider = new TacitProvider(link, doc);

provider.awareness.setLocalStateField('user', me);
const quill = new Quill('#editor', {
  theme: 'snow',
  placeholder: 'Write…',
  modules: {
    cursors: true,
    toolbar: [[{ header: [1, 2, false] }], ['bold', 'italic', 'link'], [{ list: 'ordered' }, { list: 'bullet' }]],
    history: { userOnly: true }, // Undo leaves the others' work alone.
  },
});
new QuillBinding(doc.getText('quill'), quill, provider.awareness);
provider.on('role', (role) => quill.enable(role !== 'reader'));
show(provider);
