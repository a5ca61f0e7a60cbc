import { expect, test } from 'vitest';
import { MemoryStorage } from '../device-storage.ts';
import { Keeping, type StorageHost } from './keeping.svelte.ts';

class Host implements StorageHost {
  asked = 0;
  isPersisted = false;
  grants = false;

  async persisted(): Promise<boolean> {
    return this.isPersisted;
  }

  async persist(): Promise<boolean> {
    this.asked++;
    return (this.isPersisted = this.grants);
  }
}

test('asks the browser once, on this device, and believes what it says', async () => {
  const [host, storage] = [new Host(), new MemoryStorage()];
  const first = new Keeping(storage, host);
  expect(first.keep).toBe('unasked');
  await first.ask();
  await first.ask();
  expect([first.keep, host.asked]).toEqual(['may-clear', 1]);

  const next = new Keeping(storage, host);
  await next.ask();
  expect([next.keep, host.asked]).toEqual(['may-clear', 1]);

  host.isPersisted = true;
  const later = new Keeping(storage, host);
  await later.ask();
  expect(later.keep).toBe('keeps');
});

test('where it grants, it keeps; where it cannot be asked, it may clear', async () => {
  const host = Object.assign(new Host(), { grants: true });
  const keeping = new Keeping(new MemoryStorage(), host);
  await keeping.ask();
  expect(keeping.keep).toBe('keeps');
  const without = new Keeping(new MemoryStorage(), undefined);
  await without.ask();
  expect(without.keep).toBe('may-clear');
});
