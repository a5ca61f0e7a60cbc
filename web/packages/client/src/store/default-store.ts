import { IndexedDbStore } from './indexed-db-store.ts';
import { MemoryStore } from './memory-store.ts';
import type { Store } from './store.ts';

let opened: Promise<{ store: Store; isDurable: boolean }> | undefined;

/** The device's store: the browser's database; memory where there is none, or where it may not be used. */
export function defaultStore(): Promise<{ store: Store; isDurable: boolean }> {
  opened ??= open();
  return opened;
}

async function open(): Promise<{ store: Store; isDurable: boolean }> {
  if (typeof indexedDB === 'undefined') return { store: new MemoryStore(), isDurable: false };
  try {
    return { store: await IndexedDbStore.open(), isDurable: true };
  } catch {
    return { store: new MemoryStore(), isDurable: false };
  }
}
