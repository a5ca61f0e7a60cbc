import { isBlobReference } from '../blobs/blob-urls.ts';
import type { PadBlobs } from '../client.ts';
import { attr, type RichJson } from '../markdown/rich-json.ts';

/** The pictures of a document by their references; one that could not be opened is missing. */
export interface Images {
  readonly files: ReadonlyMap<string, Blob>;
  readonly totalBytes: number;
  readonly missingCount: number;
}

export const noImages: Images = { files: new Map(), totalBytes: 0, missingCount: 0 };

export async function collectImages(doc: RichJson, blobs: PadBlobs | undefined): Promise<Images> {
  const files = new Map<string, Blob>();
  let missingCount = 0;
  for (const reference of new Set(referencesOf(doc))) {
    try {
      if (blobs === undefined) throw new Error('this pad has no files');
      files.set(reference, await blobs.open(reference));
    } catch {
      missingCount++;
    }
  }
  const totalBytes = [...files.values()].reduce((sum, { size }) => sum + size, 0);
  return { files, totalBytes, missingCount };
}

function referencesOf(node: RichJson): string[] {
  const source = node.type === 'image' ? attr(node, 'src') : '';
  return [...(isBlobReference(source) ? [source] : []), ...(node.content ?? []).flatMap(referencesOf)];
}

/**
 * The document without references, which hold keys and mean nothing elsewhere: a picture is in it whole or gives way to its
 * description, a file to its name.
 */
export async function withoutReferences(node: RichJson, images: Images): Promise<RichJson> {
  if (node.type === 'image' && isBlobReference(attr(node, 'src'))) {
    const file = images.files.get(attr(node, 'src'));
    if (file === undefined) return { type: 'paragraph', content: words(attr(node, 'alt')) };
    return { ...node, attrs: { ...node.attrs, src: await dataUrlOf(file) } };
  }
  if (node.content === undefined) return node;
  const parts = node.content.map(async (inner) =>
    inner.type === 'attachment' ? words(attr(inner, 'name')) : [await withoutReferences(inner, images)],
  );
  return { ...node, content: (await Promise.all(parts)).flat() };
}

export function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function words(text: string): RichJson[] {
  return text === '' ? [] : [{ type: 'text', text }];
}
