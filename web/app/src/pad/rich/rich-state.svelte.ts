import type { Editor } from '@tiptap/core';
import { activeCommands, type CommandId } from './commands.ts';
import { safeHref } from './links.ts';
import { undoable } from './open-rich.ts';

/** Where a popover of the selection belongs, in the coordinates of the window. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What the toolbar and the popovers show of an editor. Read once a frame: typing is faster than anyone looks. */
export class RichState {
  readonly editor: Editor;
  #active = $state.raw<ReadonlySet<CommandId>>(new Set());
  #undoable = $state.raw({ undo: false, redo: false });
  #link = $state.raw<string | undefined>();
  #isInTable = $state(false);
  #selection = $state.raw<Box | undefined>();
  #caret = $state.raw<Box | undefined>();
  #codeLanguage = $state.raw<string | undefined>();
  #frame = 0;

  constructor(editor: Editor) {
    this.editor = editor;
    for (const event of ['transaction', 'focus', 'blur'] as const) editor.on(event, this.#soon);
    editor.on('destroy', () => cancelAnimationFrame(this.#frame));
  }

  get active(): ReadonlySet<CommandId> {
    return this.#active;
  }

  get undoable(): { readonly undo: boolean; readonly redo: boolean } {
    return this.#undoable;
  }

  /** Where the link at the caret leads. */
  get link(): string | undefined {
    return this.#link;
  }

  get isInTable(): boolean {
    return this.#isInTable;
  }

  /** Where the selected text is; `undefined` while none is selected, or the editor is not in focus. */
  get selection(): Box | undefined {
    return this.#selection;
  }

  /** Where the caret is, also when nothing is selected. */
  get caret(): Box | undefined {
    return this.#caret;
  }

  /** Of the code block around the caret; empty if it names none. */
  get codeLanguage(): string | undefined {
    return this.#codeLanguage;
  }

  /** The text moved under the popovers. */
  readonly moved = (): void => this.#soon();

  readonly #soon = (): void => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (!this.editor.isDestroyed) this.#read();
    });
  };

  #read(): void {
    const { editor } = this;
    const { from, to, empty } = editor.state.selection;
    this.#active = activeCommands(editor);
    this.#undoable = undoable(editor);
    this.#link = safeHref(editor.getAttributes('link')['href']);
    this.#isInTable = editor.isActive('table');
    const language: unknown = editor.isActive('codeBlock') ? editor.getAttributes('codeBlock')['language'] : undefined;
    this.#codeLanguage = editor.isActive('codeBlock') ? (typeof language === 'string' ? language : '') : undefined;
    const [start, end] = [editor.view.coordsAtPos(from), editor.view.coordsAtPos(to, -1)];
    this.#caret = editor.isFocused ? boxOf(start, end) : undefined;
    const hasText = !empty && editor.state.doc.textBetween(from, to, ' ', ' ').trim() !== '';
    this.#selection = hasText ? this.#caret : undefined;
  }
}

function boxOf(start: Box, end: Box): Box {
  const isOneLine = Math.abs(start.top - end.top) < 4;
  return {
    left: isOneLine ? Math.min(start.left, end.left) : start.left,
    right: isOneLine ? Math.max(start.right, end.right) : start.left,
    top: Math.min(start.top, end.top),
    bottom: Math.max(start.bottom, end.bottom),
  };
}
