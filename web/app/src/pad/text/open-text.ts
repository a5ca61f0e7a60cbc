/** CodeMirror bound to a pad's plain text. Everything that makes it a sheet of paper is here and in text.css. */
import { defaultKeymap } from '@codemirror/commands';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, type KeyBinding, keymap, placeholder } from '@codemirror/view';
import { yCollab } from 'y-codemirror.next';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { texts } from '../../texts.ts';
import { remoteCursors, showPerson } from './remote-cursors.ts';

export interface TextView {
  readonly view: EditorView;
  setReadOnly(isReadOnly: boolean): void;
  /** The invitation to write shows only when it is known that nothing is there. */
  setInviting(isInviting: boolean): void;
  focus(): void;
  /** Scrolls to where a person is; `false` if they are nowhere. */
  showPerson(clientId: number): boolean;
  destroy(): void;
}

// Everything is saved as it is typed. The habit of saving must not open the browser's dialog for saving the page.
const saveNothing = { key: 'Mod-s', run: () => true };

export function openText(
  parent: HTMLElement,
  bound: {
    text: Y.Text;
    awareness: Awareness;
    cspNonce: string;
    isReadOnly: boolean;
    isInviting: boolean;
    /** What this kind of text has beyond what every text has. */
    extensions: Extension;
  },
): TextView {
  const { text, awareness } = bound;
  const undoManager = new Y.UndoManager(text);
  const access = new Compartment();
  const invitation = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        // Yjs counts "\r\n" as two; CodeMirror would count it as one line break, and positions would drift apart.
        EditorState.lineSeparator.of('\n'),
        EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/gu, '\n')),
        EditorView.cspNonce.of(bound.cspNonce),
        highlightSpecialChars(),
        // The browser's own search sees only the lines on the screen.
        search({ top: true }),
        highlightSelectionMatches(),
        // Tab is not bound: it leads out of the editor, as everywhere else on the page.
        keymap.of([saveNothing, ...undoKeys(undoManager), ...searchKeymap, ...defaultKeymap]),
        yCollab(text, null, { undoManager }),
        remoteCursors(text, awareness),
        bound.extensions,
        access.of(accessOf(bound.isReadOnly)),
        invitation.of(invitationOf(bound.isInviting)),
      ],
    }),
  });
  return {
    view,
    setReadOnly: (isReadOnly) => view.dispatch({ effects: access.reconfigure(accessOf(isReadOnly)) }),
    setInviting: (isInviting) => view.dispatch({ effects: invitation.reconfigure(invitationOf(isInviting)) }),
    focus: () => view.focus(),
    showPerson: (clientId) => showPerson(view, text, awareness, clientId),
    destroy: () => {
      view.destroy();
      undoManager.destroy();
    },
  };
}

/** Undoes one's own changes and nobody else's. On a text that is locked it would still write, so it asks first. */
function undoKeys(undoManager: Y.UndoManager): KeyBinding[] {
  const unlessLocked = ({ readOnly }: EditorState, change: () => void): true => {
    if (!readOnly) change();
    return true;
  };
  return [
    { key: 'Mod-z', run: ({ state }) => unlessLocked(state, () => undoManager.undo()), preventDefault: true },
    { key: 'Mod-Shift-z', run: ({ state }) => unlessLocked(state, () => undoManager.redo()), preventDefault: true },
    { key: 'Mod-y', run: ({ state }) => unlessLocked(state, () => undoManager.redo()), preventDefault: true },
  ];
}

function accessOf(isReadOnly: boolean): Extension {
  return [
    EditorState.readOnly.of(isReadOnly),
    EditorView.editable.of(!isReadOnly),
    EditorView.contentAttributes.of({
      'aria-label': texts.pad.editorLabel,
      'aria-readonly': String(isReadOnly),
      'data-testid': 'editor',
      autocapitalize: 'sentences',
      spellcheck: 'true',
      // Text that cannot be edited is out of the keyboard's reach unless it says otherwise.
      tabindex: '0',
    }),
  ];
}

function invitationOf(isInviting: boolean): Extension {
  return isInviting ? placeholder(texts.pad.placeholder) : [];
}
