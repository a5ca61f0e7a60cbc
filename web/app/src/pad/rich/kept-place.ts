import type { EditorState } from '@tiptap/pm/state';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
import type * as Y from 'yjs';

interface Bound {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly binding: { readonly mapping: Map<Y.AbstractType<unknown>, never> };
}

/** Remembers a place while others write: positions of the editor would not survive that. */
export function keepPlace(state: EditorState, place: number): (now: EditorState) => number | undefined {
  const { type, binding } = boundOf(state);
  const relative: unknown = absolutePositionToRelativePosition(place, type, binding.mapping);
  return (now) => {
    const bound = boundOf(now);
    const found = relativePositionToAbsolutePosition(bound.doc, bound.type, relative, bound.binding.mapping);
    return found === null ? undefined : Math.min(found, now.doc.content.size);
  };
}

function boundOf(state: EditorState): Bound {
  return ySyncPluginKey.getState(state) as Bound;
}
