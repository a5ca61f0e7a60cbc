/** Documents as lists of blocks, whatever their kind: what two versions are compared by. */
import * as Y from 'yjs';

export type BlockKind =
  | 'line'
  | 'paragraph'
  | 'heading1'
  | 'heading2'
  | 'heading3'
  | 'bullet'
  | 'ordered'
  | 'task'
  | 'done'
  | 'quote'
  | 'code'
  | 'cell'
  | 'image'
  | 'file'
  | 'rule';

export interface Block {
  readonly kind: BlockKind;
  /** How many lists or quotes it is inside of, beyond its own. */
  readonly depth: number;
  readonly text: string;
}

export function blocksOfText(text: string): Block[] {
  return text === '' ? [] : text.split('\n').map((line) => ({ kind: 'line', depth: 0, text: line }));
}

/** Formats inside of a line, such as bold, are left out: a comparison is about the words. */
export function blocksOfRich(fragment: Y.XmlFragment): Block[] {
  return fragment.toArray().flatMap((node) => blocksOf(node, { kind: 'paragraph', depth: 0 }));
}

type Around = Pick<Block, 'kind' | 'depth'>;

function blocksOf(node: unknown, around: Around): Block[] {
  if (node instanceof Y.XmlText) return [{ ...around, text: textOf(node) }];
  if (!(node instanceof Y.XmlElement)) return [];
  const own = kindOf(node, around);
  const children = node.toArray();
  if (own.kind === 'code') return children.map(inlineText).join('').split('\n').map((text) => ({ ...own, text }));
  if (children.length > 0 && !children.some(isInline)) return withOneMarker(children.flatMap((child) => blocksOf(child, own)), own);
  const text = children.length === 0 ? inlineText(node) : children.map(inlineText).join('');
  return [{ ...own, text }];
}

/** An item of a list has one bullet, before its first paragraph; what follows is only set in. */
function withOneMarker(blocks: readonly Block[], { kind, depth }: Around): Block[] {
  if (kind !== 'bullet' && kind !== 'ordered' && kind !== 'task' && kind !== 'done') return [...blocks];
  return blocks.map((block, i) =>
    i > 0 && block.kind === kind && block.depth === depth ? { ...block, kind: 'paragraph', depth: depth + 1 } : block,
  );
}

const lists: ReadonlySet<string> = new Set(['bulletList', 'orderedList', 'taskList']);
const items: ReadonlySet<BlockKind> = new Set(['bullet', 'ordered', 'task', 'done', 'quote']);

function kindOf(node: Y.XmlElement, around: Around): Around {
  const inner = items.has(around.kind) ? around.depth + 1 : around.depth;
  switch (node.nodeName) {
    case 'heading': {
      const level = Number(node.getAttribute('level'));
      return { kind: level === 1 ? 'heading1' : level === 2 ? 'heading2' : 'heading3', depth: around.depth };
    }
    case 'listItem': {
      const isOrdered = node.parent instanceof Y.XmlElement && node.parent.nodeName === 'orderedList';
      return { kind: isOrdered ? 'ordered' : 'bullet', depth: around.depth };
    }
    case 'taskItem':
      return { kind: String(node.getAttribute('checked')) === 'true' ? 'done' : 'task', depth: around.depth };
    case 'blockquote':
      return { kind: 'quote', depth: inner };
    case 'codeBlock':
      return { kind: 'code', depth: inner };
    case 'tableCell':
    case 'tableHeader':
      return { kind: 'cell', depth: inner };
    case 'image':
      return { kind: 'image', depth: inner };
    case 'attachment':
      return { kind: 'file', depth: inner };
    case 'horizontalRule':
      return { kind: 'rule', depth: inner };
    default:
      return lists.has(node.nodeName) ? { kind: 'paragraph', depth: inner } : around;
  }
}

const inlineNames: ReadonlySet<string> = new Set(['mention', 'hardBreak', 'attachment']);

function isInline(node: unknown): boolean {
  return node instanceof Y.XmlText || (node instanceof Y.XmlElement && inlineNames.has(node.nodeName));
}

function inlineText(node: unknown): string {
  if (node instanceof Y.XmlText) return textOf(node);
  if (!(node instanceof Y.XmlElement)) return '';
  const attribute = (name: string): string => String(node.getAttribute(name) ?? '');
  if (node.nodeName === 'hardBreak') return ' ';
  if (node.nodeName === 'mention') return `@${attribute('label')}`;
  if (node.nodeName === 'attachment') return attribute('name');
  if (node.nodeName === 'image') return attribute('alt');
  return '';
}

function textOf(text: Y.XmlText): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('');
}
