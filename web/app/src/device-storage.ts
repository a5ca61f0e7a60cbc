/** What the page keeps between visits: a few short texts. `localStorage` fits, and so does a `Map` in a test. */
export interface DeviceStorage {
  read(key: string): string | undefined;
  /** Best effort: a browser may refuse to keep anything, and the page works without. */
  write(key: string, value: string): void;
}

export class MemoryStorage implements DeviceStorage {
  readonly #values = new Map<string, string>();

  read(key: string): string | undefined {
    return this.#values.get(key);
  }

  write(key: string, value: string): void {
    this.#values.set(key, value);
  }
}

/** Reading `localStorage` throws where the browser blocks it, and writing where it is full. */
export function browserStorage(page: Window): DeviceStorage {
  let storage: Storage;
  try {
    storage = page.localStorage;
  } catch {
    return new MemoryStorage();
  }
  return {
    read: (key) => storage.getItem(key) ?? undefined,
    write: (key, value) => {
      try {
        storage.setItem(key, value);
      } catch {
        // Full or forbidden. Nothing that matters lives here: a name, a colour, the list of recent pads.
      }
    },
  };
}
