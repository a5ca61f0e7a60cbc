import { TacitProvider } from '@tacit/yjs';
import { createSubscriber } from 'svelte/reactivity';
import * as Y from 'yjs';

/** A pad whose getters are reactive: what reads them in a component is drawn again when they change. */
export class Pad {
  readonly doc = new Y.Doc();
  readonly provider: TacitProvider;
  readonly #heard: () => void;

  constructor(link: string) {
    // This line makes it end-to-end encrypted. All else is as with any Yjs provider.
    this.provider = new TacitProvider(link, this.doc);

    this.#heard = createSubscriber((changed) => {
      const endRole = this.provider.on('role', changed);
      this.doc.on('update', changed);
      this.provider.awareness.on('change', changed);
      return () => {
        endRole();
        this.doc.off('update', changed);
        this.provider.awareness.off('change', changed);
      };
    });
  }

  get canWrite(): boolean {
    this.#heard();
    return this.provider.role !== 'reader';
  }

  get people(): string[] {
    this.#heard();
    return [...this.provider.awareness.getStates().values()].flatMap((state) => state['user']?.name ?? []).sort();
  }

  list(name: string): readonly string[] {
    this.#heard();
    return this.doc.getArray<string>(name).toArray();
  }
}
