/** Opens what a reference names: from this device where its chunks are, else from the server, three at a time. */
import { TacitError } from '../errors/tacit-error.ts';
import type { Store } from '../store/store.ts';
import type { BlobAddress, ChannelId } from '../wire/ids.ts';
import {
  addressOf,
  blobKeys,
  CHUNK_BYTES,
  openChunk,
  openManifest,
  readReference,
  type BlobKeys,
  type BlobManifest,
  type BlobReference,
} from './blob-format.ts';
import type { BlobTransport } from './blob-transport.ts';
import { each } from './each.ts';

const IN_FLIGHT_MAX = 3;

/** Media types that no browser runs as a page of ours; all else is opened as plain bytes. */
const HARMLESS =
  /^(image\/(?!svg)[\w.+-]+|(audio|video|font)\/[\w.+-]+|text\/plain|application\/(pdf|zip|json))$/u;

export interface OpenOptions {
  /** Told how much of the file is here and verified. */
  readonly onProgress?: ((openedBytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;

  /** A larger file is refused with `blob-too-large`, before any of it is fetched. */
  readonly sizeBytesMax?: number | undefined;
}

export interface BlobSource {
  readonly channel: ChannelId;
  readonly store: Store;
  readonly transport: BlobTransport;
}

/**
 * The file: its bytes as whoever added it sealed them, or an error. Throws `blob-unknown` while the server does not
 * have all of it, `blob-damaged`, `blob-newer`, `blob-too-large`, `offline` and what servers refuse with.
 */
export async function openBlob(source: BlobSource, text: string, options: OpenOptions): Promise<File> {
  const reference = readReference(text);
  const { sizeBytesMax, signal = new AbortController().signal, onProgress } = options;
  if (sizeBytesMax !== undefined && reference.sizeBytes > sizeBytesMax) {
    throw new TacitError('blob-too-large', { detail: sizeBytesMax });
  }
  const keys = blobKeys(reference.key);
  const manifest = await readManifest(source, reference, keys, signal);
  const { chunks, sizeBytes } = manifest;
  const parts: BlobPart[] = [];
  let openedBytes = 0;
  await each(chunks, IN_FLIGHT_MAX, async (address, at) => {
    const sealed = await read(source, address, signal);
    const plain = openChunk(source.channel, keys, at, chunks.length, sealed);
    if (!plain) throw damaged('a chunk does not open');
    const part = plain.subarray(0, Math.max(0, sizeBytes - at * CHUNK_BYTES)) as Uint8Array<ArrayBuffer>;
    parts[at] = part;
    openedBytes += part.length;
    onProgress?.(openedBytes, sizeBytes);
  });
  if (openedBytes !== sizeBytes) throw damaged('chunks are too short');
  const type = manifest.type.toLowerCase();
  return new File(parts, manifest.name, { type: HARMLESS.test(type) ? type : 'application/octet-stream' });
}

async function readManifest(
  source: BlobSource,
  reference: BlobReference,
  keys: BlobKeys,
  signal: AbortSignal,
): Promise<BlobManifest> {
  const opened = openManifest(source.channel, keys, await read(source, reference.manifest, signal));
  if (opened.kind === 'newer') throw new TacitError('blob-newer', { detail: opened.version });
  if (opened.kind === 'damaged') throw damaged('the manifest does not open');
  if (opened.manifest.sizeBytes !== reference.sizeBytes) throw damaged('reference and manifest disagree');
  return opened.manifest;
}

/** A chunk that hashes to its address. What this device kept and its disk damaged is fetched again. */
async function read({ channel, store, transport }: BlobSource, address: BlobAddress, signal: AbortSignal) {
  signal.throwIfAborted();
  const kept = await store.chunk(channel, address);
  if (kept && addressOf(kept) === address) return kept;
  const bytes = await transport.get(address, signal);
  // A device without room shows the file all the same; it is only not there offline.
  await store.putChunk(channel, address, bytes).catch(() => undefined);
  return bytes;
}

function damaged(particulars: string): TacitError {
  return new TacitError('blob-damaged', { particulars });
}
