import { Extension, InputRule } from '@tiptap/core';

/** `- [ ] ` as Markdown has it: the dash has made a list by then, and the box makes a task of its item. */
export const TaskRule = Extension.create({
  name: 'taskRule',
  addInputRules: () => [
    new InputRule({
      find: /^\[([ xX])?\]\s$/u,
      handler: ({ state, range, match, chain }) => {
        if (state.doc.resolve(range.from).node(-1)?.type.name !== 'listItem') return null;
        chain()
          .deleteRange(range)
          .toggleTaskList()
          .updateAttributes('taskItem', { checked: match[1]?.toLowerCase() === 'x' })
          .run();
        return undefined;
      },
    }),
  ],
});
