import type { PadBlobs } from '../client.ts';
import { isBlobReference } from '../blobs/blob-urls.ts';
import { attr, type RichJson } from '../markdown/rich-json.ts';

/** A document, and the pictures that came with it by the source that stands in it. */
export interface Found {
  readonly doc: RichJson;
  readonly files: ReadonlyMap<string, Blob>;
}

/** Puts references of sealed files in the place of the pictures that came along. */
export async function sealImages({ doc, files }: Found, blobs: PadBlobs | undefined): Promise<RichJson> {
  const references = new Map<string, string>();
  if (blobs !== undefined) {
    for (const source of sourcesOf(doc)) {
      const file = files.get(source);
      if (file === undefined || references.has(source)) continue;
      // One that is too large, say, is left out, and its words stay.
      const reference = await blobs.upload(file).catch(() => undefined);
      if (reference !== undefined) references.set(source, reference);
    }
  }
  return replaced(doc, files, references);
}

function sourcesOf(node: RichJson): string[] {
  return [...(node.type === 'image' ? [attr(node, 'src')] : []), ...(node.content ?? []).flatMap(sourcesOf)];
}

function replaced(node: RichJson, files: Found['files'], references: ReadonlyMap<string, string>): RichJson {
  if (node.type !== 'image') {
    return node.content === undefined
      ? node
      : { ...node, content: node.content.map((child) => replaced(child, files, references)) };
  }
  const source = attr(node, 'src');
  const reference = references.get(source);
  if (reference !== undefined) return { ...node, attrs: { ...node.attrs, src: reference } };
  const isElsewhere = /^https?:/iu.test(source) || (isBlobReference(source) && !files.has(source));
  if (isElsewhere) return node;
  const words = attr(node, 'alt');
  return { type: 'paragraph', ...(words !== '' && { content: [{ type: 'text', text: words }] }) };
}
