import { Mark } from '@tiptap/core';

/**
 * The text that a thread of comments is about (docs/protocol/pad.md §5.4). Several may lie over each other; text
 * typed at their end does not belong to them.
 */
export const CommentMark = Mark.create({
  name: 'comment',
  inclusive: false,
  excludes: '',
  keepOnSplit: true,
  addAttributes: () => ({
    thread: {
      default: '',
      parseHTML: (element) => element.getAttribute('data-thread') ?? '',
      renderHTML: ({ thread }) => ({ 'data-thread': String(thread) }),
    },
  }),
  // Nothing is read from pasted HTML: a copy of commented text is not commented.
  parseHTML: () => [],
  renderHTML: ({ HTMLAttributes }) => ['span', { ...HTMLAttributes, class: 'commented' }, 0],
});
