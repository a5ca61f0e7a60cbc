import { withCollaboration } from '@blocknote/core/yjs';
import { BlockNoteView } from '@blocknote/mantine';
import { useCreateBlockNote } from '@blocknote/react';
import { TacitProvider } from '@tacit/yjs';
import { useEffect, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import * as Y from 'yjs';
import { link, me, show } from '../shared/frame.ts';
import '@blocknote/mantine/style.css';
import './blocknote.css';

const doc = new Y.Doc();

// This line makes it end-to-end encrypted. All else is as with any Yjs provider.
const provider = new TacitProvider(link, doc);

function Page(): ReactElement {
  const [editable, setEditable] = useState(provider.role !== 'reader');
  useEffect(() => provider.on('role', (role) => setEditable(role !== 'reader')), []);
  const editor = useCreateBlockNote(
    withCollaboration({
      collaboration: { provider, fragment: doc.getXmlFragment('blocknote'), user: me },
    }),
  );
  return <BlockNoteView editor={editor} editable={editable} theme="light" />;
}

createRoot(document.querySelector('#editor')!).render(<Page />);
show(provider);
