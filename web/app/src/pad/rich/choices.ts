/** What the lists of `/` and `@` offer. */
import type { Editor } from '@tiptap/core';
import { texts } from '../../texts.ts';
import type { Person } from '../presence.svelte.ts';
import { blocks, type Command, inserts, lists } from './commands.ts';
import type { Choice } from './suggest.svelte.ts';

const choicesMax = 30;

/** Something that `/` offers beside the commands: a picture needs the page to ask for a file. */
export interface Action {
  readonly id: 'image' | 'attachment';
  run(editor: Editor): void;
}

export function slashChoices(query: string, actions: readonly Action[]): Choice[] {
  const offered = [
    ...[...blocks, ...lists, ...inserts].map((command) => commandChoice(command)),
    ...actions.map(
      ({ id, run }): Choice => ({
        id,
        icon: id,
        label: texts.rich.commands[id],
        choose: (editor, range) => {
          editor.chain().focus().deleteRange(range).run();
          run(editor);
        },
      }),
    ),
  ];
  return offered.filter(({ id, label }) => matches(query, label, id));
}

function commandChoice(command: Command): Choice {
  return {
    id: command.id,
    icon: command.icon,
    label: texts.rich.commands[command.id],
    choose: (editor, range) => command.run(editor.chain().focus().deleteRange(range)).run(),
  };
}

/** Those who are here; a mention keeps the name that the person had then. */
export function mentionChoices(query: string, people: readonly Person[]): Choice[] {
  return people
    .filter(({ name }) => matches(query, name))
    .slice(0, choicesMax)
    .map(({ clientId, name, color }) => ({
      id: String(clientId),
      label: name,
      color,
      choose: (editor, range) =>
        editor
          .chain()
          .focus()
          .insertContentAt(range, [
            { type: 'mention', attrs: { id: name, label: name } },
            { type: 'text', text: ' ' },
          ])
          .run(),
    }));
}

function matches(query: string, ...words: readonly string[]): boolean {
  const wanted = query.toLocaleLowerCase();
  return words.some((word) => word.toLocaleLowerCase().includes(wanted));
}
