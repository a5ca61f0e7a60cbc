import type * as Y from 'yjs';
import type { Clock } from '../clock.ts';
import type { PadKind } from '../pad/kind.ts';
import { refusalOf, type Refusal } from '../refused/explanations.ts';
import { blocksOfRich, blocksOfText, type Block } from './blocks.ts';
import { compare, type ComparedBlock } from './compare.ts';
import type { Past, PastSession, PastVersion, TimeTravel } from './past.ts';

export type HistoryPhase =
  | { kind: 'loading'; fraction: number }
  | { kind: 'failed'; error: Refusal }
  | { kind: 'empty' }
  | { kind: 'ready'; past: Past };

/** What the version on show is held against. */
export type Against = 'nothing' | 'before' | 'now';

const playMs = 350;

/** However long a history is, playing it takes about half a minute. */
const playStepsMax = 90;

/** A walk through the versions of a pad. Reads the past once, when it is made; nothing is changed but by `restore`. */
export class History {
  readonly #travel: TimeTravel;
  readonly #doc: Y.Doc;
  readonly #kind: PadKind;
  readonly #clock: Clock;
  readonly #leaving = new AbortController();
  #phase = $state.raw<HistoryPhase>({ kind: 'loading', fraction: 0 });
  #index = $state(0);
  #against = $state<Against>('nothing');
  #callOffPlay = $state.raw<(() => void) | undefined>();

  /** `doc` is the pad as it is now. */
  constructor(travel: TimeTravel, doc: Y.Doc, kind: PadKind, clock: Clock) {
    this.#travel = travel;
    this.#doc = doc;
    this.#kind = kind;
    this.#clock = clock;
    void this.load();
  }

  get phase(): HistoryPhase {
    return this.#phase;
  }

  get versions(): readonly PastVersion[] {
    return this.#phase.kind === 'ready' ? this.#phase.past.versions : [];
  }

  /** The place of the version on show. */
  get index(): number {
    return this.#index;
  }

  get version(): PastVersion | undefined {
    return this.versions[this.#index];
  }

  /** The session that the version on show belongs to. */
  get session(): PastSession | undefined {
    const { version } = this;
    if (this.#phase.kind !== 'ready' || version === undefined) return undefined;
    return this.#phase.past.sessions.find(({ author, versions }) => author === version.author && versions.includes(version));
  }

  get against(): Against {
    return this.#against;
  }

  get isPlaying(): boolean {
    return this.#callOffPlay !== undefined;
  }

  async load(): Promise<void> {
    this.#phase = { kind: 'loading', fraction: 0 };
    try {
      const past = await this.#travel.history({
        signal: this.#leaving.signal,
        onProgress: ({ fraction }) => {
          if (this.#phase.kind === 'loading') this.#phase = { kind: 'loading', fraction };
        },
      });
      this.#phase = past.versions.length === 0 ? { kind: 'empty' } : { kind: 'ready', past };
      this.#index = Math.max(0, past.versions.length - 1);
    } catch (error) {
      if (!this.#leaving.signal.aborted) this.#phase = { kind: 'failed', error: refusalOf(error) };
    }
  }

  /** Beyond the ends it stays at them. */
  show(index: number): void {
    this.#index = Math.max(0, Math.min(this.versions.length - 1, index));
  }

  /** A step by hand ends the play. */
  step(by: number): void {
    this.stop();
    this.show(this.#index + by);
  }

  /** To where the session before or after begins. */
  stepSession(by: -1 | 1): void {
    if (this.#phase.kind !== 'ready') return;
    const starts = this.#phase.past.sessions.map(({ versions }) => versions[0]!.at);
    const beyond = starts.filter((start) => (by > 0 ? start > this.#index : start < this.#index));
    this.stop();
    this.show(by > 0 ? Math.min(...beyond, this.versions.length - 1) : Math.max(...beyond, 0));
  }

  hold(against: Against): void {
    this.#against = against;
  }

  /** Plays from here to the end; from the beginning, if here is the end. */
  play(): void {
    this.stop();
    if (this.#index >= this.versions.length - 1) this.#index = 0;
    const stride = Math.max(1, Math.ceil(this.versions.length / playStepsMax));
    const next = (): void => {
      this.show(this.#index + stride);
      this.#callOffPlay = this.#index < this.versions.length - 1 ? this.#clock.after(playMs, next) : undefined;
    };
    this.#callOffPlay = this.#clock.after(playMs, next);
  }

  stop(): void {
    this.#callOffPlay?.();
    this.#callOffPlay = undefined;
  }

  /** The document of the version on show. */
  document(): Y.Doc | undefined {
    return this.#phase.kind === 'ready' ? this.#phase.past.documentAt(this.#index) : undefined;
  }

  /** The version on show, with what changed; from `before` to it, or from it to `now`. */
  compared(): readonly ComparedBlock[] {
    if (this.#phase.kind !== 'ready') return [];
    const { past } = this.#phase;
    const here = this.#blocksOf(past.documentAt(this.#index));
    if (this.#against === 'now') return compare(here, this.#blocksOf(this.#doc));
    return compare(this.#blocksOf(past.documentAt(this.#index - 1)), here);
  }

  /** Makes the pad what the version on show was, by an edit like any other: comments and the title stay. */
  restore(): void {
    if (this.#phase.kind !== 'ready') return;
    const roots = [this.#kind === 'rich' ? 'rich' : 'text'];
    this.#travel.restore(this.#phase.past, this.#index, { roots });
  }

  close(): void {
    this.stop();
    this.#leaving.abort();
  }

  #blocksOf(doc: Y.Doc): Block[] {
    return this.#kind === 'rich' ? blocksOfRich(doc.getXmlFragment('rich')) : blocksOfText(doc.getText('text').toString());
  }
}
