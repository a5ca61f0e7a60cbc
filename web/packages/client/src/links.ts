import { loadSodium, randomBytes } from './crypto/sodium.ts';
import { TacitError } from './errors/tacit-error.ts';
import { channelIdOf, describe, encodeDescriptor, type Layer } from './keys/descriptor.ts';
import { originOf, readLink, type Capability, type Link } from './keys/link.ts';
import { handOut } from './sync/links.ts';

export interface CreateOptions {
  /** With one, every link asks for it. */
  readonly password?: string;

  /** The owner secret, 32 bytes, for a channel that can be found again from it; by default it is drawn at random. */
  readonly secret?: Uint8Array;
}

/**
 * Draws the keys of a new pad, and its links. No server is asked: the pad is made there when somebody first opens the
 * own link.
 */
export function createPad(server: string, options: CreateOptions = {}): Promise<Record<Capability, string>> {
  return createChannel(server, 'pad', options);
}

/** The same for a channel of any layer. Throws `link-damaged` for a server address that is none. */
export async function createChannel(
  server: string,
  layer: Layer,
  options: CreateOptions = {},
): Promise<Record<Capability, string>> {
  await loadSodium();
  const origin = serverOrigin(server);
  const secret = options.secret ?? randomBytes(32);
  if (secret.length !== 32) throw new RangeError('an owner secret has 32 bytes');
  const channel = channelIdOf(encodeDescriptor(describe(secret, layer, 'writers')));
  const own: Link = { origin, layer, capability: 'own', epoch: 0, channel, secret };
  return handOut(own, undefined, options.password, () => randomBytes(16)) as Record<Capability, string>;
}

/** What a link says without its secret. */
export interface LinkFacts {
  readonly origin: string;
  readonly layer: Layer;
  readonly capability: Capability;

  /** 64 hex digits; the same for all links of one channel. */
  readonly channel: string;
  readonly needsPassword: boolean;

  /** How often the links of the channel were replaced before this one was made; 0 for an own link. */
  readonly epoch: number;

  /** Unix time in milliseconds, for a link that ends. */
  readonly expiresAt?: number;
}

/** Reads a link; throws a TacitError that names the damaged part, or `link-newer`. */
export async function parseLink(text: string): Promise<LinkFacts> {
  await loadSodium();
  const read = readLink(text);
  if (read.kind === 'damaged') throw read.error;
  const { origin, layer, capability, channel, salt, epoch, expiry } = read.link;
  const facts = { origin, layer, capability, channel, needsPassword: salt !== undefined, epoch };
  return expiry === undefined ? facts : { ...facts, expiresAt: expiry * 1000 };
}

function serverOrigin(server: string): string {
  const [, scheme, host] = /^(https?):\/\/([^/#?]*)\/?$/iu.exec(server.trim()) ?? [];
  const origin = host && originOf(scheme!.toLowerCase() as 'http' | 'https', host);
  if (!origin) throw new TacitError('link-damaged', { part: 'host', particulars: 'host: no server address' });
  return origin;
}
