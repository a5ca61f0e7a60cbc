/** What can be done to rich text, once for the toolbar, the slash menu and the bubble. Labels are in texts.ts. */
import type { ChainedCommands, Editor } from '@tiptap/core';
import { texts } from '../../texts.ts';

export type CommandId = keyof typeof texts.rich.commands;

export interface Command {
  readonly id: CommandId;
  readonly icon: string;
  /** As a keyboard shows it; `Mod` is Ctrl or ⌘. */
  readonly keys?: string;
  run(chain: ChainedCommands): ChainedCommands;
  isActive?(editor: Editor): boolean;
}

const mark = (id: CommandId & ('bold' | 'italic' | 'underline' | 'strike' | 'code' | 'highlight'), keys: string): Command => ({
  id,
  icon: id,
  keys,
  run: (chain) => chain.toggleMark(id),
  isActive: (editor) => editor.isActive(id),
});

export const marks: readonly Command[] = [
  mark('bold', 'Mod-B'),
  mark('italic', 'Mod-I'),
  mark('underline', 'Mod-U'),
  mark('strike', 'Mod-Shift-S'),
  mark('code', 'Mod-E'),
  mark('highlight', 'Mod-Shift-H'),
];

const heading = (level: 1 | 2 | 3): Command => ({
  id: `heading${level}`,
  icon: `heading${level}`,
  keys: `Mod-Alt-${level}`,
  run: (chain) => chain.toggleHeading({ level }),
  isActive: (editor) => editor.isActive('heading', { level }),
});

export const blocks: readonly Command[] = [
  {
    id: 'paragraph',
    icon: 'paragraph',
    keys: 'Mod-Alt-0',
    run: (chain) => chain.setParagraph(),
    isActive: (editor) => editor.isActive('paragraph'),
  },
  heading(1),
  heading(2),
  heading(3),
];

export const lists: readonly Command[] = [
  {
    id: 'bulletList',
    icon: 'bulletList',
    keys: 'Mod-Shift-8',
    run: (chain) => chain.toggleBulletList(),
    isActive: (editor) => editor.isActive('bulletList'),
  },
  {
    id: 'orderedList',
    icon: 'orderedList',
    keys: 'Mod-Shift-7',
    run: (chain) => chain.toggleOrderedList(),
    isActive: (editor) => editor.isActive('orderedList'),
  },
  {
    id: 'taskList',
    icon: 'taskList',
    keys: 'Mod-Shift-9',
    run: (chain) => chain.toggleTaskList(),
    isActive: (editor) => editor.isActive('taskList'),
  },
];

export const inserts: readonly Command[] = [
  {
    id: 'blockquote',
    icon: 'blockquote',
    keys: 'Mod-Shift-B',
    run: (chain) => chain.toggleBlockquote(),
    isActive: (editor) => editor.isActive('blockquote'),
  },
  {
    id: 'codeBlock',
    icon: 'codeBlock',
    keys: 'Mod-Alt-C',
    run: (chain) => chain.toggleCodeBlock(),
    isActive: (editor) => editor.isActive('codeBlock'),
  },
  {
    id: 'table',
    icon: 'table',
    run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  },
  { id: 'rule', icon: 'rule', run: (chain) => chain.setHorizontalRule() },
];

export const tableCommands: readonly Command[] = [
  { id: 'rowAbove', icon: 'rowAbove', run: (chain) => chain.addRowBefore() },
  { id: 'rowBelow', icon: 'rowBelow', run: (chain) => chain.addRowAfter() },
  { id: 'rowDelete', icon: 'rowDelete', run: (chain) => chain.deleteRow() },
  { id: 'columnBefore', icon: 'columnBefore', run: (chain) => chain.addColumnBefore() },
  { id: 'columnAfter', icon: 'columnAfter', run: (chain) => chain.addColumnAfter() },
  { id: 'columnDelete', icon: 'columnDelete', run: (chain) => chain.deleteColumn() },
  { id: 'headerRow', icon: 'headerRow', run: (chain) => chain.toggleHeaderRow() },
  { id: 'tableDelete', icon: 'trash', run: (chain) => chain.deleteTable() },
];

const everyCommand = [...marks, ...blocks, ...lists, ...inserts];

/** The commands that hold where the caret is. */
export function activeCommands(editor: Editor): ReadonlySet<CommandId> {
  return new Set(everyCommand.filter(({ isActive }) => isActive?.(editor)).map(({ id }) => id));
}

export function run(editor: Editor, command: Command): void {
  command.run(editor.chain().focus()).run();
}

/** A command's name and keys, for a tooltip. */
export function hintOf({ id, keys }: Command, isApple: boolean): string {
  const name = texts.rich.commands[id];
  if (keys === undefined) return name;
  const shown = isApple
    ? keys.replace('Mod-', '⌘').replace('Alt-', '⌥').replace('Shift-', '⇧')
    : keys.replace('Mod-', `${texts.keys.control}+`).replace('Alt-', 'Alt+').replace('Shift-', `${texts.keys.shift}+`);
  return `${name} (${shown})`;
}
