import type { Clock } from '../clock.ts';
import { texts } from '../texts.ts';

/** A link to pass on, and what it allows, in one sentence. */
export interface SharedLink {
  readonly kind: 'edit' | 'view';
  readonly name: string;
  readonly allows: string;
  readonly link: string;
}

export type Copying = { kind: 'idle' } | { kind: 'copied' | 'failed'; link: SharedLink['kind'] };

const feedbackMs = 2_500;

/** What can be shared of a pad, and whether copying it worked: browsers refuse it on pages without TLS. */
export class Share {
  readonly #clipboard: Pick<Clipboard, 'writeText'> | undefined;
  readonly #clock: Clock;
  readonly links: readonly SharedLink[];
  #copying = $state.raw<Copying>({ kind: 'idle' });
  #callOff: () => void = () => {};

  constructor(
    links: { readonly edit?: string | undefined; readonly view?: string | undefined },
    clipboard: Pick<Clipboard, 'writeText'> | undefined,
    clock: Clock,
  ) {
    this.#clipboard = clipboard;
    this.#clock = clock;
    const { edit, view, editAllows, viewAllows } = texts.share;
    this.links = [
      ...(links.edit === undefined ? [] : [{ kind: 'edit', name: edit, allows: editAllows, link: links.edit } as const]),
      ...(links.view === undefined ? [] : [{ kind: 'view', name: view, allows: viewAllows, link: links.view } as const]),
    ];
  }

  get copying(): Copying {
    return this.#copying;
  }

  /** Whether it worked. If not, the link has to be selected for the user to copy it. */
  async copy({ kind, link }: SharedLink): Promise<boolean> {
    this.#callOff();
    let isCopied = true;
    try {
      if (this.#clipboard === undefined) isCopied = false;
      else await this.#clipboard.writeText(link);
    } catch {
      isCopied = false;
    }
    this.#copying = { kind: isCopied ? 'copied' : 'failed', link: kind };
    // A failure stays until the next try: the user has yet to act on it.
    if (isCopied) this.#callOff = this.#clock.after(feedbackMs, () => this.forget());
    return isCopied;
  }

  forget(): void {
    this.#callOff();
    this.#copying = { kind: 'idle' };
  }
}
