/** Comments in rich text: their marks, their places and how they are shown. */
import { type Editor, Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { CommentHost } from '../comments/comment-host.ts';
import type { Subject } from '../comments/comments.svelte.ts';
import { keepPlace } from './kept-place.ts';

export class RichComments implements CommentHost {
  readonly #editor: Editor;
  #taken: { from: ReturnType<typeof keepPlace>; to: ReturnType<typeof keepPlace> } | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  take(): Subject | undefined {
    const { state } = this.#editor;
    const { from, to, empty } = state.selection;
    const quote = state.doc.textBetween(from, to, ' ', ' ').trim();
    if (empty || quote === '') return undefined;
    this.#taken = { from: keepPlace(state, from), to: keepPlace(state, to) };
    return { quote };
  }

  tie(thread: string): void {
    const { state, view, schema } = this.#editor;
    const [from, to] = [this.#taken?.from(state), this.#taken?.to(state)];
    if (from === undefined || to === undefined || from >= to) return;
    const mark = schema.marks['comment']!.create({ thread });
    // A comment is no change of the text: undoing goes past it.
    view.dispatch(state.tr.addMark(from, to, mark).setMeta('addToHistory', false));
  }

  untie(thread: string): void {
    const { state, view, schema } = this.#editor;
    const mark = schema.marks['comment']!.create({ thread });
    view.dispatch(state.tr.removeMark(0, state.doc.content.size, mark).setMeta('addToHistory', false));
  }

  places(): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    for (const element of this.#elements()) {
      const thread = element.dataset['thread']!;
      if (!places.has(thread)) places.set(thread, element.getBoundingClientRect().top);
    }
    return places;
  }

  show(thread: string): void {
    this.#elements().find(({ dataset }) => dataset['thread'] === thread)?.scrollIntoView({ block: 'center' });
  }

  /** Drawn by the browser over the text, so that the document is not touched for it. */
  mark(threads: readonly string[], active: string | undefined): void {
    if (!('highlights' in CSS)) return;
    const shown = new Set(threads);
    const [all, one] = [new Highlight(), new Highlight()];
    for (const element of this.#elements()) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const thread = element.dataset['thread']!;
      if (thread === active) one.add(range);
      else if (shown.has(thread)) all.add(range);
    }
    one.priority = 1;
    CSS.highlights.set('comment', all);
    CSS.highlights.set('comment-active', one);
  }

  destroy(): void {
    if (!('highlights' in CSS)) return;
    CSS.highlights.delete('comment');
    CSS.highlights.delete('comment-active');
  }

  #elements(): HTMLElement[] {
    return [...this.#editor.view.dom.querySelectorAll<HTMLElement>('.commented[data-thread]')];
  }
}

/** The key for a new comment, and clicks on commented text. */
export function commentKeys(around: { write: () => boolean; clicked: (threads: readonly string[]) => void }): Extension {
  return Extension.create({
    name: 'commentKeys',
    addKeyboardShortcuts: () => ({ 'Mod-Alt-m': () => around.write() }),
    addProseMirrorPlugins: () => [
      new Plugin({
        key: new PluginKey('commentKeys'),
        props: {
          handleClick: (_view, _place, event) => {
            const threads: string[] = [];
            let at = event.target instanceof Element ? event.target.closest<HTMLElement>('.commented') : null;
            for (; at !== null; at = at.parentElement?.closest<HTMLElement>('.commented') ?? null) {
              threads.push(at.dataset['thread'] ?? '');
            }
            if (threads.length > 0) around.clicked(threads);
            return false;
          },
        },
      }),
    ],
  });
}
