/** A rich document as elements to look at, by the editor's own schema and without an editor. */
import { DOMSerializer } from '@tiptap/pm/model';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { PadBlobs } from '../pad/client.ts';
import { richSchema } from '../pad/rich/schema.ts';
import { texts } from '../texts.ts';

const sealed = 'tacit-blob:';

/** Throws where the document holds what this version does not know. */
export function richElements(fragment: Y.XmlFragment): DocumentFragment {
  const node = yXmlFragmentToProseMirrorRootNode(fragment, richSchema());
  // A document without a window loads nothing: what its images name is no address.
  const nowhere = document.implementation.createHTMLDocument();
  const elements = DOMSerializer.fromSchema(richSchema()).serializeFragment(node.content, {
    document: nowhere,
  }) as DocumentFragment;
  for (const input of elements.querySelectorAll('input')) input.disabled = true;
  for (const image of elements.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? '';
    image.removeAttribute('src');
    image.dataset['source'] = source;
    if (!source.startsWith(sealed)) image.replaceWith(nameOf(nowhere, image.alt));
  }
  return elements;
}

/** Opens the sealed images of what is on the page. Gives back what lets them go. */
export function openImages(shown: ParentNode, blobs: PadBlobs | undefined): () => void {
  const leaving = new AbortController();
  const addresses: string[] = [];
  for (const image of shown.querySelectorAll<HTMLImageElement>('img[data-source]')) {
    const reference = image.dataset['source'] ?? '';
    const opened = blobs?.open(reference, { signal: leaving.signal }) ?? Promise.reject(new Error('no blobs'));
    void opened.then(
      (blob) => {
        if (leaving.signal.aborted) return;
        const address = URL.createObjectURL(blob);
        addresses.push(address);
        image.src = address;
      },
      () => image.replaceWith(nameOf(document, image.alt)),
    );
  }
  return () => {
    leaving.abort();
    for (const address of addresses) URL.revokeObjectURL(address);
  };
}

function nameOf(page: Document, alt: string): HTMLElement {
  const name = page.createElement('span');
  name.className = 'unshown';
  name.textContent = texts.history.image(alt);
  return name;
}
