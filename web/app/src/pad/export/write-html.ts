/** A page of its own: no scripts, nothing fetched, the pictures inside. */
import { DOMSerializer } from '@tiptap/pm/model';
import { isBlobReference } from '../blobs/blob-urls.ts';
import type { RichJson } from '../markdown/rich-json.ts';
import { richSchema } from '../rich/schema.ts';
import { dataUrlOf, type Images } from './images.ts';

const style = `
body { max-width: 42rem; margin: 3rem auto; padding: 0 1.5rem; color: #24272b; background: #fff;
  font: 1.0625rem/1.65 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
blockquote { margin-inline: 0; padding-inline-start: 1em; border-inline-start: 3px solid #8c8e8f; color: #62666d; }
pre { padding: .8em 1em; background: #f1efe9; white-space: pre-wrap; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
table { width: 100%; border-collapse: collapse; }
td, th { padding: .35em .6em; border: 1px solid #8c8e8f; text-align: start; vertical-align: top; }
th { background: #f1efe9; }
img { max-width: 100%; }
ul[data-type=taskList] { padding: 0; list-style: none; }
ul[data-type=taskList] li { display: flex; gap: .6em; }
td > p, th > p, li > p, ul[data-type=taskList] li > div > p { margin: 0; }
`;

export async function writeHtml(doc: RichJson, title: string, images: Images): Promise<string> {
  const page = document.implementation.createHTMLDocument('');
  const node = richSchema().nodeFromJSON(doc);
  page.body.append(DOMSerializer.fromSchema(richSchema()).serializeFragment(node.content, { document: page }));
  // Who commented on what is between those who wrote.
  for (const commented of page.querySelectorAll('.commented')) commented.replaceWith(...commented.childNodes);
  for (const image of page.querySelectorAll('img')) await embed(image, images);
  for (const box of page.querySelectorAll('input')) box.disabled = true;
  // The frame is text: a style sheet in a document of this page would fall under this page's policy.
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
${page.body.outerHTML}
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;');
}

async function embed(image: HTMLImageElement, { files }: Images): Promise<void> {
  const source = image.getAttribute('src');
  if (!isBlobReference(source)) return;
  const file = files.get(source);
  if (file === undefined) return image.replaceWith(image.alt);
  const width = Number(image.getAttribute('width'));
  image.removeAttribute('width');
  if (width > 0) image.style.width = `${Math.min(100, width)}%`;
  image.src = await dataUrlOf(file);
}
