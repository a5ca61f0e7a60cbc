/**
 * Links: a capability as text (docs/protocol/keys.md §1.3).
 *
 *   https://host[:port]/#/<layer>/<word>/<token>
 *
 * The part after `#` never reaches a server.
 */
import { hash, stretchPassword } from '../crypto/sodium.ts';
import { TacitError, type LinkPart } from '../errors/tacit-error.ts';
import { concat, equal, fromBase64Url, toBase64Url } from '../wire/bytes.ts';
import type { ChannelId } from '../wire/ids.ts';
import { parse } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { LAYERS, type Layer } from './descriptor.ts';

/** What a link allows; each includes the next. */
export type Capability = 'own' | 'edit' | 'view';

export const CAPABILITIES: readonly Capability[] = ['own', 'edit', 'view'];

const VERSION = 1;
const FLAG_PASSWORD = 1;
const FLAG_EXPIRY = 2;
const CHECKSUM_BYTES = 4;
const SALT_BYTES = 16;
const CHANNEL_BYTES = 32;
const SECRET_BYTES = 32;

/** Version, flags, capability. */
const FIXED_BYTES = 3;

/** A link as it was read. `secret` is masked while `salt` is there: `unlock` takes the mask off. */
export interface Link {
  /** `https://host[:port]`, without a slash at the end. */
  readonly origin: string;
  readonly layer: Layer;
  readonly capability: Capability;

  /** Of the secret; 0 for own. */
  readonly epoch: number;
  readonly channel: ChannelId;

  /** The owner, write or read secret, 32 bytes. */
  readonly secret: Uint8Array;

  /** There when the link needs a password. */
  readonly salt?: Uint8Array;

  /** Unix time in seconds from which on the link is void; there when it ends at all. */
  readonly expiry?: number;
}

export type LinkRead = { kind: 'link'; link: Link } | { kind: 'damaged'; error: TacitError };

/**
 * Reads a link. Needs no password and no network; `loadSodium` comes first.
 * A damaged link gives `link-damaged` with the part, or `link-newer`.
 */
export function readLink(text: string): LinkRead {
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/#?]*)(.*)$/is.exec(text.trim());
  const scheme = url?.[1]?.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') return damaged('scheme', 'not http or https');
  const origin = originOf(scheme, url![2]!);
  if (origin === undefined) return damaged('host', 'no host');
  const path = /^\/#\/([^/]*)\/([^/]*)\/([^/]*)$/s.exec(url![3]!);
  if (!path) return damaged('path', 'not #/layer/word/token');
  const [, layer, word, token] = path as unknown as [string, Layer, Capability, string];
  if (!LAYERS.includes(layer)) return damaged('layer', `${shown(layer)} is not pad or log`);
  if (!CAPABILITIES.includes(word)) return damaged('word', `${shown(word)} is not own, edit or view`);
  return readToken(token, origin, layer, word);
}

/** The text of a link. Where it has a salt, its secret must be masked already: see `lock`. */
export function writeLink(link: Link): string {
  const writer = new Writer()
    .u8(VERSION)
    .u8((link.salt ? FLAG_PASSWORD : 0) | (link.expiry === undefined ? 0 : FLAG_EXPIRY))
    .u8(CAPABILITIES.indexOf(link.capability) + 1)
    .varint(link.epoch)
    .hex(link.channel)
    .bytes(link.secret)
    .bytes(link.salt ?? new Uint8Array());
  if (link.expiry !== undefined) writer.varint(link.expiry);
  const body = writer.done();
  const token = toBase64Url(concat(body, hash(body).subarray(0, CHECKSUM_BYTES)));
  return `${link.origin}/#/${link.layer}/${link.capability}/${token}`;
}

/** The link behind a password. `salt` is 16 fresh random bytes. */
export function lock(link: Link, password: string, salt: Uint8Array): Link {
  return { ...link, secret: masked(link.secret, password, salt), salt };
}

/**
 * The link without its password. A wrong one gives a wrong secret, which shows only when a server refuses the proof:
 * so nobody who has just the link can test guesses.
 */
export function unlock(link: Link, password: string): Link {
  if (!link.salt) return link;
  const { salt, ...open } = link;
  return { ...open, secret: masked(link.secret, password, salt) };
}

