/**
 * Files from elsewhere as the content of a pad. A file is read whole before anything is made of it: one that is damaged
 * changes nothing. The readers of formats load when a file of theirs comes.
 */
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import type { PadBlobs } from '../client.ts';
import type { PadKind } from '../kind.ts';
import { readMarkdown } from '../markdown/read.ts';
import type { RichJson } from '../markdown/rich-json.ts';
import { writeMarkdown } from '../markdown/write.ts';
import { richSchema } from '../rich/schema.ts';
import { ImportError } from './import-error.ts';
import { sealImages, type Found } from './images.ts';

export { ImportError };

/** Larger ones would not be edited at ease. Pictures inside are counted too. */
const bytesMax = 20 * 1024 * 1024;

export const importTypes = '.md,.markdown,.html,.htm,.txt,.docx';

export interface Imported {
  readonly kind: PadKind;
  /** From the first heading, else from the file's name. */
  readonly title: string;
  /** Of a code pad. */
  readonly language?: string;
  /**
   * Adds the content at the end of a document. Pictures become sealed files of its pad, or their words if there are
   * none.
   */
  fill(doc: Y.Doc, blobs: PadBlobs | undefined): Promise<void>;
}

/**
 * `into` is the kind of pad that it goes into; a new pad takes the kind that fits the file. Rejects with
 * `ImportError`.
 */
export async function importFile(file: File, into?: PadKind): Promise<Imported> {
  if (file.size > bytesMax) throw new ImportError('file-too-large');
  const ending = /\.([a-z0-9]+)$/iu.exec(file.name)?.[1]?.toLowerCase();
  const name = file.name.replace(/\.[a-z0-9]+$/iu, '');
  switch (ending) {
    case 'md':
    case 'markdown':
      return fromText(await textOf(file), name, into ?? 'rich');
    case 'txt':
      return fromText(await textOf(file), name, into ?? 'text');
    case 'html':
    case 'htm': {
      const { readHtml } = await import('./read-html.ts');
      return fromRich(readHtml(await textOf(file)), name, into ?? 'rich');
    }
    case 'docx': {
      const { readDocx } = await import('./read-docx.ts');
      return fromRich(await readDocx(await file.arrayBuffer()), name, into ?? 'rich');
    }
    default:
      throw new ImportError('file-kind');
  }
}

async function textOf(file: File): Promise<string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    // A zero byte is in no text: this is something else with the name of one.
    if (text.includes('\0')) throw new ImportError('file-damaged');
    return text.replace(/\r\n?/gu, '\n');
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('file-damaged', error);
  }
}

function fromText(text: string, name: string, kind: PadKind): Imported {
  if (kind === 'rich') return fromRich({ doc: readMarkdown(text), files: new Map() }, name, kind);
  return {
    kind,
    title: name,
    ...(kind === 'code' && { language: 'markdown' }),
    fill: async (doc) => append(doc.getText('text'), text),
  };
}

function fromRich(found: Found, name: string, kind: PadKind): Imported {
  const first = found.doc.content?.find(({ type }) => type === 'heading');
  const heading = first?.content?.map((node) => node.text ?? '').join('').trim();
  const title = heading || name;
  return {
    kind,
    title,
    ...(kind === 'code' && { language: 'markdown' }),
    fill: async (doc, blobs) => {
      const json = await sealImages(found, blobs);
      if (kind === 'rich') appendRich(doc.getXmlFragment('rich'), json);
      else append(doc.getText('text'), writeMarkdown(json));
    },
  };
}

function append(text: Y.Text, added: string): void {
  const before = text.toString();
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  text.insert(text.length, gap + added);
}

function appendRich(rich: Y.XmlFragment, json: RichJson): void {
  // Made in a document of its own: types that are in a document already cannot move, but they can be copied.
  const made = prosemirrorJSONToYXmlFragment(richSchema(), json, new Y.Doc().getXmlFragment('rich'));
  const copies = made.toArray().map((node) => node.clone() as Y.XmlElement | Y.XmlText);
  rich.doc!.transact(() => rich.insert(rich.length, copies));
}
