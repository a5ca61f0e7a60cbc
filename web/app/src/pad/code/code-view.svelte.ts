import type { DeviceStorage } from '../../device-storage.ts';

const views = ['write', 'both', 'read'] as const;

/** What of a Markdown pad is on the screen. */
export type CodeView = (typeof views)[number];

/** The view that was chosen last on this device. A narrow screen has no room for both. */
export class ChosenView {
  readonly #storage: DeviceStorage;
  #chosen = $state<CodeView>('both');
  #isNarrow = $state(false);

  constructor(storage: DeviceStorage) {
    this.#storage = storage;
    const kept = storage.read('tacit.code-view');
    this.#chosen = views.find((view) => view === kept) ?? 'both';
  }

  get views(): readonly CodeView[] {
    return this.#isNarrow ? ['write', 'read'] : views;
  }

  get view(): CodeView {
    return this.#isNarrow && this.#chosen === 'both' ? 'write' : this.#chosen;
  }

  choose(view: CodeView): void {
    this.#chosen = view;
    this.#storage.write('tacit.code-view', view);
  }

  fit(isNarrow: boolean): void {
    this.#isNarrow = isNarrow;
  }
}
