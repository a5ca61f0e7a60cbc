import fc from 'fast-check';
import { expect, test } from 'vitest';
import { richSchema } from '../rich/schema.ts';
import { readMarkdown } from './read.ts';
import type { RichJson } from './rich-json.ts';
import { writeMarkdown } from './write.ts';

/** The document as the schema completes it, so that what is only left out does not count as a difference. */
const whole = (json: RichJson): unknown => {
  const node = richSchema().nodeFromJSON(json);
  node.check();
  return node.toJSON();
};

const paragraph = (...content: RichJson[]): RichJson => ({ type: 'paragraph', content });
const text = (words: string, ...marks: string[]): RichJson => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
});

test('what is written reads as it is meant', () => {
  const doc: RichJson = {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [text('What we '), text('saw', 'italic')] },
      paragraph(text('bold', 'bold'), text(' and '), text('both', 'bold', 'italic'), text(' and '), text('a`b', 'code')),
      {
        type: 'taskList',
        content: [{ type: 'taskItem', attrs: { checked: true }, content: [paragraph(text('paint'))] }],
      },
      { type: 'codeBlock', attrs: { language: 'ts' }, content: [text('let a = `x`;\n```')] },
      { type: 'blockquote', content: [paragraph(text('quoted'))] },
      { type: 'image', attrs: { src: 'tacit-blob:AbC', alt: 'a crane' } },
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [{ type: 'tableHeader', content: [paragraph(text('a|b'))] }] },
          { type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph(text('c'))] }] },
        ],
      },
    ],
  };
  expect(writeMarkdown(doc)).toMatchInlineSnapshot(`
    "## What we _saw_

    **bold** and **_both_** and \`\`a\`b\`\`

    - [x] paint

    \`\`\`\`ts
    let a = \`x\`;
    \`\`\`
    \`\`\`\`

    > quoted

    ![a crane](<tacit-blob:AbC>)

    | a\\|b |
    | --- |
    | c |
    "
  `);
  expect(whole(readMarkdown(writeMarkdown(doc)))).toEqual(whole(doc));
});

test.each([
  ['[x](javascript:alert(1))'],
  ['[x](JaVaScRiPt:alert(1))'],
  ['[x](java&#x73;cript:alert(1))'],
  ['<a href="javascript:alert(1)">x</a>'],
  ['![x](javascript:alert(1))'],
  ['<img src=x onerror=alert(1)>'],
  ['[x](data:text/html,<script>alert(1)</script>)'],
])('%s leads nowhere', (source) => {
  const found = JSON.stringify(whole(readMarkdown(source)));
  expect(found).not.toMatch(/"(?:href|src)":"(?:java|data)/iu);
});

test('any text is Markdown, and makes a document that the schema allows', () => {
  const sign = fc.constantFrom(...'#*_-`~>[]()!|<&;:\\ \n\t1.aé"'.split(''), '| --- |\n', '<br>', '![', '- [ ] ', '    ');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
      whole(readMarkdown(signs.join('')));
    }),
  );
});

const words = fc
  .array(fc.constantFrom(...'a b é ß 1 2 . , ! ? * _ ` ~ # > - + [ ] ( ) < > & ; : / \\ | @ = "'.split(' ')), {
    minLength: 1,
    maxLength: 8,
  })
  .map((letters) => letters.join(''));

const markNames = ['bold', 'italic', 'strike', 'underline', 'highlight'];
const inline = fc
  .array(fc.record({ words, space: fc.boolean(), marks: fc.subarray(markNames, { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => {
    // Neighbours with the same marks would be one text.
    const kept = parts.filter((part, at) => at === 0 || part.marks.join() !== parts[at - 1]!.marks.join());
    return kept.flatMap((part, at) => [
      ...(at > 0 && part.space ? [text(' ')] : []),
      text(part.words, ...part.marks),
    ]);
  })
  .map(merged);

/** As the reader joins them. */
function merged(nodes: RichJson[]): RichJson[] {
  const all: RichJson[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    const isSame = JSON.stringify(last?.marks ?? []) === JSON.stringify(node.marks ?? []);
    if (last !== undefined && isSame) all[all.length - 1] = { ...last, text: `${last.text}${node.text}` };
    else all.push(node);
  }
  return all;
}

const someParagraph = inline.map((content): RichJson => ({ type: 'paragraph', content }));
const code = fc.array(fc.constantFrom('a', '`', '```', '\n', '    ', '~~~', '<b>'), { maxLength: 8 }).map((lines) => {
  const content = lines.join('').replace(/\n+$/u, '');
  return {
    type: 'codeBlock',
    attrs: { language: 'ts' },
    content: content === '' ? [] : [text(content)],
  } as RichJson;
});

const { block } = fc.letrec<{ block: RichJson; item: RichJson[] }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    someParagraph,
    fc.tuple(inline, fc.integer({ min: 1, max: 3 })).map(([content, level]) => ({ type: 'heading', attrs: { level }, content })),
    code,
    fc.constant({ type: 'horizontalRule' }),
    fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((content) => ({ type: 'blockquote', content })),
    fc.tuple(fc.array(tie('item'), { minLength: 1, maxLength: 3 }), fc.constantFrom('bulletList', 'orderedList')).map(
      ([items, type]) => ({ type, content: items.map((content) => ({ type: 'listItem', content })) }),
    ),
    fc.array(fc.tuple(tie('item'), fc.boolean()), { minLength: 1, maxLength: 3 }).map((items) => ({
      type: 'taskList',
      content: items.map(([content, checked]) => ({ type: 'taskItem', attrs: { checked }, content })),
    })),
    fc.array(fc.tuple(inline, inline), { minLength: 2, maxLength: 3 }).map((rows) => ({
      type: 'table',
      content: rows.map((cells, at) => ({
        type: 'tableRow',
        content: cells.map((content) => ({ type: at === 0 ? 'tableHeader' : 'tableCell', content: [{ type: 'paragraph', content }] })),
      })),
    })),
  ),
  item: fc.tuple(someParagraph, fc.array(tie('block'), { maxLength: 1 })).map(([first, rest]) => [first, ...rest]),
}));

test('a document that was written and read again is the same', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (content) => {
      const doc: RichJson = { type: 'doc', content };
      const written = writeMarkdown(doc);
      expect(whole(readMarkdown(written)), written).toEqual(whole(doc));
    }),
    { numRuns: 1_000 },
  );
});
