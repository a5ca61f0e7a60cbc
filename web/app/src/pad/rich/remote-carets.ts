/** The carets and selections of the others in rich text, and one's own told to them (docs/protocol/pad.md §5.2). */
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { caretElement, onOthersMoved, otherCursors, tellCursor } from '../carets.ts';

const key = new PluginKey<DecorationSet>('remoteCarets');

export const RemoteCarets = Extension.create<{ awareness: Awareness | undefined }>({
  name: 'remoteCarets',
  addOptions: () => ({ awareness: undefined }),
  addProseMirrorPlugins() {
    const { awareness } = this.options;
    return awareness === undefined ? [] : [remoteCarets(awareness)];
  },
});

function remoteCarets(awareness: Awareness): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, state) => decorationsOf(state, awareness),
      apply: (transaction, old, _, state) => {
        // When others write, the binding replaces the whole document, and decorations do not survive that.
        const isOthers = (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin;
        if (isOthers === true || transaction.getMeta(key) !== undefined) return decorationsOf(state, awareness);
        return transaction.docChanged ? old.map(transaction.mapping, transaction.doc) : old;
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => {
      let isWaiting = false;
      let isGone = false;
      // The binding may be in the middle of a change when it is heard that somebody moved.
      const redraw = (): void => {
        if (isWaiting) return;
        isWaiting = true;
        queueMicrotask(() => {
          isWaiting = false;
          if (!isGone) view.dispatch(view.state.tr.setMeta(key, true));
        });
      };
      const stopListening = onOthersMoved(awareness, redraw);
      const tell = (): void => tellPlace(view, awareness);
      view.dom.addEventListener('focus', tell);
      redraw();
      return {
        update: (_, before) => {
          const { selection, doc } = view.state;
          if (!selection.eq(before.selection) || doc !== before.doc) tell();
        },
        destroy: () => {
          isGone = true;
          stopListening();
          view.dom.removeEventListener('focus', tell);
        },
      };
    },
  });
}

interface Bound {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly binding: { readonly mapping: Map<Y.AbstractType<unknown>, never> } | null;
}

function boundOf(state: EditorState): Bound | undefined {
  const bound = ySyncPluginKey.getState(state) as Bound | undefined;
  return bound?.binding ? bound : undefined;
}

/** The place stays known while the editor is not in focus: that is where its owner left off reading. */
function tellPlace(view: EditorView, awareness: Awareness): void {
  const bound = boundOf(view.state);
  if (bound === undefined || !view.hasFocus()) return;
  const { anchor, head } = view.state.selection;
  const relative = (place: number): unknown =>
    Y.relativePositionToJSON(
      absolutePositionToRelativePosition(place, bound.type, bound.binding!.mapping) as Y.RelativePosition,
    );
  tellCursor(awareness, { anchor: relative(anchor), head: relative(head) });
}

/** Where a person's caret is; `undefined` if nowhere in this text. */
export function placeOfPerson(state: EditorState, awareness: Awareness, clientId: number): number | undefined {
  const cursor: unknown = awareness.getStates().get(clientId)?.['cursor'];
  const bound = boundOf(state);
  return bound === undefined ? undefined : placeOf(bound, state, fieldOf(cursor, 'head'));
}

function fieldOf(cursor: unknown, field: 'anchor' | 'head'): unknown {
  return typeof cursor === 'object' && cursor !== null ? (cursor as Record<string, unknown>)[field] : undefined;
}

function placeOf({ doc, type, binding }: Bound, state: EditorState, position: unknown): number | undefined {
  if (typeof position !== 'object' || position === null || binding === null) return undefined;
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    const place = relativePositionToAbsolutePosition(doc, type, relative, binding.mapping);
    if (place === null) return undefined;
    return Math.min(Math.max(place, 0), state.doc.content.size);
  } catch {
    return undefined; // Yjs throws at positions that no editor makes.
  }
}

function decorationsOf(state: EditorState, awareness: Awareness): DecorationSet {
  const bound = boundOf(state);
  if (bound === undefined) return DecorationSet.empty;
  const decorations: Decoration[] = [];
  for (const { clientId, name, style, cursor } of otherCursors(awareness)) {
    const anchor = placeOf(bound, state, fieldOf(cursor, 'anchor'));
    const head = placeOf(bound, state, fieldOf(cursor, 'head'));
    if (anchor === undefined || head === undefined) continue;
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    if (from < to) {
      decorations.push(Decoration.inline(from, to, { class: 'other-selection', style }, { inclusiveEnd: false }));
    }
    decorations.push(
      Decoration.widget(head, () => caretElement(name, style), {
        // A caret that moved is a new one, which is what lets its flag show again.
        key: `${clientId} ${head} ${name} ${style}`,
        side: head > anchor ? -1 : 1,
        ignoreSelection: true,
      }),
    );
  }
  return DecorationSet.create(state.doc, decorations);
}
