/** Markdown (GitHub's flavour) as a rich document. Every text is Markdown, so nothing is refused. */
import { Marked, type Token, type Tokens } from 'marked';
import { readInline } from './read-inline.ts';
import { childrenOf, type RichJson } from './rich-json.ts';

const marked = new Marked({ gfm: true });

export function readMarkdown(source: string): RichJson {
  const content = readBlocks(marked.lexer(source.replace(/\r\n?/gu, '\n')));
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

function readBlocks(tokens: readonly Token[]): RichJson[] {
  return tokens.flatMap(readBlock);
}

function readBlock(token: Token): RichJson[] {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const content = readInline(tokens).filter(({ type }) => type !== 'image');
      return [{ type: 'heading', attrs: { level: Math.min(depth, 3) }, content }];
    }
    case 'code': {
      const { text, lang = '' } = token as Tokens.Code;
      const language = /^[\w+#.-]+/u.exec(lang)?.[0] ?? null;
      return [{ type: 'codeBlock', attrs: { language }, content: text === '' ? [] : [{ type: 'text', text }] }];
    }
    case 'blockquote':
      return [{ type: 'blockquote', content: orParagraph(readBlocks((token as Tokens.Blockquote).tokens)) }];
    case 'hr':
      return [{ type: 'horizontalRule' }];
    case 'list':
      return readList(token as Tokens.List);
    case 'table':
      return [readTable(token as Tokens.Table)];
    case 'html':
      return paragraphs(readInline(marked.Lexer.lexInline(token.raw.trim())));
    default: {
      const { tokens, text } = token as Tokens.Generic;
      return paragraphs(tokens === undefined ? [{ type: 'text', text: String(text ?? token.raw) }] : readInline(tokens));
    }
  }
}

const orParagraph = (blocks: RichJson[]): RichJson[] => (blocks.length > 0 ? blocks : [{ type: 'paragraph' }]);

/** Pictures are blocks of their own: a paragraph ends before one and goes on behind it. */
function paragraphs(inline: readonly RichJson[]): RichJson[] {
  const blocks: RichJson[] = [];
  let line: RichJson[] = [];
  const end = (): void => {
    const isBlank = line.every((node) => node.type === 'hardBreak' || (node.type === 'text' && node.text?.trim() === ''));
    if (!isBlank) blocks.push({ type: 'paragraph', content: line });
    line = [];
  };
  for (const node of inline) {
    if (node.type === 'image') {
      end();
      blocks.push(node);
    } else line.push(node);
  }
  end();
  return blocks;
}

function readList({ items, ordered, start }: Tokens.List): RichJson[] {
  const isTask = !ordered && items.length > 0 && items.every(({ task }) => task);
  const content = items.map((item): RichJson => {
    const blocks = readBlocks(item.tokens);
    const children = blocks[0]?.type === 'paragraph' ? blocks : [{ type: 'paragraph' }, ...blocks];
    return isTask
      ? { type: 'taskItem', attrs: { checked: item.checked === true }, content: children }
      : { type: 'listItem', content: children };
  });
  if (isTask) return [{ type: 'taskList', content }];
  if (!ordered) return [{ type: 'bulletList', content }];
  return [{ type: 'orderedList', attrs: { start: typeof start === 'number' ? start : 1 }, content }];
}

function readTable({ header, rows }: Tokens.Table): RichJson {
  const row = (cells: readonly Tokens.TableCell[], type: string): RichJson => ({
    type: 'tableRow',
    content: cells.map(({ tokens }) => ({ type, content: [{ type: 'paragraph', content: cellText(tokens) }] })),
  });
  // A header without a word is only there because Markdown has no table without one.
  const isBare = header.every(({ text }) => text.trim() === '') && rows.length > 0;
  return {
    type: 'table',
    content: [...(isBare ? [] : [row(header, 'tableHeader')]), ...rows.map((cells) => row(cells, 'tableCell'))],
  };
}

function cellText(tokens: readonly Token[]): RichJson[] {
  return readInline(tokens).flatMap((node) => (node.type === 'image' ? childrenOf(node) : [node]));
}
