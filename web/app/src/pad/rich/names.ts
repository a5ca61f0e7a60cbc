/** The names of the rich schema (docs/protocol/pad.md §5.4), apart from the editor so that they load without it. */

export const nodeNames: ReadonlySet<string> = new Set([
  ...['paragraph', 'heading', 'blockquote', 'codeBlock', 'horizontalRule', 'hardBreak', 'image', 'attachment', 'mention'],
  ...['bulletList', 'orderedList', 'listItem', 'taskList', 'taskItem'],
  ...['table', 'tableRow', 'tableHeader', 'tableCell'],
]);

export const markNames: ReadonlySet<string> = new Set([
  ...['bold', 'italic', 'underline', 'strike', 'code', 'highlight', 'link', 'comment'],
]);
