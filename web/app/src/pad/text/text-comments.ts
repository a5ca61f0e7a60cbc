/** Comments in plain text and code: their places are relative positions, which stand in the threads themselves. */
import { type Extension, Prec, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap } from '@codemirror/view';
import type * as Y from 'yjs';
import type { CommentHost } from '../comments/comment-host.ts';
import type { Comments, Subject } from '../comments/comments.svelte.ts';
import { keepPlace, placeOf } from './places.ts';

const marked = StateEffect.define<readonly Range<Decoration>[]>();

/** Between two words of the threads the marks move along with the text. */
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (set, transaction) => {
    const effect = transaction.effects.find((one) => one.is(marked));
    return effect === undefined ? set.map(transaction.changes) : Decoration.set(effect.value as Range<Decoration>[], true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class TextComments implements CommentHost {
  readonly #view: EditorView;
  readonly #text: Y.Text;
  readonly #comments: Comments;
  #shown = '';

  constructor(view: EditorView, text: Y.Text, comments: Comments) {
    this.#view = view;
    this.#text = text;
    this.#comments = comments;
  }

  take(): Subject | undefined {
    const { from, to } = this.#view.state.selection.main;
    const quote = this.#view.state.sliceDoc(from, to).trim();
    if (quote === '') return undefined;
    // What is typed at its edges does not belong to it.
    return { quote, start: keepPlace(this.#text, from, 0), end: keepPlace(this.#text, to, -1) };
  }

  tie(): void {}

  untie(): void {}

  places(): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    for (const { id } of this.#comments.threads) {
      const span = this.#spanOf(id);
      if (span !== undefined) places.set(id, this.#view.documentTop + this.#view.lineBlockAt(span.from).top);
    }
    return places;
  }

  show(thread: string): void {
    const span = this.#spanOf(thread);
    if (span !== undefined) this.#view.dispatch({ effects: EditorView.scrollIntoView(span.from, { y: 'center' }) });
  }

  mark(threads: readonly string[], active: string | undefined): void {
    const ranges = threads.flatMap((id) => {
      const span = this.#spanOf(id);
      if (span === undefined) return [];
      const name = id === active ? 'commented active' : 'commented';
      return [Decoration.mark({ class: name, attributes: { 'data-thread': id } }).range(span.from, span.to)];
    });
    // Scrolling asks for the same again and again.
    const shown = JSON.stringify(ranges.map(({ from, to, value }) => [from, to, value.spec as unknown]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#view.dispatch({ effects: marked.of(ranges) });
  }

  #spanOf(id: string): { from: number; to: number } | undefined {
    const thread = this.#comments.threads.find((one) => one.id === id);
    const [from, to] = [placeOf(this.#text, thread?.start), placeOf(this.#text, thread?.end)];
    const { length } = this.#view.state.doc;
    return from === undefined || to === undefined || from >= to || to > length ? undefined : { from, to };
  }
}

/** The marks, the key for a new comment, and clicks on commented text. */
export function commentExtension(around: {
  write: () => boolean;
  clicked: (threads: readonly string[]) => void;
  moved: () => void;
}): Extension {
  return [
    marks,
    Prec.high(keymap.of([{ key: 'Mod-Alt-m', run: () => around.write() }])),
    EditorView.updateListener.of(({ docChanged, geometryChanged }) => {
      if (docChanged || geometryChanged) around.moved();
    }),
    EditorView.domEventHandlers({
      scroll: () => around.moved(),
      click: (event) => {
        const element = event.target instanceof Element ? event.target.closest<HTMLElement>('.commented') : null;
        if (element !== null) around.clicked([element.dataset['thread'] ?? '']);
      },
    }),
  ];
}
