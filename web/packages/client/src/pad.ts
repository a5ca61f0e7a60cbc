import { loadSodium, randomBytes } from './crypto/sodium.ts';
import { TacitError } from './errors/tacit-error.ts';
import { channelIdOf, describe, encodeDescriptor, type Layer } from './keys/descriptor.ts';
import { originOf, readLink, type Capability, type Link } from './keys/link.ts';
import { handOut } from './sync/links.ts';

/**
 * Draws the keys of a new pad, and its links. No server is asked: the pad is made there when somebody first opens the own
 * link. With a password, every link asks for it.
 */
export function createPad(server: string, options: { password?: string } = {}): Promise<Record<Capability, string>> {
  return createChannel(server, 'pad', options);
}

/** The same for a channel of any layer. Throws `link-damaged` for a server address that is none. */
export async function createChannel(
  server: string,
  layer: Layer,
  options: { password?: string } = {},
): Promise<Record<Capability, string>> {
  await loadSodium();
  const origin = serverOrigin(server);
  const secret = randomBytes(32);
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
}

/** Reads a link; throws a TacitError that names the damaged part, or `link-newer`. */
export async function parseLink(text: string): Promise<LinkFacts> {
  await loadSodium();
  const read = readLink(text);
  if (read.kind === 'damaged') throw read.error;
  const { origin, layer, capability, channel, salt } = read.link;
  return { origin, layer, capability, channel, needsPassword: salt !== undefined };
}

function serverOrigin(server: string): string {
  const [, scheme, host] = /^(https?):\/\/([^/#?]*)\/?$/iu.exec(server.trim()) ?? [];
  const origin = host && originOf(scheme!.toLowerCase() as 'http' | 'https', host);
  if (!origin) throw new TacitError('link-damaged', { part: 'host', particulars: 'host: no server address' });
  return origin;
}
