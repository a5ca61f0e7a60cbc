import { Extension } from '@tiptap/core';

/** Each block is read in the direction of its own first letters. That is for the eye: the document does not say it. */
export const Directions = Extension.create({
  name: 'directions',
  addGlobalAttributes: () => [
    {
      types: [
        ...['paragraph', 'heading', 'blockquote', 'bulletList', 'orderedList', 'taskList', 'listItem', 'taskItem'],
        ...['table', 'tableHeader', 'tableCell'],
      ],
      attributes: {
        dir: { default: null, parseHTML: () => null, renderHTML: () => ({ dir: 'auto' }), keepOnSplit: false },
      },
    },
  ],
});
