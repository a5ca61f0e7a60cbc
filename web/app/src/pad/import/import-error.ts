/** Why a file was not taken in. Nothing was changed. `texts.importing` has a sentence for each. */
export type ImportCode = 'file-kind' | 'file-too-large' | 'file-damaged';

export class ImportError extends Error {
  readonly code: ImportCode;

  constructor(code: ImportCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}
