/** What code has beyond plain text: line numbers, brackets, indentation, colours. */
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { indentWithTab } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { loadLanguage } from './languages.ts';

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.tagName], class: 'tok-keyword' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], class: 'tok-string' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: 'tok-number' },
  { tag: [tags.typeName, tags.className, tags.function(tags.variableName), tags.propertyName], class: 'tok-name' },
  { tag: [tags.comment, tags.quote, tags.meta, tags.processingInstruction], class: 'tok-comment' },
  { tag: [tags.link, tags.url], class: 'tok-link' },
  { tag: tags.heading, class: 'tok-heading' },
  { tag: tags.strong, class: 'tok-strong' },
  { tag: tags.emphasis, class: 'tok-emphasis' },
  { tag: tags.strikethrough, class: 'tok-strike' },
  { tag: tags.monospace, class: 'tok-mono' },
]);

/** The extension, and what changes its language while the editor lives. */
export function codeExtensions(): { extension: Extension; speak: (view: EditorView, language: string) => void } {
  const grammar = new Compartment();
  const wrapping = new Compartment();
  let wanted = '';
  return {
    extension: [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      indentUnit.of('  '),
      syntaxHighlighting(colors),
      // Escape, then Tab, leads out of the editor.
      keymap.of([...closeBracketsKeymap, indentWithTab]),
      grammar.of([]),
      wrapping.of([]),
    ],
    speak: (view, language) => {
      wanted = language;
      view.dispatch({ effects: wrapping.reconfigure(language === 'markdown' ? EditorView.lineWrapping : []) });
      loadLanguage(language).then(
        (loaded) => {
          // A slow one must not come after the one chosen next.
          if (wanted === language) view.dispatch({ effects: grammar.reconfigure(loaded ?? []) });
        },
        () => undefined, // Without a network the text stays plain.
      );
    },
  };
}
