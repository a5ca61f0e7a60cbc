import type { Subject } from './comments.svelte.ts';

/** What comments need of an editor, whatever it edits. */
export interface CommentHost {
  /** Remembers the selected text as what the next thread is about; `undefined` if none is selected. */
  take(): Subject | undefined;
  /** Ties a thread to what was taken, where that does not stand in the thread itself. */
  tie(thread: string): void;
  untie(thread: string): void;
  /** Where the threads' texts are, in pixels below the top of the window; those whose text is gone are missing. */
  places(): ReadonlyMap<string, number>;
  /** Scrolls to a thread's text. */
  show(thread: string): void;
  /** Marks the texts of these threads, and one of them more. */
  mark(threads: readonly string[], active: string | undefined): void;
}
