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
