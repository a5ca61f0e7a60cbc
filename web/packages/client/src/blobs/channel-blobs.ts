import { TacitError } from '../errors/tacit-error.ts';
import type { Link } from '../keys/link.ts';
import type { Store } from '../store/store.ts';
import { Emitter } from '../sync/emitter.ts';
import type { Environment } from '../sync/environment.ts';
import { openBlob, type BlobSource, type OpenOptions } from './blob-open.ts';
import { BlobTransport, type Credentials } from './blob-transport.ts';
import { Uploads, type PendingUpload, type UploadOptions } from './blob-upload.ts';

/** Sealed chunks that this device keeps, of all channels, beside what it still has to send. */
const CACHE_BYTES_MAX = 256 * 1_048_576;

export interface BlobEvents {
  readonly pending: readonly PendingUpload[];
}

export interface BlobSettings {
  readonly store: Store;
  readonly environment: Environment;
  readonly blobCacheBytesMax?: number;
}

/** The files of one channel: sealed here, kept on this device, and sent to the server in the background. */
export class ChannelBlobs {
  readonly #source: BlobSource;
  readonly #uploads: Uploads;
  readonly #canWrite: boolean;
  readonly #cacheBytesMax: number;
  readonly #emitter = new Emitter<BlobEvents>();
  readonly #opened: Promise<void>;
  #open!: () => void;

  /** `credentials` is called once the channel is open, for every request. */
  constructor(link: Link, settings: BlobSettings, credentials: () => Credentials) {
    const { store, environment, blobCacheBytesMax = CACHE_BYTES_MAX } = settings;
    const { channel, origin } = link;
    const transport = new BlobTransport(origin, channel, environment, credentials);
    this.#source = { channel, store, transport };
    this.#canWrite = link.capability !== 'view';
    this.#cacheBytesMax = blobCacheBytesMax;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    const changed = (): void => this.#emitter.emit('pending', this.pending);
    this.#uploads = new Uploads({ ...this.#source, environment, changed, settled: () => void this.#trim() });
  }

  /** What was added on this device, here or in an earlier life of this tab, and is not at the server yet. */
  get pending(): readonly PendingUpload[] {
    return this.#uploads.pending;
  }

  on = this.#emitter.on.bind(this.#emitter);

  /**
   * Seals a file and keeps it on this device. Resolves with the reference for a document, as soon as nothing can be
   * lost any more: the server gets it in the background, also after this tab was closed and opened again. Throws
   * `read-only` and `blob-too-large`, and the platform's error where this device has no room.
   */
  async upload(file: Blob, options: UploadOptions = {}): Promise<string> {
    if (!this.#canWrite) throw new TacitError('read-only');
    await this.#opened;
    return this.#uploads.add(file, options);
  }

  /** Resolves when the server has all of an upload. Throws what it refused it with. */
  sent(reference: string): Promise<void> {
    return this.#uploads.sent(reference);
  }

  /** Gives an upload up: its bytes are forgotten, and what refers to it opens nowhere. */
  cancel(reference: string): Promise<void> {
    return this.#uploads.cancel(reference);
  }

  /** The file of a reference, every byte verified. Throws a TacitError that says what is wrong. */
  async open(reference: string, options: OpenOptions = {}): Promise<File> {
    await this.#opened;
    const file = await openBlob(this.#source, reference, options);
    await this.#trim();
    return file;
  }

  /** The channel is open: its keys are known, and what waits on this device can be sent. */
  async begin(): Promise<void> {
    this.#open();
    if (this.#canWrite) await this.#uploads.resume();
  }

  /** The channel is live: the server can be reached, and has the channel. */
  connected(): void {
    if (!this.#canWrite) return;
    this.#uploads.retry();
    void this.#uploads.resume().catch(() => undefined); // What this device cannot read now is read next time.
  }

  /** The channel leaves the server alone until it is live again. */
  pause(): void {
    this.#uploads.pause();
  }

  /** Stops. What was not sent stays on this device. */
  async close(): Promise<void> {
    this.#open();
    await this.#uploads.close();
    this.#emitter.clear();
  }

  /** Room is made when it can be: what cannot be dropped now is dropped after the next file. */
  #trim(): Promise<void> {
    return this.#source.store.trimChunks(this.#cacheBytesMax).catch(() => undefined);
  }
}
