/** Chunks over HTTP (docs/protocol/blobs.md §6.4, §6.5). Every request proves its right by itself. */
import { CODES, type Code } from '../errors/codes.ts';
import { TacitError } from '../errors/tacit-error.ts';
import type { ProofKey } from '../keys/proof.ts';
import type { Environment } from '../sync/environment.ts';
import { concat, fromHex, toHex } from '../wire/bytes.ts';
import type { BlobAddress, ChannelId } from '../wire/ids.ts';
import { addressOf } from './blob-format.ts';
import { authorize, type BlobRequestClaim } from './blob-request.ts';

const ADDRESS_BYTES = 32;

/** How many addresses one request may ask for. */
const MISSING_MAX = 1024;

/** What this device proves its right with. */
export interface Credentials {
  readonly by: ProofKey;
  readonly privateKey: Uint8Array;

  /** There exactly when an author signs. */
  readonly grant?: Uint8Array;
}

export class BlobTransport {
  readonly #origin: string;
  readonly #channel: ChannelId;
  readonly #environment: Environment;
  readonly #credentials: () => Credentials;

  /** How much later it is at the server than here, in seconds, as far as the server had to say so. */
  #serverAheadS = 0;

  constructor(origin: string, channel: ChannelId, environment: Environment, credentials: () => Credentials) {
    this.#origin = origin;
    this.#channel = channel;
    this.#environment = environment;
    this.#credentials = credentials;
  }

  /** The bytes of a chunk, which hash to its address. */
  async get(address: BlobAddress, signal: AbortSignal): Promise<Uint8Array> {
    const bytes = await this.#fetch('GET', address, fromHex(address), undefined, signal);
    if (addressOf(bytes) !== address) throw new TacitError('blob-damaged', { particulars: 'the server changed it' });
    return bytes;
  }

  /** Resolves when the chunk is durable at the server. */
  async put(address: BlobAddress, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#fetch('PUT', address, fromHex(address), bytes, signal);
  }

  /** Which of these the server does not have. */
  async missing(addresses: readonly BlobAddress[], signal: AbortSignal): Promise<Set<BlobAddress>> {
    const missing = new Set<BlobAddress>();
    for (let at = 0; at < addresses.length; at += MISSING_MAX) {
      const asked = concat(...addresses.slice(at, at + MISSING_MAX).map(fromHex));
      const answer = await this.#fetch('POST', 'missing', asked, asked, signal);
      for (let next = 0; next + ADDRESS_BYTES <= answer.length; next += ADDRESS_BYTES) {
        missing.add(toHex(answer.subarray(next, next + ADDRESS_BYTES)) as BlobAddress);
      }
    }
    return missing;
  }

  /** Asks; where the server says that the clock is off, signs once more with its time. */
  async #fetch(
    method: BlobRequestClaim['method'],
    path: string,
    subject: Uint8Array,
    body: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    for (let isAgain = false; ; isAgain = true) {
      const now = Math.floor(this.#environment.unixMs() / 1000);
      const outcome = await this.#ask(method, path, subject, body, now + this.#serverAheadS, signal);
      if (outcome instanceof Uint8Array) return outcome;
      if (outcome.code !== 'clock-off' || isAgain || outcome.detail === undefined) throw outcome;
      this.#serverAheadS = outcome.detail - now;
    }
  }

  async #ask(
    method: BlobRequestClaim['method'],
    path: string,
    subject: Uint8Array,
    body: Uint8Array | undefined,
    at: number,
    signal: AbortSignal,
  ): Promise<Uint8Array | TacitError> {
    const { by, privateKey, grant } = this.#credentials();
    const claim = { audience: new URL(this.#origin).host, channel: this.#channel, by, at, method, subject };
    const headers = { Authorization: authorize(claim, privateKey, grant) };
    const init: RequestInit = { method, headers, signal, credentials: 'omit', referrerPolicy: 'no-referrer' };
    if (body) init.body = body as Uint8Array<ArrayBuffer>;
    try {
      const response = await this.#environment.fetch(`${this.#origin}/blobs/${this.#channel}/${path}`, init);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      return await refusalOf(response);
    } catch (error) {
      signal.throwIfAborted();
      return new TacitError('offline', { particulars: error instanceof Error ? error.message : 'no answer' });
    }
  }
}

/** What a server said no with; what a proxy in front of it said counts as the server being away. */
async function refusalOf(response: Response): Promise<TacitError> {
  const problem = (await response.json().catch(() => undefined)) as { type?: unknown; number?: unknown } | undefined;
  const name = typeof problem?.type === 'string' ? problem.type.replace(/^urn:tacit:/u, '') : '';
  const detail = typeof problem?.number === 'number' ? { detail: problem.number } : {};
  if (Object.hasOwn(CODES, name)) return new TacitError(name as Code, detail);
  const particulars = `HTTP ${response.status}`;
  if (response.status === 413) return new TacitError('blob-too-large', { particulars });
  return new TacitError('store-unavailable', { particulars });
}
