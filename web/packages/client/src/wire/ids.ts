declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** H(descriptor), 32 bytes as hex. */
export type ChannelId = Branded<'ChannelId'>;

/** The first 8 bytes of H(author key), as hex. */
export type AuthorId = Branded<'AuthorId'>;

/** H(entry), 32 bytes as hex; also what a chain calls `prev`. */
export type EntryId = Branded<'EntryId'>;

/** H(sealed chunk), 32 bytes as hex. */
export type BlobAddress = Branded<'BlobAddress'>;

/** 8 random bytes of one upload on this device, as hex. */
export type UploadId = Branded<'UploadId'>;

/** 16 random bytes of one log, as hex. */
export type Incarnation = Branded<'Incarnation'>;

export const ENTRY_ID_NONE = '0'.repeat(64) as EntryId;
export const INCARNATION_NONE = '0'.repeat(32) as Incarnation;

/** Author → counter. */
export type Clock = ReadonlyMap<AuthorId, number>;
