/**
 * The cursors and selections of the others, drawn into CodeMirror, and one's own told to them
 * (docs/protocol/pad.md §5.2). y-codemirror.next has a plugin for this; it writes colours into style attributes as they
 * came and shows no new name after a rename, so Tacit draws them itself.
 */
import { StateEffect, type Extension, type Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { caretElement, onOthersMoved, otherCursors, tellCursor } from '../carets.ts';
import { placeOf } from './places.ts';

const othersMoved = StateEffect.define<null>();

export function remoteCursors(text: Y.Text, awareness: Awareness): Extension {
  return ViewPlugin.define((view) => new RemoteCursors(view, text, awareness), {
    decorations: (cursors) => cursors.decorations,
  });
}

/** Scrolls to where somebody is; `false` if they are nowhere in this text. */
export function showPerson(view: EditorView, text: Y.Text, awareness: Awareness, clientId: number): boolean {
  const cursor: unknown = awareness.getStates().get(clientId)?.['cursor'];
  const head = placeOf(text, fieldOf(cursor, 'head'));
  if (head === undefined || head > view.state.doc.length) return false;
  view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'center' }) });
  return true;
}

class RemoteCursors implements PluginValue {
  decorations: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  readonly #text: Y.Text;
  readonly #awareness: Awareness;
  readonly #stopListening: () => void;

  constructor(view: EditorView, text: Y.Text, awareness: Awareness) {
    this.#view = view;
    this.#text = text;
    this.#awareness = awareness;
    this.#stopListening = onOthersMoved(awareness, () => view.dispatch({ effects: othersMoved.of(null) }));
    this.#draw();
  }

  update(update: ViewUpdate): void {
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#tell(update);
    const othersDidMove = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(othersMoved)));
    if (update.docChanged || othersDidMove) this.#draw();
  }

  destroy(): void {
    this.#stopListening();
  }

  /** The place stays known while the editor is not in focus: that is where its owner left off reading. */
  #tell(update: ViewUpdate): void {
    if (!update.view.hasFocus) return;
    const { anchor, head } = update.state.selection.main;
    tellCursor(this.#awareness, {
      anchor: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#text, anchor)),
      head: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#text, head)),
    });
  }

  #draw(): void {
    const marks: Range<Decoration>[] = [];
    for (const { clientId, name, style, cursor } of otherCursors(this.#awareness)) {
      const anchor = this.#placeOf(fieldOf(cursor, 'anchor'));
      const head = this.#placeOf(fieldOf(cursor, 'head'));
      if (anchor === undefined || head === undefined) continue;
      const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
      if (from < to) marks.push(Decoration.mark({ class: 'other-selection', attributes: { style } }).range(from, to));
      marks.push(
        Decoration.widget({
          widget: new Caret(clientId, name, style, head),
          // Outside of the selection that it ends.
          side: head > anchor ? -1 : 1,
        }).range(head),
      );
    }
    this.decorations = Decoration.set(marks, true);
  }

  #placeOf(position: unknown): number | undefined {
    const place = placeOf(this.#text, position);
    // The document may be ahead of the editor by the change that is being applied.
    return place === undefined ? undefined : Math.min(place, this.#view.state.doc.length);
  }
}

function fieldOf(cursor: unknown, field: 'anchor' | 'head'): unknown {
  return typeof cursor === 'object' && cursor !== null ? (cursor as Record<string, unknown>)[field] : undefined;
}

class Caret extends WidgetType {
  readonly #clientId: number;
  readonly #name: string;
  readonly #style: string;
  readonly #place: number;

  constructor(clientId: number, name: string, style: string, place: number) {
    super();
    this.#clientId = clientId;
    this.#name = name;
    this.#style = style;
    this.#place = place;
  }

  /** A caret that moved is a new one, which is what lets its flag show again. */
  override eq(other: Caret): boolean {
    return (
      other.#clientId === this.#clientId &&
      other.#name === this.#name &&
      other.#style === this.#style &&
      other.#place === this.#place
    );
  }

  override toDOM(): HTMLElement {
    return caretElement(this.#name, this.#style);
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
