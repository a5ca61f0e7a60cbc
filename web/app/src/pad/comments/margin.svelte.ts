import type { CommentHost } from './comment-host.ts';
import type { Comments, Subject } from './comments.svelte.ts';
import type { Thread } from './thread.ts';

/** What of the comments is on the screen: beside which text, and which one is looked at. */
export class Margin {
  readonly comments: Comments;
  readonly #host: () => CommentHost | undefined;
  #isOpen = $state(false);
  #showsResolved = $state(false);
  #active = $state<string | undefined>();
  #draft = $state.raw<Subject | undefined>();
  #places = $state.raw<ReadonlyMap<string, number>>(new Map());
  #frame = 0;

  constructor(comments: Comments, host: () => CommentHost | undefined) {
    this.comments = comments;
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get showsResolved(): boolean {
    return this.#showsResolved;
  }

  get active(): string | undefined {
    return this.#active;
  }

  /** What the thread that is being written is about. */
  get draft(): Subject | undefined {
    return this.#draft;
  }

  get places(): ReadonlyMap<string, number> {
    return this.#places;
  }

  /** Those to show, in the order of the text; those whose text is gone come last. */
  get threads(): readonly Thread[] {
    const shown = this.comments.threads.filter(({ isResolved }) => this.#showsResolved || !isResolved);
    const placeOf = ({ id }: Thread): number => this.#places.get(id) ?? Number.POSITIVE_INFINITY;
    return shown
      .map((thread, at) => ({ thread, at, place: placeOf(thread) }))
      .sort((one, other) => (one.place === other.place ? one.at - other.at : one.place - other.place))
      .map(({ thread }) => thread);
  }

  toggle(): void {
    this.#isOpen = !this.#isOpen;
    this.moved();
  }

  close(): void {
    this.#isOpen = false;
    this.#draft = undefined;
    this.activate(undefined);
  }

  showResolved(shows: boolean): void {
    this.#showsResolved = shows;
    this.#mark();
  }

  /** Begins a thread about the selected text; `false` if none is selected. */
  write(): boolean {
    const subject = this.#host()?.take();
    if (subject === undefined) return false;
    this.#draft = subject;
    this.#active = undefined;
    this.#isOpen = true;
    return true;
  }

  /** Puts the thread that is being written into the pad. */
  put(text: string): void {
    const draft = this.#draft;
    const id = draft && this.comments.begin(text, draft);
    this.#draft = undefined;
    if (id === undefined) return;
    this.#host()?.tie(id);
    this.activate(id);
  }

  discard(): void {
    this.#draft = undefined;
  }

  remove(thread: string, note: string): void {
    if (this.comments.remove(thread, note)) this.#host()?.untie(thread);
  }

  activate(thread: string | undefined): void {
    this.#active = thread;
    if (thread !== undefined) this.#isOpen = true;
    this.#mark();
    this.moved();
  }

  /** Somebody clicked on commented text; resolved threads stay quiet. */
  clicked(threads: readonly string[]): void {
    const found = this.threads.find(({ id }) => threads.includes(id));
    if (found !== undefined) this.activate(found.id);
  }

  show(thread: string): void {
    this.activate(thread);
    this.#host()?.show(thread);
  }

  /** The text moved or changed. Read once a frame, and only while somebody could see it. */
  readonly moved = (): void => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.comments.threads.length === 0) return;
      this.#mark();
      if (this.#isOpen) this.#places = this.#host()?.places() ?? new Map();
    });
  };

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #mark(): void {
    const shown = this.comments.threads.filter(({ isResolved, id }) => !isResolved || id === this.#active);
    this.#host()?.mark(
      shown.map(({ id }) => id),
      this.#active,
    );
  }
}
