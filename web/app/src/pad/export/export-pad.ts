/** A pad as files for elsewhere. Everything is made here: nothing goes over the network but the pad's own pictures. */
import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { PadBlobs } from '../client.ts';
import type { PadKind } from '../kind.ts';
import { readMarkdown } from '../markdown/read.ts';
import type { RichJson } from '../markdown/rich-json.ts';
import { writeMarkdown } from '../markdown/write.ts';
import { textOfRich } from '../rich/fragment-text.ts';
import type { Format } from './formats.ts';
import { collectImages, withoutReferences, type Images } from './images.ts';

const types: Readonly<Record<Format, string>> = {
  md: 'text/markdown;charset=utf-8',
  html: 'text/html;charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain;charset=utf-8',
};

export interface Exported {
  readonly kind: PadKind;
  readonly language: string;
  readonly title: string;
  readonly doc: Y.Doc;
  readonly blobs: PadBlobs | undefined;
}

/** The pictures that would go into the file, opened; ask whether they should before their size surprises anyone. */
export async function imagesOf(pad: Exported): Promise<Images> {
  return collectImages(richOf(pad), pad.blobs);
}

export async function exportPad(pad: Exported, format: Format, images: Images): Promise<Blob> {
  const { title, kind, doc } = pad;
  const source = doc.getText('text').toString();
  const part = await (async (): Promise<BlobPart> => {
    switch (format) {
      case 'txt':
        return kind === 'rich' ? textOfRich(doc.getXmlFragment('rich')) : source;
      case 'md':
        return kind === 'rich' ? writeMarkdown(await withoutReferences(richOf(pad), images)) : source;
      case 'html':
        return (await import('./write-html.ts')).writeHtml(richOf(pad), title, images);
      case 'docx':
        return (await import('./write-docx.ts')).writeDocx(richOf(pad), title, images);
    }
  })();
  return new Blob([part], { type: types[format] });
}

function richOf({ kind, doc }: Exported): RichJson {
  if (kind !== 'rich') return readMarkdown(doc.getText('text').toString());
  return yXmlFragmentToProsemirrorJSON(doc.getXmlFragment('rich')) as RichJson;
}
