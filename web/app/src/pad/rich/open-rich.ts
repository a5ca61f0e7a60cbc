/** Tiptap bound to a pad's rich text. */
import { Editor, Extension, type Extensions } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { Placeholder } from '@tiptap/extensions';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { texts } from '../../texts.ts';
import { CodeHighlight } from './code-highlight.ts';
import { Directions } from './directions.ts';
import { keepMapping } from './kept-mapping.ts';
import { watchForNewer } from './newer.ts';
import { Pasting } from './paste.ts';
import { RemoteCarets } from './remote-carets.ts';
import { schemaExtensions } from './schema.ts';
import { TaskRule } from './task-rule.ts';

export interface RichSurroundings {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly cspNonce: string;
  /** Said when it is asked: it changes while the editor lives. */
  readonly isInviting: () => boolean;
  /** Nodes of the schema that look different on a screen. */
  readonly nodes: Extensions;
  /** What only a screen needs: lists at the caret, pictures, files, comments. */
  readonly extensions: Extensions;
}

export function openRich(element: HTMLElement, around: RichSurroundings): Editor {
  const { doc, awareness } = around;
  const editor = new Editor({
    element,
    editable: false,
    injectNonce: around.cspNonce,
    extensions: [
      ...schemaExtensions.map((known) => around.nodes.find(({ name }) => name === known.name) ?? known),
      Collaboration.configure({ fragment: doc.getXmlFragment('rich') }),
      RemoteCarets.configure({ awareness }),
      CodeHighlight,
      Placeholder.configure({
        showOnlyWhenEditable: true,
        placeholder: ({ editor: { isEmpty } }) => (isEmpty && around.isInviting() ? texts.rich.placeholder : ''),
      }),
      Directions,
      TaskRule,
      Pasting,
      locked,
      keys,
      ...around.extensions,
    ],
    editorProps: {
      attributes: {
        'aria-label': texts.pad.editorLabel,
        'data-testid': 'editor',
        role: 'textbox',
        'aria-multiline': 'true',
        // Text that cannot be edited is out of the keyboard's reach unless it says otherwise.
        tabindex: '0',
      },
    },
  });
  keepMapping(editor.state);
  // The binding deletes what the schema does not know; so it is let go before it hears of such a thing.
  watchForNewer(doc, () => editor.destroy());
  return editor;
}

/** A document that is read only changes by the others' hands: no plugin may mend it on the way. */
const locked = Extension.create({
  name: 'locked',
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey('locked'),
        filterTransaction: (transaction) =>
          editor.isEditable || !transaction.docChanged || transaction.getMeta('y-sync$') !== undefined,
      }),
    ];
  },
});

const keys = Extension.create({
  name: 'padKeys',
  addKeyboardShortcuts: () => ({
    // Everything is saved as it is typed. The habit of saving must not open the browser's dialog.
    'Mod-s': () => true,
  }),
});

/** Whether there is something of one's own to undo and to redo. */
export function undoable(editor: Editor): { undo: boolean; redo: boolean } {
  const state = yUndoPluginKey.getState(editor.state) as { undoManager?: Y.UndoManager } | undefined;
  return {
    undo: (state?.undoManager?.undoStack.length ?? 0) > 0,
    redo: (state?.undoManager?.redoStack.length ?? 0) > 0,
  };
}
