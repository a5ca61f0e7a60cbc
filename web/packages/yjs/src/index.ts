/**
 * An end-to-end encrypted Yjs provider.
 *
 *   const doc = new Y.Doc();
 *   const provider = new TacitProvider(link, doc);
 *   provider.on('status', (status) => show(status.kind));
 *
 * Nothing here needs a DOM: browsers, Node 20 (hand in the `ws` package's WebSocket) and Deno.
 */
export { TacitProvider } from './tacit-provider.ts';
export type { ProviderEvents, ProviderOptions } from './provider-options.ts';
export type { ProviderBlobs } from './provider-blobs.ts';
export type { PadHistory, Version, WritingSession } from './pad-history.ts';
export type { AuthorId, LogReading } from '@tacit/client/layer';
export {
  CODES,
  createPad,
  IndexedDbStore,
  MemoryStore,
  parseLink,
  TacitError,
  type Author,
  type Authors,
  type Capability,
  type Code,
  type LinkFacts,
  type OpenOptions,
  type PendingUpload,
  type Role,
  type ShareOptions,
  type Status,
  type Store,
  type UploadOptions,
} from '@tacit/client';
