/**
 * Every refusal: number and sentence (docs/protocol/codes.md). The same list as tests/Vectors/codes.json; a test
 * compares them. Numbers 70 to 79 arise in clients, 90 to 99 where a store is opened.
 */
export const CODES = {
  malformed: {
    number: 1,
    sentence: 'a frame could not be read; the client does not speak this protocol correctly, update it',
  },
  'version-unsupported': { number: 2, sentence: 'client and server share no protocol version; update the older one' },
  'message-too-large': { number: 3, sentence: 'a message was longer than the server takes; send smaller ones' },
  'rate-limited': { number: 4, sentence: 'too many requests; wait, then go on more slowly' },
  'too-many-connections': { number: 5, sentence: 'the server has as many connections as it takes; try again later' },
  'address-blocked': {
    number: 6,
    sentence: 'too many wrong proofs came from this address; wait, and check the link and its password',
  },
  'origin-refused': {
    number: 7,
    sentence: "this web page's origin may not use the server; the operator can allow it with --origin",
  },
  'out-of-order': {
    number: 8,
    sentence: 'a frame came where it is not allowed; the client does not speak this protocol correctly, update it',
  },
  draining: { number: 9, sentence: 'the server is about to stop; connect again after the wait' },
  'slow-reader': {
    number: 10,
    sentence: 'the connection could not take what was sent to it; connect again and resume from the last seq',
  },
  'idle-timeout': { number: 11, sentence: 'nothing was heard for too long; connect again' },
  internal: { number: 12, sentence: 'the server failed at this; try again, and tell the operator if it stays' },
  'audience-mismatch': {
    number: 13,
    sentence: 'the server sees another host name than the client dialled; let the proxy pass on the Host header',
  },
  'clock-off': {
    number: 14,
    sentence:
      "this device's clock is more than five minutes off; the client signs again with the server's time, set the clock",
  },
  'channel-unknown': {
    number: 20,
    sentence:
      'the server has no such channel; ' +
      'check the link, or open it once with an own or edit link on a device that knows it',
  },
  'descriptor-invalid': {
    number: 21,
    sentence: 'the descriptor does not belong to this channel id, or is of a kind this server does not know',
  },
  'proof-failed': {
    number: 22,
    sentence: "the proof does not match the channel's keys; check the link and its password",
  },
  'grant-invalid': {
    number: 23,
    sentence: 'the grant was not signed by a key that may grant here; ask for a new link',
  },
  'grant-expired': { number: 24, sentence: 'the right to write here has ended; ask for a new link' },
  'author-removed': { number: 25, sentence: 'this device was removed from the channel; ask for a new link' },
  'epoch-stale': { number: 26, sentence: 'this link was replaced by a newer one; ask for it' },
  'cursor-invalid': { number: 27, sentence: 'the cursor does not belong to this log; join again by vector clock' },
  'too-many-channels': {
    number: 28,
    sentence: 'this connection has joined as many channels as it may; leave one first',
  },
  'already-joined': { number: 29, sentence: 'this connection has joined the channel already; leave it first' },
  'not-joined': { number: 40, sentence: 'the channel is not joined on this connection; join it first' },
  'read-only': { number: 41, sentence: 'this link only reads; ask for an edit link' },
  'entry-malformed': { number: 42, sentence: "the entry's bytes do not follow the format; update the client" },
  'entry-too-large': { number: 43, sentence: 'the entry is larger than a channel takes; send it in smaller pieces' },
  'author-mismatch': {
    number: 44,
    sentence: 'the entry names another author than the one that joined; join as that author',
  },
  'counter-unexpected': {
    number: 45,
    sentence: 'an entry before this one is missing; send again from the expected counter',
  },
  'counter-taken': {
    number: 46,
    sentence:
      "another entry has this author and counter; " +
      "this device's state was copied or set back, it must take a new identity",
  },
  'epoch-wrong': {
    number: 47,
    sentence: 'the entry is sealed for another epoch; read on to the current one and seal again',
  },
  'covers-ahead': { number: 48, sentence: 'the snapshot covers entries that the log does not have; send those first' },
  'kind-refused': { number: 49, sentence: 'this kind of entry is not allowed here, or not for this role' },
  'channel-full': {
    number: 50,
    sentence: 'the channel has used its quota; remove history or ask the operator for more',
  },
  'instance-full': { number: 51, sentence: 'the server has used its quota; tell the operator' },
  'store-full': {
    number: 52,
    sentence: "the server's disk is full; nothing was lost, sending goes on by itself when there is room",
  },
  'store-unavailable': {
    number: 53,
    sentence: 'the store does not answer; nothing was lost, sending goes on by itself when it does',
  },
  'ephemeral-too-large': { number: 54, sentence: 'the message is larger than the server passes on; send less' },
  'snapshot-unknown': { number: 55, sentence: 'the attested snapshot is not in the log' },
  'blob-unknown': {
    number: 56,
    sentence:
      'the server does not have this part of the file; the device that added it has not sent it yet, try again later',
  },
  'blob-damaged': {
    number: 57,
    sentence:
      'the bytes are not those that were named; nothing was taken in, try again, ' +
      'or ask who added the file to add it again',
  },
  'blob-too-large': {
    number: 58,
    sentence: 'the file, or a part of it, is larger than is taken here; make it smaller',
  },
  'blob-newer': { number: 59, sentence: 'the file was added by a newer Tacit; update this one' },
  'link-damaged': { number: 70, sentence: 'the link is damaged; copy it again, whole' },
  'link-newer': { number: 71, sentence: 'the link was made by a newer Tacit; update this one' },
  'password-needed': { number: 72, sentence: 'this link needs a password' },
  'password-wrong': { number: 73, sentence: 'the server refused the proof; the password is probably wrong' },
  'chain-broken': {
    number: 74,
    sentence: 'the server left out, repeated or changed entries; stop, keep what you have, compare with others',
  },
  'history-forked': {
    number: 75,
    sentence: 'the server showed others a different history; stop, keep what you have, compare with others',
  },
  offline: {
    number: 76,
    sentence: 'the server cannot be reached; what you write is kept on this device and sent later',
  },
  'outbox-damaged': {
    number: 77,
    sentence: 'the outbox on this device cannot be read; it was set aside and a new identity was taken',
  },
  'outbox-in-use': { number: 78, sentence: 'another program uses this outbox; end it or choose another folder' },
  'link-expired': {
    number: 79,
    sentence: 'the time of this link is over; what this device holds stays readable, ask for a new link',
  },
  'store-newer': {
    number: 90,
    sentence: 'the store was written by a newer Tacit and was not touched; run that version or restore a backup',
  },
  'store-damaged': {
    number: 91,
    sentence: "the store is damaged and was not touched; restore a backup or salvage it with sqlite3's .recover",
  },
  'store-in-use': { number: 92, sentence: 'another process uses this store; stop it or choose another --data folder' },
  'store-foreign': {
    number: 93,
    sentence: 'the file is no Tacit store and was not touched; choose another --data folder',
  },
} as const;

/** The name of a refusal. */
export type Code = keyof typeof CODES;

const BY_NUMBER = new Map(Object.entries(CODES).map(([code, { number }]) => [number as number, code as Code]));

/** The code of this number, or `internal` for one that this version does not know. */
export function codeOf(number: number): Code {
  return BY_NUMBER.get(number) ?? 'internal';
}
