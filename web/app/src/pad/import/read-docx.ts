/** Word's documents, by way of the HTML that mammoth makes of them. */
import mammoth from 'mammoth';
import type { Found } from './images.ts';
import { ImportError } from './import-error.ts';
import { readHtml } from './read-html.ts';

// Word has its own names for what it looks like; these are ours.
const styleMap = ['u => u', 'strike => s', 'highlight => mark', "p[style-name='Title'] => h1:fresh", "p[style-name='Quote'] => blockquote > p:fresh"];

export async function readDocx(arrayBuffer: ArrayBuffer): Promise<Found> {
  try {
    const { value } = await mammoth.convertToHtml({ arrayBuffer }, { styleMap });
    return readHtml(value);
  } catch (error) {
    throw new ImportError('file-damaged', error);
  }
}
