/** The inside of a paragraph, from marked's tokens. */
import type { Token, Tokens } from 'marked';
import { isBlobReference } from '../blobs/blob-urls.ts';
import { safeHref } from '../rich/links.ts';
import { attr, type RichJson, type RichMark } from './rich-json.ts';

const tagMarks: Readonly<Record<string, string>> = {
  u: 'underline',
  ins: 'underline',
  mark: 'highlight',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strike',
  del: 'strike',
};

export function readInline(tokens: readonly Token[], marks: readonly RichMark[] = []): RichJson[] {
  const nodes: RichJson[] = [];
  // Tags come one by one, and whoever wrote them may have forgotten to close one.
  let open: RichMark[] = [];
  for (const token of tokens) {
    const tag = token.type === 'html' ? /^<(\/?)([a-z]+)\s*\/?>$/iu.exec(token.raw.trim()) : null;
    const mark = tag === null ? undefined : tagMarks[tag[2]!.toLowerCase()];
    if (tag?.[2]?.toLowerCase() === 'br') nodes.push({ type: 'hardBreak' });
    else if (mark === undefined) nodes.push(...readToken(token, [...marks, ...open]));
    else if (tag?.[1] === '/') open = open.filter(({ type }) => type !== mark);
    else open = [...open, { type: mark }];
  }
  return joined(nodes);
}

function readToken(token: Token, marks: readonly RichMark[]): RichJson[] {
  switch (token.type) {
    case 'strong':
      return readInline((token as Tokens.Strong).tokens, withMark(marks, { type: 'bold' }));
    case 'em':
      return readInline((token as Tokens.Em).tokens, withMark(marks, { type: 'italic' }));
    case 'del':
      return readInline((token as Tokens.Del).tokens, withMark(marks, { type: 'strike' }));
    case 'codespan':
      // Code takes no other marks.
      return textNodes((token as Tokens.Codespan).text, [{ type: 'code' }]);
    case 'br':
      return [{ type: 'hardBreak' }];
    case 'link':
      return readLink(token as Tokens.Link, marks);
    case 'image':
      return [readImage(token as Tokens.Image)];
    case 'checkbox':
      return [];
    case 'escape':
      return textNodes((token as Tokens.Escape).text, marks);
    case 'html':
      return textNodes(token.raw, marks);
    default: {
      const { tokens, text = '' } = token as Tokens.Text;
      return tokens === undefined ? textNodes(unescaped(text), marks) : readInline(tokens, marks);
    }
  }
}

const withMark = (marks: readonly RichMark[], mark: RichMark): RichMark[] =>
  marks.some(({ type }) => type === mark.type) ? [...marks] : [...marks, mark];

function readLink({ href, tokens }: Tokens.Link, marks: readonly RichMark[]): RichJson[] {
  if (isBlobReference(href)) {
    const name = readInline(tokens).map((node) => node.text ?? '').join('');
    return [{ type: 'attachment', attrs: { src: href, name } }];
  }
  const safe = safeHref(unescaped(href));
  return readInline(tokens, safe === undefined ? marks : withMark(marks, { type: 'link', attrs: { href: safe } }));
}

function readImage({ href, text, title }: Tokens.Image): RichJson {
  const source = isBlobReference(href) ? href : (safeHref(unescaped(href)) ?? '');
  return { type: 'image', attrs: { src: source, alt: unescaped(text) || null, title: title ? unescaped(title) : null } };
}

function textNodes(text: string, marks: readonly RichMark[]): RichJson[] {
  // Inside of a paragraph a line break is a space.
  const line = text.replace(/ *\n */gu, ' ');
  return line === '' ? [] : [{ type: 'text', text: line, ...(marks.length > 0 && { marks }) }];
}

/** Neighbours with the same marks are one text. */
function joined(nodes: readonly RichJson[]): RichJson[] {
  const all: RichJson[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (last?.type === 'text' && node.type === 'text' && sameMarks(last, node)) {
      all[all.length - 1] = { ...last, text: `${last.text}${node.text}` };
    } else all.push(node);
  }
  return all;
}

const marksKey = ({ marks = [] }: RichJson): string =>
  marks.map((mark) => `${mark.type} ${attr(mark, 'href')}`).sort().join();
const sameMarks = (one: RichJson, other: RichJson): boolean => marksKey(one) === marksKey(other);

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  ndash: '–',
  mdash: '—',
  hellip: '…',
};

/** Character references; one that is not known stays as it stands. */
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/giu, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '\ufffd';
  });
}