/** `https://host[:port]` of a link's or a server's address; `undefined` for one that has no host, or more than that. */
export function originOf(scheme: 'http' | 'https', host: string): string | undefined {
  if (host === '' || host.includes('@') || host.includes('\\')) return undefined;
  try {
    const { origin, port } = new URL(`${scheme}://${host}`);
    return port === '0' ? undefined : origin; // A URL may name it, but nobody can listen there.
  } catch {
    return undefined;
  }
}

function readToken(token: string, origin: string, layer: Layer, word: Capability): LinkRead {
  const decoded = fromBase64Url(token);
  if (decoded.kind === 'character') return damaged('token', `character ${decoded.at + 1} of the token`);
  if (decoded.kind === 'length') return damaged('length', 'cut off or too long');
  const { bytes, canonical } = decoded;
  if (isOfWrongLength(bytes)) return damaged('length', 'cut off or too long');
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  const sound = canonical && equal(hash(body).subarray(0, CHECKSUM_BYTES), bytes.subarray(-CHECKSUM_BYTES));
  if (!sound) return damaged('checksum', 'a character was changed');
  if (body[0] !== VERSION) return { kind: 'damaged', error: new TacitError('link-newer', { detail: body[0]! }) };
  if (CAPABILITIES[body[2]! - 1] !== word) return damaged('capability', 'word and token disagree');
  const flags = body[1]!;
  if (flags & ~(FLAG_PASSWORD | FLAG_EXPIRY)) return damaged('flags', 'unknown flags');
  const fields = parse(body.subarray(FIXED_BYTES), (reader) => ({
    epoch: reader.varint(),
    channel: reader.hex(CHANNEL_BYTES) as ChannelId,
    secret: reader.bytes(SECRET_BYTES),
    salt: flags & FLAG_PASSWORD ? reader.bytes(SALT_BYTES) : undefined,
    end: reader.rest(),
  }));
  if (fields.kind === 'malformed' || (word === 'own' && fields.value.epoch !== 0)) return damaged('epoch', 'no epoch');
  const { epoch, channel, secret, salt, end } = fields.value;
  const expiry = flags & FLAG_EXPIRY ? parse(end, (reader) => reader.varint() || reader.fail(0)) : undefined;
  if (expiry?.kind === 'malformed') return damaged('expiry', 'no time');
  const link = { origin, layer, capability: word, epoch, channel, secret };
  return { kind: 'link', link: { ...link, ...(salt && { salt }), ...(expiry && { expiry: expiry.value }) } };
}

/**
 * Version 1 says by its flags, its epoch and its expiry how long it is. Of another version, and of an epoch that
 * cannot be read, only the checksum can tell whether the token is whole.
 */
function isOfWrongLength(token: Uint8Array): boolean {
  if (token.length < FIXED_BYTES + CHECKSUM_BYTES) return true;
  const rest = parse(token.subarray(FIXED_BYTES), (reader) => [reader.varint(), reader.rest()] as const);
  if (token[0] !== VERSION || rest.kind === 'malformed') return false;
  const saltBytes = token[1]! & FLAG_PASSWORD ? SALT_BYTES : 0;
  const end = rest.value[1].subarray(CHANNEL_BYTES + SECRET_BYTES + saltBytes);
  const expiryBytes = token[1]! & FLAG_EXPIRY ? end.findIndex((byte) => byte < 0x80) + 1 : 0;
  const isThere = !(token[1]! & FLAG_EXPIRY) || expiryBytes > 0;
  return !isThere || end.length !== expiryBytes + CHECKSUM_BYTES;
}

function masked(secret: Uint8Array, password: string, salt: Uint8Array): Uint8Array {
  const mask = stretchPassword(password, salt);
  return secret.map((byte, at) => byte ^ mask[at]!);
}

function damaged(part: LinkPart, why: string): LinkRead {
  return { kind: 'damaged', error: new TacitError('link-damaged', { part, particulars: `${part}: ${why}` }) };
}

/** A word of a link in a message: short, because anything can stand there. */
function shown(word: string): string {
  return JSON.stringify(word.length > 16 ? `${word.slice(0, 16)}…` : word);
}
