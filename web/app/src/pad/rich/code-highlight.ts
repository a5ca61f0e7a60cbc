/**
 * Colours code blocks. The grammars come lazily, with the first block that has a language; what a block's colours are
 * is kept by its node, so that a letter costs no more than the block it is in.
 */
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** A piece of a code block: offsets in its text, and the classes that its colour comes from. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly classes: string;
}

export type Highlight = (language: string, code: string) => Span[];

// Longer blocks stay plain: colouring is linear, and a block is one step.
const charactersMax = 20_000;

const key = new PluginKey<DecorationSet>('codeHighlight');

export const CodeHighlight = Extension.create<{ load: () => Promise<Highlight> }>({
  name: 'codeHighlight',
  addOptions: () => ({ load: async () => (await import('./code-grammars.ts')).highlight }),
  addProseMirrorPlugins() {
    return [codeHighlight(this.options.load)];
  },
});

function codeHighlight(load: () => Promise<Highlight>): Plugin<DecorationSet> {
  let highlight: Highlight | undefined;
  const spansOf = new WeakMap<Node, Span[]>();

  const decorationsOf = (doc: Node): DecorationSet => {
    const decorations: Decoration[] = [];
    for (const { node, start } of codeBlocks(doc)) {
      let spans = spansOf.get(node);
      if (spans === undefined && highlight !== undefined) {
        spans = highlight(String(node.attrs['language']), node.textContent);
        spansOf.set(node, spans);
      }
      for (const { from, to, classes } of spans ?? []) {
        decorations.push(Decoration.inline(start + from, start + to, { class: classes }));
      }
    }
    return decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, decorations);
  };

  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => decorationsOf(doc),
      apply: (transaction, old, _, { doc }) =>
        transaction.docChanged || transaction.getMeta(key) !== undefined ? decorationsOf(doc) : old,
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => {
      let isLoading = false;
      let isGone = false;
      const loadIfNeeded = (): void => {
        if (isLoading || codeBlocks(view.state.doc).length === 0) return;
        isLoading = true;
        load().then(
          (loaded) => {
            highlight = loaded;
            if (!isGone) view.dispatch(view.state.tr.setMeta(key, true));
          },
          () => (isLoading = false), // Without a network the code stays plain; the next block tries again.
        );
      };
      loadIfNeeded();
      return {
        update: (_, before) => {
          if (before.doc !== view.state.doc) loadIfNeeded();
        },
        destroy: () => (isGone = true),
      };
    },
  });
}

/** Code blocks that name a language. They stand at the top or in quotes, lists and cells: text is not walked into. */
function codeBlocks(doc: Node): { node: Node; start: number }[] {
  const found: { node: Node; start: number }[] = [];
  doc.descendants((node, position) => {
    if (node.type.name === 'codeBlock' && node.attrs['language'] && node.content.size <= charactersMax) {
      found.push({ node, start: position + 1 });
    }
    return !node.isTextblock;
  });
  return found;
}
