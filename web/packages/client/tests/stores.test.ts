import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { IndexedDbStore } from '../src/store/indexed-db-store.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import type { AuthorId, ChannelId, EntryId } from '../src/wire/ids.ts';
import { storeContract } from './store-contract.ts';

let databases = 0;

storeContract('MemoryStore', async () => new MemoryStore());
storeContract('IndexedDbStore', () => IndexedDbStore.open(`contract-${databases++}`, undefined));

it('what IndexedDbStore holds is there when it is opened again', async () => {
  const [channel, author] = ['cc'.repeat(32) as ChannelId, 'dd'.repeat(8) as AuthorId];
  const before = await IndexedDbStore.open('again', undefined);
  await before.addIdentity(channel, { author, seed: Uint8Array.of(1), grant: Uint8Array.of(2) });
  const entry = { counter: 1, prev: '00'.repeat(32) as EntryId, bytes: Uint8Array.of(3), acknowledged: false };
  await before.putOwn(channel, author, [entry]);
  before.close();
  const after = await IndexedDbStore.open('again', undefined);
  expect(await after.own(channel, author)).toEqual([entry]);
  expect(await after.identities(channel)).toHaveLength(1);
});
