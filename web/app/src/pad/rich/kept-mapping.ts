import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { EditorState } from '@tiptap/pm/state';

/**
 * Keeps the work for a letter from elsewhere to the paragraph it is in. The binding knows which node stands for which
 * Yjs type. When others write it removes, one by one, all that changed, which is enough; and then it empties the rest
 * too, and builds the whole document anew. So this one cannot be emptied.
 */
export function keepMapping(state: EditorState): void {
  const bound = ySyncPluginKey.getState(state) as { binding: { mapping: Map<unknown, unknown> } } | undefined;
  if (bound !== undefined) bound.binding.mapping.clear = () => undefined;
}
