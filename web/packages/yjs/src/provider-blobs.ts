import type { TacitError } from '@tacit/client';
import {
  Emitter,
  type BlobEvents,
  type ChannelBlobs,
  type OpenOptions,
  type PendingUpload,
  type UploadOptions,
} from '@tacit/client/layer';

/**
 * The files of a pad. A file becomes a reference, a short text that stands in the document in its place; whoever has
 * a link to the pad opens it with that. Can be used from the start: what is asked before the pad is open waits for
 * it.
 */
export class ProviderBlobs {
  readonly #emitter = new Emitter<BlobEvents>();
  readonly #channel: Promise<ChannelBlobs>;
  #bound: ChannelBlobs | undefined;
  #bind!: (blobs: ChannelBlobs) => void;
  #refuse!: (error: TacitError) => void;

  constructor() {
    this.#channel = new Promise((resolve, reject) => {
      this.#bind = resolve;
      this.#refuse = reject;
    });
    this.#channel.catch(() => undefined); // Told to whoever asks for something.
  }

  /** What was added on this device and is not at the server yet, with its progress. */
  get pending(): readonly PendingUpload[] {
    return this.#bound?.pending ?? [];
  }

  /** Calls `heard` each time from now on. Gives back what ends that. */
  on<Name extends keyof BlobEvents>(name: Name, heard: (value: BlobEvents[Name]) => void): () => void {
    return this.#emitter.on(name, heard);
  }

  /**
   * Seals a file and keeps it on this device; the reference can go into the document at once, also without a network.
   * The server gets the file in the background, also after a reload.
   */
  async upload(file: Blob, options: UploadOptions = {}): Promise<string> {
    return (await this.#channel).upload(file, options);
  }

  /** Resolves when the server has all of an upload; throws what it refused it with. */
  async sent(reference: string): Promise<void> {
    return (await this.#channel).sent(reference);
  }

  /** Gives an upload up: what refers to it opens nowhere. */
  async cancel(reference: string): Promise<void> {
    return (await this.#channel).cancel(reference);
  }

  /** The file of a reference, every byte verified; from this device where it was opened or added before. */
  async open(reference: string, options: OpenOptions = {}): Promise<File> {
    return (await this.#channel).open(reference, options);
  }

  /** The provider has a channel. */
  bind(channel: ChannelBlobs): void {
    this.#bound = channel;
    channel.on('pending', (pending) => this.#emitter.emit('pending', pending));
    this.#bind(channel);
  }

  /** The provider has none, and will have none. */
  refuse(error: TacitError): void {
    this.#refuse(error);
  }
}
