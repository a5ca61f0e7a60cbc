/**
 * The way into a channel: what this device proves there, and what becomes of a refusal (docs/protocol/connection.md
 * §4.4).
 */
import type { Credentials } from '../blobs/blob-transport.ts';
import { TacitError } from '../errors/tacit-error.ts';
import { encodeDescriptor } from '../keys/descriptor.ts';
import { epochProofKey } from '../keys/epoch-proof.ts';
import type { Link } from '../keys/link.ts';
import { prove } from '../keys/proof.ts';
import type { Refused } from '../wire/frames.ts';
import { INCARNATION_NONE } from '../wire/ids.ts';
import { refusal, type Connection, type Session } from './connection.ts';
import type { Clock } from './environment.ts';
import type { Outbox } from './outbox.ts';
import { AGAIN_MS, LATER } from './outgoing.ts';
import type { Replica } from './replica.ts';

export interface JoiningSettings {
  readonly link: Link;
  readonly hadPassword: boolean;
  readonly connection: Connection;
  readonly clock: Clock;

  /** Who joins. */
  readonly session: Session;
  readonly outbox: () => Outbox | undefined;
  readonly replica: () => Replica | undefined;

  /** Another try is due. */
  readonly join: () => void;

  /** The server lets this device not in. */
  readonly refused: (error: TacitError) => void;

  /** Nobody ever let this author in, and nobody will. */
  readonly discard: (outbox: Outbox) => void;
}

export class Joining {
  readonly #settings: JoiningSettings;
  #handle: number | undefined;
  #cancelAgain: (() => void) | undefined;

  constructor(settings: JoiningSettings) {
    this.#settings = settings;
  }

  /** What the server calls the channel on this connection; `undefined` while it is not joined. */
  get handle(): number | undefined {
    return this.#handle;
  }

  /** What this device proves with that it may be here. */
  get credentials(): Credentials {
    const { link, outbox, replica } = this.#settings;
    const own = outbox();
    if (own) return { by: 'author', privateKey: own.keyPair.privateKey, grant: own.identity.grant };
    return { by: 'read', privateKey: epochProofKey(link, replica()?.ring).privateKey };
  }

  /** Asks to be let in, with the proof of `challenge`. */
  ask(challenge: Uint8Array): void {
    const { link, connection, session, outbox, replica } = this.#settings;
    const [own, known] = [outbox(), replica()];
    const { by, privateKey } = this.credentials;
    const proof = { challenge, audience: connection.audience, channel: link.channel, by };
    connection.join(session, {
      channelId: link.channel,
      by,
      history: false,
      signature: prove(privateKey, proof),
      descriptor: own && known ? encodeDescriptor(known.descriptor) : undefined,
      grant: own?.grant,
      cursor: { kind: 'seq', incarnation: known?.incarnation ?? INCARNATION_NONE, seq: known?.seq ?? 0 },
    });
  }

  joined(handle: number): void {
    this.#handle = handle;
  }

  left(): void {
    this.#handle = undefined;
  }

  refused(frame: Refused): void {
    const { hadPassword, clock, outbox, replica, join } = this.#settings;
    const error = refusal(frame.code, frame.detail);
    if (error.code === 'cursor-invalid') {
      // Not by clock: a restored log may lack entries for good, and then who read it anew would see other heads.
      replica()?.restart();
      return join();
    }
    if (error.code === 'rate-limited' || LATER.includes(error.code)) {
      const delayMs = error.code === 'rate-limited' ? frame.detail : AGAIN_MS;
      this.stop();
      this.#cancelAgain = clock.after(delayMs, join);
      return;
    }
    const wrongSecret = error.code === 'proof-failed' || error.code === 'grant-invalid';
    // Left in the store, an author that nobody let in would spoil the try with the right password too.
    const own = outbox();
    if (wrongSecret && own && !replica()) this.#settings.discard(own);
    this.#settings.refused(wrongSecret && hadPassword ? new TacitError('password-wrong') : error);
  }

  /** Gives the next try up. */
  stop(): void {
    this.#cancelAgain?.();
    this.#cancelAgain = undefined;
  }
}
