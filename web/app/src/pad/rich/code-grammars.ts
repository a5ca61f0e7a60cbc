/** Loaded with the first code block that names a language (code-highlight.ts). */
import { common, createLowlight } from 'lowlight';
import type { Highlight, Span } from './code-highlight.ts';

const lowlight = createLowlight(common);

interface Piece {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Piece[];
  readonly properties?: { readonly className?: unknown };
}

export const highlight: Highlight = (language, code) => {
  if (!lowlight.registered(language)) return [];
  const spans: Span[] = [];
  let at = 0;
  const walk = (pieces: readonly Piece[], classes: readonly string[]): void => {
    for (const { type, value, children, properties } of pieces) {
      if (type === 'text') {
        const to = at + (value ?? '').length;
        if (classes.length > 0) spans.push({ from: at, to, classes: classes.join(' ') });
        at = to;
      } else {
        const own = Array.isArray(properties?.className) ? properties.className.map(String) : [];
        walk(children ?? [], [...classes, ...own]);
      }
    }
  };
  walk(lowlight.highlight(language, code).children as readonly Piece[], []);
  return spans;
};
