import { Node } from '@tiptap/core';

/** A file that is not shown but handed out: a chip in the line, with its name and size. */
export const AttachmentNode = Node.create({
  name: 'attachment',
  group: 'inline',
  inline: true,
  atom: true,
  draggable: true,
  addAttributes: () => ({
    src: { default: '' },
    name: { default: '' },
    type: { default: '' },
    size: { default: 0 },
  }),
  parseHTML: () => [],
  renderHTML: ({ node }) => ['span', { class: 'attachment' }, String(node.attrs['name'])],
  renderText: ({ node }) => String(node.attrs['name']),
});
