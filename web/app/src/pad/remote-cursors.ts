/**
 * The cursors and selections of the others, drawn into the editor, and one's own told to them
 * (docs/protocol/pad.md §5.2). y-codemirror.next has a plugin for this; it writes colours into style attributes as they
 * came and shows no new name after a rename, so Tacit draws them itself.
 */
import { StateEffect, type Extension, type Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { inkOn } from './colors.ts';
import { peopleShownMax, person } from './presence.svelte.ts';

type Change = { added: number[]; updated: number[]; removed: number[] };

const othersMoved = StateEffect.define<null>();

export function remoteCursors(text: Y.Text, awareness: Awareness): Extension {
  return ViewPlugin.define((view) => new RemoteCursors(view, text, awareness), {
    decorations: (cursors) => cursors.decorations,
  });
}

class RemoteCursors implements PluginValue {
  decorations: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  readonly #text: Y.Text;
  readonly #awareness: Awareness;

  constructor(view: EditorView, text: Y.Text, awareness: Awareness) {
    this.#view = view;
    this.#text = text;
    this.#awareness = awareness;
    awareness.on('change', this.#heard);
    this.#draw();
  }

  update(update: ViewUpdate): void {
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#tell(update);
    const othersDidMove = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(othersMoved)));
    if (update.docChanged || othersDidMove) this.#draw();
  }

  destroy(): void {
    this.#awareness.off('change', this.#heard);
  }

  readonly #heard = ({ added, updated, removed }: Change): void => {
    // One's own state changes inside an update of the editor, where dispatching is not allowed, nor needed.
    const isOthers = [...added, ...updated, ...removed].some((clientId) => clientId !== this.#awareness.clientID);
    if (isOthers) this.#view.dispatch({ effects: othersMoved.of(null) });
  };

  /** The place stays known while the editor is not in focus: that is where its owner left off reading. */
  #tell(update: ViewUpdate): void {
    const known = this.#awareness.getLocalState();
    if (known === null || !update.view.hasFocus) return;
    const { anchor, head } = update.state.selection.main;
    const cursor = {
      anchor: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#text, anchor)),
      head: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#text, head)),
    };
    if (JSON.stringify(known['cursor']) !== JSON.stringify(cursor)) {
      this.#awareness.setLocalStateField('cursor', cursor);
    }
  }

  #draw(): void {
    const marks: Range<Decoration>[] = [];
    let shownCount = 0;
    for (const [clientId, state] of this.#awareness.getStates()) {
      if (clientId === this.#awareness.clientID) continue;
      const span = this.#spanOf(state['cursor']);
      if (span === undefined) continue;
      if (++shownCount > peopleShownMax) break;
      const { name, color } = person(clientId, state, false);
      const style = `--who: ${color}; --who-ink: ${inkOn(color)}`;
      const [from, to] = [Math.min(span.anchor, span.head), Math.max(span.anchor, span.head)];
      if (from < to) marks.push(Decoration.mark({ class: 'cm-other-selection', attributes: { style } }).range(from, to));
      marks.push(
        Decoration.widget({
          widget: new Caret(clientId, name, style, span.head),
          // Outside of the selection that it ends.
          side: span.head > span.anchor ? -1 : 1,
        }).range(span.head),
      );
    }
    this.decorations = Decoration.set(marks, true);
  }

  /** Where a cursor is now; `undefined` if it is nowhere in this text. `cursor` is whatever another client sent. */
  #spanOf(cursor: unknown): { anchor: number; head: number } | undefined {
    if (typeof cursor !== 'object' || cursor === null) return undefined;
    const { anchor, head } = cursor as { anchor?: unknown; head?: unknown };
    const places = [this.#placeOf(anchor), this.#placeOf(head)];
    if (places[0] === undefined || places[1] === undefined) return undefined;
    return { anchor: places[0], head: places[1] };
  }

  #placeOf(position: unknown): number | undefined {
    const { doc } = this.#text;
    if (typeof position !== 'object' || position === null || doc === null) return undefined;
    try {
      const place = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
      if (place === null || place.type !== this.#text) return undefined;
      // The document may be ahead of the editor by the change that is being applied.
      return Math.min(place.index, this.#view.state.doc.length);
    } catch {
      return undefined; // Yjs throws at positions that no editor makes.
    }
  }
}

/** A bar with a flag. The flag shows for a while after each move, then on hover only (see pad/editor.css). */
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
    const caret = document.createElement('span');
    caret.className = 'cm-other-caret';
    caret.setAttribute('style', this.#style);
    // Who is where is told by the list of people; read aloud in the middle of a line it would only disturb.
    caret.setAttribute('aria-hidden', 'true');
    const flag = document.createElement('span');
    flag.className = 'cm-other-flag';
    flag.textContent = this.#name;
    // Word joiners keep the bar at the line's height without a place to break the line.
    caret.append('\u2060', flag, '\u2060');
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
