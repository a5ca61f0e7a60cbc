/** What every store promises (src/store/store.ts). Run against each of them in stores.test.ts. */
import { describe, expect, it } from 'vitest';
import type { MirrorChange, OwnEntry, Store } from '../src/store/store.ts';
import type { AuthorId, ChannelId, EntryId, Incarnation } from '../src/wire/ids.ts';

const here = 'a1'.repeat(32) as ChannelId;
const elsewhere = 'a2'.repeat(32) as ChannelId;
const ada = '01'.repeat(8) as AuthorId;
const grace = '02'.repeat(8) as AuthorId;
const first = '10'.repeat(16) as Incarnation;
const second = '20'.repeat(16) as Incarnation;

export function storeContract(name: string, make: () => Promise<Store>): void {
  describe(name, () => {
    it('knows nothing of a channel that it never saw', async () => {
      const store = await make();
      expect(await store.mirror(here)).toBeUndefined();
      expect(await store.identities(here)).toEqual([]);
      expect(await store.own(here, ada)).toEqual([]);
      await store.settleOwn(here, ada, { acknowledged: [1], forgotten: [2] });
      await store.dropIdentity(here, ada);
      await store.forget(here);
    });

    it('gives back a mirror in the order of seqs, without what was removed', async () => {
      const store = await make();
      await store.keep(here, change({ seq: 300, added: [300, 2, 10], fresh: true }));
      await store.keep(here, change({ seq: 301, added: [301], removed: [2, 77] }));
      expect(await store.mirror(here)).toEqual({
        descriptor: bytes(9),
        incarnation: first,
        seq: 301,
        entries: [10, 300, 301].map((seq) => ({ seq, bytes: bytes(seq) })),
      });
      expect(await store.mirror(elsewhere)).toBeUndefined();
    });

    it('never goes back in seq', async () => {
      const store = await make();
      await store.keep(here, change({ seq: 5, added: [5], fresh: true }));
      await store.keep(here, change({ seq: 3, added: [3] }));
      expect((await store.mirror(here))?.seq).toBe(5);
      expect((await store.mirror(here))?.entries.map(({ seq }) => seq)).toEqual([3, 5]);
    });

    it('begins again for another incarnation, and drops a late change of the one before', async () => {
      const store = await make();
      await store.keep(here, change({ seq: 5, added: [5], fresh: true }));
      await store.keep(here, change({ seq: 1, added: [1], fresh: true, incarnation: second }));
      await store.keep(here, change({ seq: 6, added: [6] }));
      const mirror = await store.mirror(here);
      expect([mirror?.incarnation, mirror?.seq, mirror?.entries.length]).toEqual([second, 1, 1]);
    });

    it('keeps identities apart by channel, and what each wrote in order of counters', async () => {
      const store = await make();
      await store.addIdentity(here, { author: ada, seed: bytes(1), grant: bytes(2) });
      await store.addIdentity(here, { author: grace, seed: bytes(3), grant: bytes(4) });
      await store.addIdentity(elsewhere, { author: ada, seed: bytes(5), grant: bytes(6) });
      await store.putOwn(here, ada, [own(255), own(256)]);
      await store.putOwn(here, ada, [own(257)]);
      await store.putOwn(here, grace, [own(1)]);
      expect((await store.identities(here)).map(({ author }) => author)).toEqual([ada, grace]);
      expect(await store.own(here, ada)).toEqual([own(255), own(256), own(257)]);
      expect(await store.own(elsewhere, ada)).toEqual([]);

      await store.dropIdentity(here, ada);
      expect((await store.identities(here)).map(({ author }) => author)).toEqual([grace]);
      expect(await store.own(here, ada)).toEqual([]);
      expect(await store.own(here, grace)).toEqual([own(1)]);
      expect(await store.identities(elsewhere)).toHaveLength(1);
    });

    it('puts entries in the place of all from the first one on; none changes nothing', async () => {
      const store = await make();
      await store.putOwn(here, ada, [own(1), own(2), own(3), own(4)]);
      await store.putOwn(here, ada, [own(3, 33)]);
      await store.putOwn(here, ada, []);
      expect(await store.own(here, ada)).toEqual([own(1), own(2), own(3, 33)]);
    });

    it('marks what is acknowledged, forgets what it is told to, and passes over the rest', async () => {
      const store = await make();
      await store.putOwn(here, ada, [own(1), own(2), own(3)]);
      await store.settleOwn(here, ada, { acknowledged: [1, 2, 9], forgotten: [1, 8] });
      expect(await store.own(here, ada)).toEqual([{ ...own(2), acknowledged: true }, own(3)]);
    });

    it('leases an identity to one at a time', async () => {
      const store = await make();
      const lease = await store.lease(here, ada);
      expect(lease).toBeDefined();
      expect(await store.lease(here, ada)).toBeUndefined();
      expect(await store.lease(here, grace)).toBeDefined();
      expect(await store.lease(elsewhere, ada)).toBeDefined();
      lease?.release();
      expect(await store.lease(here, ada)).toBeDefined();
    });

    it('forgets all of one channel and nothing of others', async () => {
      const store = await make();
      for (const channel of [here, elsewhere]) {
        await store.keep(channel, change({ seq: 1, added: [1], fresh: true }));
        await store.addIdentity(channel, { author: ada, seed: bytes(1), grant: bytes(2) });
        await store.putOwn(channel, ada, [own(1)]);
      }
      await store.forget(here);
      expect(await store.mirror(here)).toBeUndefined();
      expect(await store.identities(here)).toEqual([]);
      expect(await store.own(here, ada)).toEqual([]);
      expect((await store.mirror(elsewhere))?.entries).toHaveLength(1);
      expect(await store.own(elsewhere, ada)).toHaveLength(1);
    });
  });
}

function bytes(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >> 8);
}

function own(counter: number, value = counter): OwnEntry {
  return { counter, prev: '0f'.repeat(32) as EntryId, bytes: bytes(value), acknowledged: false };
}

function change(of: {
  seq: number;
  added: number[];
  removed?: number[];
  fresh?: boolean;
  incarnation?: Incarnation;
}): MirrorChange {
  const { seq, added, removed = [], fresh = false, incarnation = first } = of;
  const entries = added.map((at) => ({ seq: at, bytes: bytes(at) }));
  return { descriptor: bytes(9), incarnation, seq, added: entries, removed, fresh };
}
