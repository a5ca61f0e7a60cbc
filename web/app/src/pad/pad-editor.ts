/** What the page around it knows of an editor, whatever it edits. */
import type { Component } from 'svelte';
import type { CommentHost } from './comments/comment-host.ts';
import type { Margin } from './comments/margin.svelte.ts';
import type { OpenDocument, Pad } from './pad.svelte.ts';
import type { PadKind } from './kind.ts';

export interface EditorProps {
  readonly pad: Pad;
  readonly open: OpenDocument;
  /** The invitation to write shows only when it is known that nothing is there. */
  readonly isInviting: boolean;
  /** The comments beside the text: told of clicks, keys and what moves. */
  readonly margin: Margin;
}

/** What an editor's component exports. Whether it may be typed into it reads from `pad.isReadOnly`. */
export interface PadEditor {
  focus(): void;
  /** Scrolls to where a person is (the client id of their awareness state); `false` if they are nowhere in the text. */
  showPerson(clientId: number): boolean;
  /** `undefined` while the editor is being made. */
  commentHost(): CommentHost | undefined;
}

export type EditorComponent = Component<EditorProps, PadEditor>;

/** Each editor is a chunk of its own: a pad loads the one that it needs. */
export const loadEditor: Record<PadKind, () => Promise<{ default: EditorComponent }>> = {
  rich: () => import('./rich/RichEditor.svelte'),
  code: () => import('./code/CodeEditor.svelte'),
  text: () => import('./text/TextEditor.svelte'),
};
