/** What a pad puts into entries (docs/protocol/pad.md §5.1). */
import { concat } from '@tacit/client/layer';
import * as Y from 'yjs';

const V1 = 1;
const V2 = 2;

export function encodeUpdate(update: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(V1), update);
}

export function encodeDocument(doc: Y.Doc): Uint8Array {
  return concat(Uint8Array.of(V2), Y.encodeStateAsUpdateV2(doc));
}

/** Applies an update or a document; false for a form that this version does not know, or bytes that are no update. */
export function applyContent(doc: Y.Doc, content: Uint8Array, origin: unknown): boolean {
  try {
    if (content[0] === V1) Y.applyUpdate(doc, content.subarray(1), origin);
    else if (content[0] === V2) Y.applyUpdateV2(doc, content.subarray(1), origin);
    else return false;
    return true;
  } catch {
    return false;
  }
}
