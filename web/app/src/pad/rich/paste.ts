/** What is pasted: Markdown becomes what it says, and HTML keeps no more than the schema knows. */
import { Extension } from '@tiptap/core';
import { Slice } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { readMarkdown } from '../markdown/read.ts';

// Signs that only Markdown has: a heading, a list, a fence, a quote, a table, or marks around words.
const signs =
  /^ {0,3}(?:#{1,6} \S|[-*+] \S|\d{1,9}[.)] \S|```|~~~|> \S|\|.+\|\s*$)|\*\*\S[^*]*\*\*|\[[^\]]+\]\(\S+\)|`[^`]+`/mu;

export const Pasting = Extension.create({
  name: 'pasting',
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey('pasting'),
        props: {
          transformPastedHTML: withoutOffice,
          handlePaste: (view, event) => {
            const text = event.clipboardData?.getData('text/plain') ?? '';
            const html = event.clipboardData?.getData('text/html') ?? '';
            const isInCode = view.state.selection.$from.parent.type.spec.code === true;
            // Editors of code give their text as coloured HTML too; what it says is in the text.
            const isPlain = html === '' || /<meta[^>]+vscode|class="?(?:cm-|hljs|highlight)/iu.test(html);
            if (!view.editable || isInCode || !isPlain || !signs.test(text)) return false;
            const doc = editor.schema.nodeFromJSON(readMarkdown(text));
            const isLine = doc.childCount === 1 && doc.firstChild?.type.name === 'paragraph';
            view.dispatch(
              view.state.tr.replaceSelection(new Slice(doc.content, isLine ? 1 : 0, isLine ? 1 : 0)).scrollIntoView(),
            );
            return true;
          },
        },
      }),
    ];
  },
});

/** Word and Docs wrap what is copied: conditional comments, a bold element around all, lists that are paragraphs. */
function withoutOffice(html: string): string {
  return html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/giu, '')
    .replace(/<\/?o:p[^>]*>/giu, '')
    .replace(/<b\b[^>]*(?:id="docs-internal-guid[^"]*"|style="font-weight:\s*normal;?")[^>]*>([\s\S]*)<\/b>/iu, '$1')
    .replace(
      /<p\b[^>]*class="?MsoListParagraph[^>]*>([\s\S]*?)<\/p>/giu,
      (_whole, inside: string) => `<ul><li><p>${inside.replace(/<!\[if !supportLists\]>[\s\S]*?<!\[endif\]>/giu, '')}</p></li></ul>`,
    )
    .replace(/<\/ul>\s*<ul>/giu, '');
}
