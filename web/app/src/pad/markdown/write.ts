/**
 * Rich documents as Markdown (GitHub's flavour). Colours of people, widths of pictures and empty paragraphs stay
 * behind.
 */
import { attr, childrenOf, type RichJson } from './rich-json.ts';
import { escapeText, writeInline } from './write-inline.ts';

export function writeMarkdown(doc: RichJson): string {
  const text = writeBlocks(childrenOf(doc));
  return text === '' ? '' : `${text}\n`;
}

const isList = ({ type }: RichJson): boolean => type === 'bulletList' || type === 'orderedList' || type === 'taskList';

function writeBlocks(blocks: readonly RichJson[]): string {
  const written: string[] = [];
  let before: RichJson | undefined;
  let turn = false;
  for (const block of blocks) {
    // Two lists after each other would be read as one, were their signs the same.
    turn = before !== undefined && isList(before) && isList(block) && !turn;
    const text = isList(block) ? writeList(block, turn) : writeBlock(block);
    if (text === '') continue;
    written.push(text);
    before = block;
  }
  return written.join('\n\n');
}

function writeBlock(block: RichJson): string {
  const children = childrenOf(block);
  switch (block.type) {
    case 'paragraph':
      return paragraph(children);
    case 'heading':
      return heading(block);
    case 'blockquote':
      return prefixed(writeBlocks(children), '> ', '>');
    case 'codeBlock':
      return codeBlock(block);
    case 'horizontalRule':
      return '---';
    case 'image':
      return image(block);
    case 'table':
      return table(block);
    default:
      return writeBlocks(children);
  }
}

function paragraph(children: readonly RichJson[]): string {
  return writeInline(children, { isCell: false })
    .replace(/(?:\\\n)+$/u, '')
    .replace(/[ \t]+$/u, '');
}

function heading(block: RichJson): string {
  const level = Math.min(6, Math.max(1, Number(block.attrs?.['level']) || 1));
  const text = writeInline(childrenOf(block), { isCell: false }, ' ').replace(/\\\n/gu, ' ').trim();
  // Number signs at the end would be read as its closing.
  return `${'#'.repeat(level)} ${text.replace(/#$/u, '\\#')}`.trim();
}

function codeBlock(block: RichJson): string {
  const text = childrenOf(block).map((node) => node.text ?? '').join('');
  const runs = text.match(/`{3,}/gu) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}${attr(block, 'language').replace(/[`\s]/gu, '')}\n${text}\n${fence}`;
}

function image(block: RichJson): string {
  const source = attr(block, 'src').replace(/[<>\s\\]/gu, (sign) => encodeURIComponent(sign));
  const title = attr(block, 'title').replace(/["\\]/gu, '\\$&').replace(/\s+/gu, ' ');
  return `![${escapeText(attr(block, 'alt').replace(/\s+/gu, ' '), '[')}](<${source}>${title && ` "${title}"`})`;
}

function writeList(list: RichJson, turn: boolean): string {
  const start = Number(list.attrs?.['start'] ?? 1) || 1;
  const items = childrenOf(list).map((item, at) => {
    const bullet = turn ? '*' : '-';
    if (list.type === 'orderedList') return writeItem(item, `${Math.max(0, start) + at}${turn ? ')' : '.'} `);
    return writeItem(item, `${bullet} `, list.type === 'taskList' ? `[${item.attrs?.['checked'] === true ? 'x' : ' '}] ` : '');
  });
  const isTight = childrenOf(list).every((item) => childrenOf(item).slice(1).every(isList));
  return items.join(isTight ? '\n' : '\n\n');
}

function writeItem(item: RichJson, sign: string, box = ''): string {
  const children = childrenOf(item);
  const isTight = children.slice(1).every(isList);
  const [first, ...rest] = children;
  const begun = first === undefined ? '' : writeBlock(first);
  const more = isTight ? rest.map((list, at) => writeList(list, at % 2 === 1)).join('\n') : writeBlocks(rest);
  const body = [box + begun, more].filter((part) => part !== '').join(isTight ? '\n' : '\n\n');
  const indent = ' '.repeat(sign.length);
  return (sign + prefixed(body, indent, '').slice(body === '' || body.startsWith('\n') ? 0 : indent.length)).trimEnd();
}

/** `bare` stands before lines that are empty. */
function prefixed(text: string, prefix: string, bare: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? bare : prefix + line))
    .join('\n');
}

function table(block: RichJson): string {
  const rows = childrenOf(block).map((row) => childrenOf(row).flatMap(cellTexts));
  const width = Math.max(1, ...rows.map((row) => row.length));
  const hasHeader = childrenOf(childrenOf(block)[0] ?? block).every(({ type }) => type === 'tableHeader');
  const [header = [], ...body] = hasHeader ? rows : [[], ...rows];
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

/** One text for each column that a cell spans. Blocks inside of a cell are lines of it. */
function cellTexts(cell: RichJson): string[] {
  const lines = childrenOf(cell).map((block) =>
    writeInline(flatten(block), { isCell: true }, ' ').trim(),
  );
  const span = Math.min(100, Math.max(1, Number(cell.attrs?.['colspan']) || 1));
  return [lines.filter((text) => text !== '').join('<br>'), ...Array.from({ length: span - 1 }, () => '')];
}

function flatten(block: RichJson): readonly RichJson[] {
  const children = childrenOf(block);
  const isText = children.some(({ type }) => type === 'text' || type === 'mention' || type === 'hardBreak');
  if (isText || children.length === 0) return children;
  return children.flatMap((child, at) => [...(at > 0 ? [{ type: 'hardBreak' }] : []), ...flatten(child)]);
}
