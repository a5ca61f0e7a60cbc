import * as Y from 'yjs';

/** The text of a rich document, a line for each block and a tab between the cells of a row, without an editor. */
export function textOfRich(fragment: Y.XmlFragment): string {
  const lines: string[] = [];
  for (const child of fragment.toArray()) addBlock(child, lines);
  return lines.join('\n');
}

function addBlock(node: Y.XmlElement | Y.XmlText | Y.XmlHook, lines: string[]): void {
  if (!(node instanceof Y.XmlElement)) {
    if (node instanceof Y.XmlText) lines.push(textOf(node));
    return;
  }
  const children = node.toArray();
  if (node.nodeName === 'tableRow') {
    lines.push(children.map((cell) => (cell instanceof Y.XmlElement ? textOfRich(cell) : '')).join('\t'));
  } else if (children.some(isInline)) {
    lines.push(children.map(inlineText).join(''));
  } else if (children.length === 0) {
    lines.push(inlineText(node));
  } else {
    for (const child of children) addBlock(child, lines);
  }
}

const inlineNames: ReadonlySet<string> = new Set(['mention', 'hardBreak', 'attachment']);

function isInline(node: unknown): boolean {
  return node instanceof Y.XmlText || (node instanceof Y.XmlElement && inlineNames.has(node.nodeName));
}

function inlineText(node: unknown): string {
  if (node instanceof Y.XmlText) return textOf(node);
  if (!(node instanceof Y.XmlElement)) return '';
  if (node.nodeName === 'hardBreak') return '\n';
  if (node.nodeName === 'mention') return `@${String(node.getAttribute('label') ?? '')}`;
  if (node.nodeName === 'attachment') return String(node.getAttribute('name') ?? '');
  if (node.nodeName === 'image') return String(node.getAttribute('alt') ?? '');
  return '';
}

function textOf(text: Y.XmlText): string {
  let all = '';
  for (const { insert } of text.toDelta() as { insert: unknown }[]) if (typeof insert === 'string') all += insert;
  return all;
}
