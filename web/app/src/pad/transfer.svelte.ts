import { texts } from '../texts.ts';
import type { PadKind } from './kind.ts';
import type { Format } from './export/formats.ts';
import type { Images } from './export/images.ts';
import type { OpenDocument, Pad } from './pad.svelte.ts';
import { downloadFile, fileNameOf } from './text-file.ts';

interface Around {
  readonly pad: Pad;
  readonly open: OpenDocument;
  readonly page: Document;
}

/** Files into a pad and out of it, with the one question and the few troubles on the way. */
export class Transfer {
  readonly accept = '.md,.markdown,.html,.htm,.txt,.docx';
  readonly #around: () => Around;
  #question = $state.raw<(Images & { readonly format: Format }) | undefined>();
  #trouble = $state.raw<{ readonly heading: string; readonly sentence: string } | undefined>();

  constructor(around: () => Around) {
    this.#around = around;
  }

  /** Whether these pictures should go into the file. */
  get question(): Images | undefined {
    return this.#question;
  }

  get trouble(): { readonly heading: string; readonly sentence: string } | undefined {
    return this.#trouble;
  }

  /** Adds a file's content at the end of the pad, or changes nothing and says why. */
  async takeIn(file: File): Promise<void> {
    const { pad, open } = this.#around();
    const kind = pad.kind;
    if (kind === undefined || kind === 'newer' || pad.isReadOnly) return;
    try {
      const { importFile, ImportError } = await import('./import/import-file.ts');
      try {
        const imported = await importFile(file, kind);
        await imported.fill(open.doc, open.connection.blobs);
        if (pad.title === '') pad.rename(imported.title);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        this.#trouble = { heading: texts.importing.heading(file.name), sentence: texts.importing.codes[error.code] };
      }
    } catch {
      this.#trouble = { heading: texts.importing.heading(file.name), sentence: texts.importing.failed };
    }
  }

  async export(format: Format): Promise<void> {
    const { pad, open } = this.#around();
    const kind = pad.kind;
    if (kind === undefined || kind === 'newer') return;
    try {
      const { imagesOf } = await import('./export/export-pad.ts');
      const takesImages = format === 'html' || format === 'docx' || (format === 'md' && kind === 'rich');
      const images = takesImages ? await imagesOf(exported(pad, kind, open)) : undefined;
      if (images !== undefined && images.files.size + images.missingCount > 0) this.#question = { ...images, format };
      else await this.#save(format, images);
    } catch {
      this.#trouble = { heading: texts.exporting.heading, sentence: texts.exporting.failed };
    }
  }

  async answer(withImages: boolean): Promise<void> {
    const question = this.#question;
    this.#question = undefined;
    if (question === undefined) return;
    try {
      await this.#save(question.format, withImages ? question : undefined);
    } catch {
      this.#trouble = { heading: texts.exporting.heading, sentence: texts.exporting.failed };
    }
  }

  forget(): void {
    this.#question = undefined;
    this.#trouble = undefined;
  }

  async #save(format: Format, images: Images | undefined): Promise<void> {
    const { pad, open, page } = this.#around();
    const kind = pad.kind;
    if (kind === undefined || kind === 'newer') return;
    const [{ exportPad }, { noImages }] = await Promise.all([
      import('./export/export-pad.ts'),
      import('./export/images.ts'),
    ]);
    const file = await exportPad(exported(pad, kind, open), format, images ?? noImages);
    downloadFile(page, fileNameOf(pad.title || texts.pad.untitled, format), file);
  }
}

function exported(pad: Pad, kind: PadKind, { doc, connection }: OpenDocument) {
  return { kind, language: pad.language, title: pad.title || texts.pad.untitled, doc, blobs: connection.blobs };
}
