import type { PadBlobs } from '../client.ts';

const prefix = 'tacit-blob:';

export function isBlobReference(source: unknown): source is string {
  return typeof source === 'string' && source.startsWith(prefix);
}

interface Lent {
  readonly url: Promise<string>;
  readonly stop: AbortController;
  count: number;
}

/**
 * Addresses under which this page shows sealed files. One for each file, however often it is shown; none is left
 * over.
 */
export class BlobUrls {
  readonly #blobs: PadBlobs | undefined;
  readonly #lent = new Map<string, Lent>();

  constructor(blobs: PadBlobs | undefined) {
    this.#blobs = blobs;
  }

  /** Each call needs one of `giveBack`, also if it failed. */
  lend(reference: string): Promise<string> {
    let lent = this.#lent.get(reference);
    if (lent === undefined) {
      const stop = new AbortController();
      lent = { url: this.#make(reference, stop.signal), stop, count: 0 };
      lent.url.catch(() => undefined); // Told to whoever asked.
      this.#lent.set(reference, lent);
    }
    lent.count++;
    return lent.url;
  }

  giveBack(reference: string): void {
    const lent = this.#lent.get(reference);
    if (lent === undefined || --lent.count > 0) return;
    this.#lent.delete(reference);
    lent.stop.abort();
    lent.url.then(URL.revokeObjectURL, () => undefined);
  }

  async #make(reference: string, signal: AbortSignal): Promise<string> {
    if (this.#blobs === undefined) throw new Error('this pad has no files');
    return URL.createObjectURL(await this.#blobs.open(reference, { signal }));
  }
}
