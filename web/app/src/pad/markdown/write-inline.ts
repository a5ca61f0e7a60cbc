/** Text with marks as Markdown. What Markdown has no sign for, or where its signs would not be read, becomes a tag. */
import { attr, type RichJson, type RichMark } from './rich-json.ts';

// From the outside to the inside.
const order = ['link', 'highlight', 'underline', 'bold', 'italic', 'strike', 'code'] as const;
type Known = (typeof order)[number];

const signs: Readonly<Record<string, { sign: string; tag: string }>> = {
  bold: { sign: '**', tag: 'strong' },
  italic: { sign: '_', tag: 'em' },
  strike: { sign: '~~', tag: 'del' },
};

const tags: Readonly<Record<string, string>> = { underline: 'u', highlight: 'mark' };

export interface Place {
  /** In a cell a bar and a line break would end it. */
  readonly isCell: boolean;
}

export function writeInline(nodes: readonly RichJson[], place: Place, before = ''): string {
  let written = '';
  for (let at = 0; at < nodes.length; ) {
    const node = nodes[at]!;
    const mark = outermost(node);
    const previous = written === '' ? before : written.slice(-1);
    if (mark === undefined) {
      written += writePlain(node, place, previous);
      at++;
      continue;
    }
    let end = at + 1;
    while (end < nodes.length && has(nodes[end]!, mark)) end++;
    const inside = nodes.slice(at, end);
    const next = nodes[end] === undefined ? '' : firstOf(nodes[end]!);
    written += mark.type === 'code' ? writeCode(inside, place) : wrap(inside, mark, place, written === '' ? '' : previous, next);
    at = end;
  }
  return written;
}

function outermost({ marks = [] }: RichJson): RichMark | undefined {
  for (const name of order) {
    const found = marks.find(({ type }) => type === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const has = (node: RichJson, mark: RichMark): boolean =>
  outermost(node)?.type === mark.type &&
  (mark.type !== 'link' || attr(outermost(node)!, 'href') === attr(mark, 'href'));

const without = (node: RichJson, type: string): RichJson => ({
  ...node,
  marks: (node.marks ?? []).filter((mark) => mark.type !== type),
});

function wrap(nodes: readonly RichJson[], mark: RichMark, place: Place, previous: string, next: string): string {
  const inner = nodes.map((node) => without(node, mark.type));
  const type = mark.type as Known;
  if (type === 'link') {
    const href = attr(mark, 'href').replace(/[<>\s\\]/gu, (sign) => encodeURIComponent(sign));
    return `[${writeInline(inner, place, '[')}](<${place.isCell ? href.replaceAll('|', '%7C') : href}>)`;
  }
  const { sign, tag } = signs[type] ?? { sign: '', tag: tags[type]! };
  // Signs do not hold when there is a space on their inner side: it goes outside, where nobody sees the difference.
  const [, lead = '', text = '', trail = ''] = /^(\s*)([^]*?)(\s*)$/u.exec(writeInline(inner, place, sign || '>')) ?? [];
  if (text === '') return lead + trail;
  const isRead = sign !== '' && holds(sign, lead === '' ? previous : ' ', text, trail === '' ? next : ' ');
  return lead + (isRead ? sign + text + sign : `<${tag}>${text}</${tag}>`) + trail;
}

/**
 * CommonMark 0.31 §6.2, on the safe side: whether signs around `text` are read as such between these two characters.
 */
function holds(sign: string, previous: string, text: string, next: string): boolean {
  const opens = isEdge(previous) || (sign !== '_' && isWord(text[0]!) && isWord(previous));
  const closes = isEdge(next) || (sign !== '_' && isWord(text.at(-1)!) && isWord(next));
  return opens && closes && !text.includes(sign);
}

const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
// Fewer than CommonMark has: other readers agree on these.
const isEdge = (character: string): boolean => character === '' || /[\s.,;:!?()'"]/u.test(character);

function firstOf(node: RichJson): string {
  if (node.type === 'hardBreak') return '\n';
  // A sign of its own may begin there.
  return node.type === 'text' && outermost(node) === undefined ? ([...(node.text ?? '')][0] ?? '') : '*';
}

function writeCode(nodes: readonly RichJson[], { isCell }: Place): string {
  const text = nodes.map((node) => node.text ?? ' ').join('').replace(/\s/gu, ' ');
  const runs = text.match(/`+/gu) ?? [];
  const fence = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const needsSpace = /^`|`$|^ .* $/u.test(text);
  const code = fence + (needsSpace ? ` ${text} ` : text) + fence;
  return isCell ? code.replaceAll('|', '\\|') : code;
}

function writePlain(node: RichJson, place: Place, previous: string): string {
  if (node.type === 'text') return escapeText(node.text ?? '', previous);
  if (node.type === 'hardBreak') return place.isCell ? '<br>' : '\\\n';
  if (node.type === 'mention') return escapeText(`@${attr(node, 'label')}`, previous);
  if (node.type === 'attachment') return `[${escapeText(attr(node, 'name'), '[')}](<${attr(node, 'src')}>)`;
  return '';
}

/** Text that reads as itself: no sign in it means anything. */
export function escapeText(text: string, previous: string): string {
  const escaped = text
    .replace(/[\\`*_[\]<>~|]/gu, '\\$&')
    .replace(/&(?=#?\w+;)/gu, '&amp;')
    .replace(/!(?=\\\[|$)/gu, '\\!')
    // Addresses become links by themselves.
    .replace(/:(?=\/\/)/gu, '\\:')
    .replace(/\b(www)\./giu, '$1\\.')
    .replace(/(?<=\S)@(?=\S)/gu, '\\@');
  return previous === '' || previous === '\n' ? escapeStart(escaped) : escaped;
}

/** What begins a block at the beginning of a line. */
function escapeStart(text: string): string {
  return text
    .replace(/^ +/u, (spaces) => '&#32;'.repeat(spaces.length))
    .replace(/^\t+/u, (tabs) => '&#9;'.repeat(tabs.length))
    .replace(/^([#+=:-])/u, '\\$1')
    .replace(/^(\d{1,9})([.)])/u, '$1\\$2');
}
