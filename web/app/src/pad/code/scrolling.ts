import type { EditorView } from '@codemirror/view';

/** The line at the upper edge of an editor, from 0, with the part of it that is above. */
export function topLine(view: EditorView): number {
  const { scrollTop } = view.scrollDOM;
  const block = view.lineBlockAtHeight(Math.max(0, scrollTop - view.documentPadding.top));
  const share = Math.max(0, scrollTop - view.documentPadding.top - block.top) / Math.max(1, block.height);
  return view.state.doc.lineAt(block.from).number - 1 + Math.min(1, share);
}

/** The inverse of `topLine`. */
export function scrollToLine(view: EditorView, line: number): void {
  const number = Math.min(Math.floor(line) + 1, view.state.doc.lines);
  const block = view.lineBlockAt(view.state.doc.line(number).from);
  view.scrollDOM.scrollTop = line <= 0 ? 0 : view.documentPadding.top + block.top + (line % 1) * block.height;
}
