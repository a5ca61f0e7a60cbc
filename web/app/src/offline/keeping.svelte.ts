import { createContext } from 'svelte';
import type { DeviceStorage } from '../device-storage.ts';

/** `unasked` until there is something to lose; `may-clear`: the browser may drop things when it is short of room. */
export type Keep = 'unasked' | 'keeps' | 'may-clear';

/** What the browser's `StorageManager` does for the page; missing without TLS. */
export interface StorageHost {
  persisted(): Promise<boolean>;
  persist(): Promise<boolean>;
}

const askedKey = 'tacit.asked-to-keep';

/** Whether the browser promised to keep what this device holds. Asked once: some browsers put it to the reader. */
export class Keeping {
  readonly #storage: DeviceStorage;
  readonly #host: StorageHost | undefined;
  #keep = $state<Keep>('unasked');
  #isAsking = false;

  constructor(storage: DeviceStorage, host: StorageHost | undefined) {
    this.#storage = storage;
    this.#host = host;
  }

  get keep(): Keep {
    return this.#keep;
  }

  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#keep = (await this.#answer().catch(() => false)) ? 'keeps' : 'may-clear';
  }

  async #answer(): Promise<boolean> {
    if (this.#host === undefined) return false;
    if (await this.#host.persisted()) return true;
    if (this.#storage.read(askedKey) !== undefined) return false;
    this.#storage.write(askedKey, '1');
    return this.#host.persist();
  }
}

/** The page's `Keeping`, for the badge deep inside it. */
export const [getKeeping, setKeeping] = createContext<() => Keeping>();
