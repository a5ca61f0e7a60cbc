/**
 * End-to-end encrypted channels. Content is sealed here; servers see ciphertext. Documents over channels are in
 * `@tacit/yjs`.
 *
 *   const links = await createChannel('https://sync.example', 'log');
 *   const { capability } = await parseLink(links.edit);
 *
 * Nothing here needs a DOM: browsers, Node 20 (hand in the `ws` package's WebSocket) and Deno.
 */
export { createChannel, createPad, parseLink, type LinkFacts } from './links.ts';
export { Channel } from './sync/channel.ts';
export type { ChannelSettings } from './sync/channel-settings.ts';
export type { ChannelEvents } from './sync/channel-events.ts';
export { openLink } from './sync/opening.ts';
export { environment, systemClock, type Clock, type Environment, type SocketConstructor } from './sync/environment.ts';
export type { Author, Authors } from './sync/authors.ts';
export type { ShareOptions } from './sync/links.ts';
export type { Status } from './sync/status.ts';
export { ChannelBlobs, type BlobEvents } from './blobs/channel-blobs.ts';
export { isReference } from './blobs/blob-format.ts';
export type { OpenOptions } from './blobs/blob-open.ts';
export type { PendingUpload, UploadOptions } from './blobs/blob-upload.ts';
export type { Draft } from './sync/outbox.ts';
export type { ViewEvent } from './seal/channel-view.ts';
export type { Role } from './keys/grant.ts';
export type { Capability } from './keys/link.ts';
export { readProfileToken, secretFromPhrase, writeProfileToken, type ProfileTokenRead } from './keys/phrase.ts';
export { CODES, type Code } from './errors/codes.ts';
export { TacitError, type LinkPart } from './errors/tacit-error.ts';
export type { Store } from './store/store.ts';
export { MemoryStore } from './store/memory-store.ts';
export { IndexedDbStore } from './store/indexed-db-store.ts';
