/**
 * The nodes and marks of rich documents (docs/protocol/pad.md §5.4), without what only a screen needs: imports and
 * exports use it too. `names.ts` lists the same names; a test compares them.
 */
import { getSchema, type Extensions } from '@tiptap/core';
import Code from '@tiptap/extension-code';
import Highlight from '@tiptap/extension-highlight';
import Image from '@tiptap/extension-image';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import Mention from '@tiptap/extension-mention';
import { TableKit } from '@tiptap/extension-table';
import type { Schema } from '@tiptap/pm/model';
import StarterKit from '@tiptap/starter-kit';
import { texts } from '../../texts.ts';
import { AttachmentNode } from './attachment-node.ts';
import { CommentMark } from './comment-mark.ts';
import { safeHref } from './links.ts';

export const MentionNode = Mention.configure({ HTMLAttributes: { class: 'mention' } });

export const ImageNode = Image.extend({
  addAttributes() {
    return {
      src: { default: null },
      alt: { default: null },
      title: { default: null },
      // A share of the text's width, in per cent; none is the image's own.
      width: { default: null, parseHTML: () => null },
    };
  },
});

export const schemaExtensions: Extensions = [
  StarterKit.configure({
    // One's own changes are undone by Yjs; the others' are not (open-rich.ts).
    undoRedo: false,
    // A paragraph that each reader adds by itself would be one for each reader.
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    code: false,
    link: {
      openOnClick: false,
      defaultProtocol: 'https',
      isAllowedUri: (href) => safeHref(href) !== undefined,
      shouldAutoLink: (href) => safeHref(href) !== undefined || /^[\w-]+(\.[\w-]+)+/u.test(href),
      HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow' },
    },
    dropcursor: { color: false, width: 2, class: 'drop-cursor' },
  }),
  // Code takes no other mark; but it can be commented.
  Code.extend({ excludes: 'code bold italic strike underline link highlight' }),
  Highlight,
  TaskList,
  TaskItem.configure({ nested: true, a11y: { checkboxLabel: ({ textContent }) => texts.rich.taskOf(textContent) } }),
  TableKit.configure({ table: { resizable: false } }),
  ImageNode,
  MentionNode,
  AttachmentNode,
  CommentMark,
];

let made: Schema | undefined;

export function richSchema(): Schema {
  return (made ??= getSchema(schemaExtensions));
}
