import { expect, test } from 'vitest';
import type { RichJson } from '../markdown/rich-json.ts';
import { writeMarkdown } from '../markdown/write.ts';
import { noImages, withoutReferences } from './images.ts';

test('Markdown for elsewhere holds no reference: a picture gives way to its description, a file to its name', async () => {
  const letter = { type: 'text', text: 'a' };
  const doc: RichJson = {
    type: 'doc',
    content: [
      { type: 'image', attrs: { src: 'tacit-blob:AbC', alt: 'the old crane' } },
      { type: 'image', attrs: { src: 'tacit-blob:AbC' } },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'The plan: ' },
          { type: 'attachment', attrs: { src: 'tacit-blob:DeF', name: 'plan.pdf' } },
        ],
      },
      { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [letter] }] }] },
    ],
  };
  const markdown = writeMarkdown(await withoutReferences(doc, noImages));
  expect(markdown).not.toContain('tacit-blob:');
  expect(markdown).toContain('the old crane');
  expect(markdown).toContain('The plan: plan.pdf');
  expect(markdown).toContain('- a');
});
