/** The languages of code pads. A grammar is loaded when a pad asks for it. */
import { LanguageDescription, type LanguageSupport } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import { markdown } from '@codemirror/lang-markdown';

/** `meta.language` → how it is called, and by which name language-data knows it. The first is the default. */
const named: Readonly<Record<string, string>> = {
  markdown: 'Markdown',
  bash: 'Shell',
  c: 'C',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  go: 'Go',
  html: 'HTML',
  java: 'Java',
  javascript: 'JavaScript',
  json: 'JSON',
  kotlin: 'Kotlin',
  php: 'PHP',
  python: 'Python',
  ruby: 'Ruby',
  rust: 'Rust',
  sql: 'SQL',
  typescript: 'TypeScript',
  xml: 'XML',
  yaml: 'YAML',
};

export const languageNames: readonly (readonly [id: string, name: string])[] = Object.entries(named);

/** `undefined` for a name that this version does not know: its text is shown without colours. */
export async function loadLanguage(id: string): Promise<LanguageSupport | undefined> {
  // With the grammars of fenced blocks, each loaded when one is there.
  if (id === 'markdown') return markdown({ codeLanguages: languages });
  const name = Object.hasOwn(named, id) ? named[id] : undefined;
  const found = name === undefined ? null : LanguageDescription.matchLanguageName(languages, name, false);
  return found === null ? undefined : found.load();
}
