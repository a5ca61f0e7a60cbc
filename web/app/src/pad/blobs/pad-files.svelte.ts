import { explain, type Refusal } from '../../refused/explanations.ts';
import { texts } from '../../texts.ts';
import type { PadBlobs, PendingUpload } from '../client.ts';
import { BlobUrls } from './blob-urls.ts';

/** Larger files would not be opened at ease in a page; the server may take less. */
const bytesMax = 100 * 1024 * 1024;

/** A file that is being sealed: it has no reference yet. */
export interface Sealing {
  readonly name: string;
  cancel(): void;
}

/**
 * The files of an open pad: what is on its way, and the way to add and to show one. Follows its client until `stop`.
 */
export class PadFiles {
  readonly urls: BlobUrls;
  readonly #blobs: PadBlobs | undefined;
  readonly #stopListening: (() => void) | undefined;
  #pending = $state.raw<ReadonlyMap<string, PendingUpload>>(new Map());
  #sealing = $state.raw<readonly Sealing[]>([]);
  #trouble = $state('');

  constructor(blobs: PadBlobs | undefined) {
    this.#blobs = blobs;
    this.urls = new BlobUrls(blobs);
    if (blobs === undefined) return;
    this.#hear(blobs.pending);
    this.#stopListening = blobs.on('pending', (pending) => this.#hear(pending));
  }

  get canAdd(): boolean {
    return this.#blobs !== undefined;
  }

  /** Files on their way to the server, by reference. */
  get pending(): ReadonlyMap<string, PendingUpload> {
    return this.#pending;
  }

  get sealing(): readonly Sealing[] {
    return this.#sealing;
  }

  /** Why the last file was not added; empty if it was. */
  get trouble(): string {
    return this.#trouble;
  }

  /**
   * The reference, as soon as the file is safe on this device; `undefined` if it was not added, and `trouble` says
   * why.
   */
  async add(file: File): Promise<string | undefined> {
    if (this.#blobs === undefined) return undefined;
    this.#trouble = '';
    if (file.size > bytesMax) {
      this.#trouble = texts.files.tooLarge(file.name, bytesMax);
      return undefined;
    }
    const stop = new AbortController();
    const sealing: Sealing = { name: file.name, cancel: () => stop.abort() };
    this.#sealing = [...this.#sealing, sealing];
    try {
      return await this.#blobs.upload(file, { signal: stop.signal });
    } catch (error) {
      if (!stop.signal.aborted) this.#trouble = `${texts.files.notAdded(file.name)} ${sentenceOf(error)}`;
      return undefined;
    } finally {
      this.#sealing = this.#sealing.filter((one) => one !== sealing);
    }
  }

  /** Gives up what is on its way. */
  async cancel(reference: string): Promise<void> {
    if (this.#pending.has(reference)) await this.#blobs?.cancel(reference);
  }

  async open(reference: string): Promise<File> {
    if (this.#blobs === undefined) throw new Error('this pad has no files');
    return this.#blobs.open(reference);
  }

  forgetTrouble(): void {
    this.#trouble = '';
  }

  stop(): void {
    this.#stopListening?.();
  }

  #hear(pending: readonly PendingUpload[]): void {
    this.#pending = new Map(pending.map((upload) => [upload.reference, upload]));
  }
}

/** What happened and what to do, for whatever an operation on a file was refused with. */
export function sentenceOf(error: unknown): string {
  if (!isRefusal(error)) return texts.files.failed;
  const { happened, todo } = explain(error);
  return `${happened} ${todo}`;
}

/** Whether what could not be opened now may be there later, with nobody doing anything here. */
export function mayCome(error: unknown): boolean {
  return isRefusal(error) && (error.code === 'blob-unknown' || error.code === 'offline');
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'code' in error && 'sentence' in error;
}

/** Shown as pictures; other files are handed out. SVG can hold scripts, so it is such another. */
export function isPicture(type: string): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'].includes(type);
}
