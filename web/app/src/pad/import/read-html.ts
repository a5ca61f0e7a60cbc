/** HTML as a rich document: what the schema knows is kept, all else is its text. */
import { DOMParser as SchemaParser } from '@tiptap/pm/model';
import createDOMPurify from 'dompurify';
import type { RichJson } from '../markdown/rich-json.ts';
import { richSchema } from '../rich/schema.ts';
import type { Found } from './images.ts';

const purify = createDOMPurify(window);

export function readHtml(html: string): Found {
  // Style sheets are of no use here, and the browser would complain of them when it reads the page.
  const body = purify.sanitize(html.replace(/<style\b[^]*?<\/style>/giu, ''), {
    FORBID_TAGS: ['style', 'form', 'button', 'select', 'textarea', 'svg', 'math'],
    ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tacit-blob|data):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/iu,
    RETURN_DOM: true,
  }) as HTMLElement;
  const files = new Map<string, Blob>();
  for (const image of body.querySelectorAll('img')) takeImage(image, files);
  const doc = SchemaParser.fromSchema(richSchema()).parse(body).toJSON() as RichJson;
  return { doc, files };
}

/** A picture inside of the file gets a short name in its place. */
function takeImage(image: HTMLImageElement, files: Map<string, Blob>): void {
  const source = image.getAttribute('src') ?? '';
  if (!source.startsWith('data:')) return;
  const [, type, data] = /^data:(image\/(?:png|jpeg|gif|webp|avif));base64,([a-z0-9+/=\s]+)$/iu.exec(source) ?? [];
  image.removeAttribute('src');
  if (type === undefined || data === undefined) return;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/gu, '')), (letter) => letter.charCodeAt(0));
    const name = `file:${files.size}`;
    files.set(name, new Blob([bytes], { type }));
    image.setAttribute('src', name);
  } catch {
    // No base64 after all: the picture's words stay.
  }
}
