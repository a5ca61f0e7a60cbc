/** Files into Markdown: dropped or pasted, each becomes a reference where it was put. */
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { isPicture, type PadFiles } from '../blobs/pad-files.svelte.ts';

export function fileArrivals(files: PadFiles): Extension {
  const take = (view: EditorView, data: DataTransfer | null, at: number): boolean => {
    const added = [...(data?.files ?? [])];
    const isText = (data?.getData('text/plain') ?? '') !== '';
    if (added.length === 0 || isText || view.state.readOnly || !files.canAdd) return false;
    void add(view, files, added, at);
    return true;
  };
  return EditorView.domEventHandlers({
    paste: (event, view) => take(view, event.clipboardData, view.state.selection.main.from),
    drop: (event, view) => {
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      return take(view, event.dataTransfer, at ?? view.state.selection.main.from);
    },
  });
}

async function add(view: EditorView, files: PadFiles, added: readonly File[], at: number): Promise<void> {
  for (const file of added) {
    const reference = await files.add(file);
    if (reference === undefined || view.state.readOnly) continue;
    const name = file.name.replace(/[[\]\\\n]/gu, ' ');
    const insert = `${isPicture(file.type) ? '!' : ''}[${name}](${reference})`;
    const from = Math.min(at, view.state.doc.length);
    view.dispatch({ changes: { from, insert }, selection: { anchor: from + insert.length } });
    at = from + insert.length;
  }
}
