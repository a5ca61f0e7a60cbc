import type { Clock } from '../clock.ts';
import type { Capability } from '../pad/client.ts';
import { refusalOf, type Refusal } from '../refused/explanations.ts';
import { texts } from '../texts.ts';
import type { Links, LinkWishes, Sharing } from './sharing.ts';

/** A link to pass on, and what it allows, in one sentence. */
export interface SharedLink {
  readonly kind: Capability;
  readonly name: string;
  readonly allows: string;
  readonly link: string;
}

export type Copying = { kind: 'idle' } | { kind: 'copied' | 'failed'; link: SharedLink['kind'] };

/** What whoever opens the links has to meet. */
export type Conditions = Pick<LinkWishes, 'password' | 'expiresAt'>;

export type Making = { kind: 'idle' } | { kind: 'making' } | { kind: 'failed'; error: Refusal };

/** What the browser gives for passing on; both may be missing, on pages without TLS or on a desk. */
export interface Passing {
  readonly clipboard: Pick<Clipboard, 'writeText'> | undefined;
  readonly share: ((data: { url: string; title: string }) => Promise<void>) | undefined;
}

const feedbackMs = 2_500;

/** The links of a pad, with or without conditions, and whether passing them on worked. */
export class Share {
  readonly #sharing: Pick<Sharing, 'share'>;
  readonly #passing: Passing;
  readonly #clock: Clock;
  #plain: Links;
  #conditioned = $state.raw<Links | undefined>();
  #conditions = $state.raw<Conditions>({});
  #making = $state.raw<Making>({ kind: 'idle' });
  #copying = $state.raw<Copying>({ kind: 'idle' });
  #round = 0;
  #callOff: () => void = () => {};

  /** `plain` is the pad's links as they are; new ones make a new `Share`. */
  constructor(plain: Links, sharing: Pick<Sharing, 'share'>, passing: Passing, clock: Clock) {
    this.#plain = plain;
    this.#sharing = sharing;
    this.#passing = passing;
    this.#clock = clock;
  }

  /** Edit and view, as far as this device may give them away. */
  get links(): readonly SharedLink[] {
    return (['edit', 'view'] as const).flatMap((kind) => this.linkOf(kind) ?? []);
  }

  linkOf(kind: Capability): SharedLink | undefined {
    const link = (this.#conditioned ?? this.#plain)[kind];
    if (link === undefined) return undefined;
    return { kind, link, name: texts.share.links[kind].name, allows: texts.share.links[kind].allows };
  }

  /** What the links ask for now, beyond what the pad's own link asked for. */
  get conditions(): Conditions {
    return this.#conditions;
  }

  get making(): Making {
    return this.#making;
  }

  get copying(): Copying {
    return this.#copying;
  }

  get canPassOn(): boolean {
    return this.#passing.share !== undefined;
  }

  /** Makes the links anew, so that they ask for these conditions; whether that worked. The earlier ones stay valid. */
  async apply(conditions: Conditions): Promise<boolean> {
    const round = ++this.#round;
    this.forget();
    if (conditions.password === undefined && conditions.expiresAt === undefined) {
      this.#conditioned = undefined;
      this.#conditions = {};
      this.#making = { kind: 'idle' };
      return true;
    }
    this.#making = { kind: 'making' };
    try {
      const capabilities = Object.keys(this.#plain) as Capability[];
      const made = await Promise.all(
        capabilities.map(async (capability) => [capability, await this.#sharing.share({ capability, ...conditions })]),
      );
      if (round !== this.#round) return false;
      this.#conditioned = Object.fromEntries(made) as Links;
      this.#conditions = conditions;
      this.#making = { kind: 'idle' };
      return true;
    } catch (error) {
      if (round === this.#round) this.#making = { kind: 'failed', error: refusalOf(error) };
      return false;
    }
  }

  /** Whether it worked. If not, the link has to be selected for the user to copy it. */
  async copy({ kind, link }: SharedLink): Promise<boolean> {
    this.#callOff();
    let isCopied = true;
    try {
      if (this.#passing.clipboard === undefined) isCopied = false;
      else await this.#passing.clipboard.writeText(link);
    } catch {
      isCopied = false;
    }
    this.#copying = { kind: isCopied ? 'copied' : 'failed', link: kind };
    // A failure stays until the next try: the user has yet to act on it.
    if (isCopied) this.#callOff = this.#clock.after(feedbackMs, () => this.forget());
    return isCopied;
  }

  /** Hands a link to the system's own way of sharing. Someone who changes their mind there has lost nothing. */
  async passOn({ link }: SharedLink, title: string): Promise<void> {
    try {
      await this.#passing.share?.({ url: link, title });
    } catch {
      // The sheet was closed, or the system has nowhere to send it: copying is beside it.
    }
  }

  forget(): void {
    this.#callOff();
    this.#copying = { kind: 'idle' };
  }
}
