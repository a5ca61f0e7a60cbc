import { CODES, type Code } from './codes.ts';

/** Which part of a link is damaged, in the order in which they are looked at (docs/protocol/keys.md §1.3). */
export type LinkPart =
  | 'scheme'
  | 'host'
  | 'path'
  | 'layer'
  | 'word'
  | 'token'
  | 'length'
  | 'checksum'
  | 'capability'
  | 'flags'
  | 'epoch'
  | 'expiry';

/** A refusal: a stable code and a sentence that says what to do. It never holds a secret. */
export class TacitError extends Error {
  override readonly name = 'TacitError';
  readonly code: Code;

  /** What to do, in one sentence; the same in every client and in docs/protocol/codes.md. */
  readonly sentence: string;

  /** The number that the code speaks of (docs/protocol/codes.md), where it has one. */
  readonly detail: number | undefined;

  /** For `link-damaged`: which part. */
  readonly part: LinkPart | undefined;

  constructor(code: Code, options: { detail?: number; part?: LinkPart; particulars?: string } = {}) {
    const sentence = CODES[code].sentence;
    super(options.particulars === undefined ? sentence : `${sentence} (${options.particulars})`);
    this.code = code;
    this.sentence = sentence;
    this.detail = options.detail;
    this.part = options.part;
  }

  /** The error itself if it is one of these, else `internal` with what it says. */
  static of(error: unknown): TacitError {
    return error instanceof TacitError ? error : new TacitError('internal', { particulars: String(error) });
  }
}
