/**
 * What a layer is built from: channels, entries, ephemeral messages, outboxes. For packages such as `@tacit/yjs` that
 * put a meaning of their own into a channel; an app needs `@tacit/client` alone.
 */
export type { OpenOptions } from './blobs/blob-open.ts';
export type { PendingUpload, UploadOptions } from './blobs/blob-upload.ts';
export { ChannelBlobs, type BlobEvents } from './blobs/channel-blobs.ts';
export { loadSodium, randomBytes } from './crypto/sodium.ts';
export type { Role } from './keys/grant.ts';
export type { Capability, Link } from './keys/link.ts';
export type { RejectedWhy, ViewEvent } from './seal/channel-view.ts';
export { COVERS_MAX, PARTS_MAX } from './seal/entry.ts';
export { EphemeralType } from './seal/ephemeral.ts';
export { contentBytesMax } from './seal/sealing.ts';
export { encodeSnapshotContent, type Head, type Heads } from './seal/snapshot.ts';
export { defaultStore } from './store/default-store.ts';
export type { Store } from './store/store.ts';
export { Channel } from './sync/channel.ts';
export type { ChannelSettings } from './sync/channel-settings.ts';
export type { ChannelEvents } from './sync/channel-events.ts';
export { Emitter } from './sync/emitter.ts';
export { environment, systemClock, type Clock, type Environment } from './sync/environment.ts';
export type { Author, Authors } from './sync/authors.ts';
export { handOut, type ShareOptions } from './sync/links.ts';
export type { LogProgress, LogRead, LogReading } from './sync/log-reading.ts';
export { openLink } from './sync/opening.ts';
export type { Draft } from './sync/outbox.ts';
export { sameStatus, type Status } from './sync/status.ts';
export { concat } from './wire/bytes.ts';
export type { AuthorId, ChannelId, EntryId } from './wire/ids.ts';
export { parse, Reader } from './wire/reader.ts';
export { Writer } from './wire/writer.ts';
