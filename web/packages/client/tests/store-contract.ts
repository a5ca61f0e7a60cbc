/** What every store promises (src/store/store.ts). Run against each of them in stores.test.ts. */
import { describe, expect, it } from 'vitest';
import type { KeptUpload, MirrorChange, OwnEntry, Store } from '../src/store/store.ts';
import type { AuthorId, BlobAddress, ChannelId, EntryId, Incarnation, UploadId } from '../src/wire/ids.ts';

const here = 'a1'.repeat(32) as ChannelId;
const elsewhere = 'a2'.repeat(32) as ChannelId;
const ada = '01'.repeat(8) as AuthorId;
const grace = '02'.repeat(8) as AuthorId;
const first = '10'.repeat(16) as Incarnation;
const second = '20'.repeat(16) as Incarnation;
const [left, right, other] = ['31', '32', '33'].map((hex) => hex.repeat(32) as BlobAddress) as [
  BlobAddress,
  BlobAddress,
  BlobAddress,
];
const picture = '41'.repeat(8) as UploadId;
const film = '42'.repeat(8) as UploadId;

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

    it('gives back chunks of the channel they were kept for', async () => {
      const store = await make();
      await store.putChunk(here, left, bytes(1));
      await store.putChunk(here, left, bytes(2));
      expect(await store.chunk(here, left)).toEqual(bytes(2));
      expect(await store.chunk(here, right)).toBeUndefined();
      expect(await store.chunk(elsewhere, left)).toBeUndefined();
    });

    it('drops the chunks that were used longest ago, across channels, and none that an upload needs', async () => {
      const store = await make();
      await store.putChunk(here, left, new Uint8Array(100), picture);
      await store.putChunk(here, right, new Uint8Array(100));
      await store.putChunk(elsewhere, left, new Uint8Array(100));
      await store.putChunk(here, other, new Uint8Array(100));
      await store.chunk(here, right);
      await store.trimChunks(300);
      const there = async (channel: ChannelId, address: BlobAddress) => (await store.chunk(channel, address))?.length;
      expect(await there(elsewhere, left)).toBeUndefined();
      expect(await there(here, other)).toBe(100);
      expect(await there(here, right)).toBe(100);
      await store.trimChunks(0);
      expect(await there(here, right)).toBeUndefined();
      expect(await there(here, left)).toBe(100);

      // Fetched again, it is still the upload's; with the upload gone it is like any other.
      await store.putChunk(here, left, new Uint8Array(50));
      await store.trimChunks(0);
      expect(await there(here, left)).toBe(50);
      await store.dropUpload(here, picture, 'keep');
      expect(await there(here, left)).toBe(50);
      await store.trimChunks(0);
      expect(await there(here, left)).toBeUndefined();
    });

    it('keeps uploads apart by channel, and drops one with its chunks alone', async () => {
      const store = await make();
      await store.putUpload(here, upload(picture, ''));
      await store.putUpload(here, upload(picture, 'tacit-blob:picture'));
      await store.putUpload(here, upload(film, 'tacit-blob:film'));
      await store.putChunk(here, left, bytes(1), picture);
      await store.putChunk(here, right, bytes(2), film);
      const kept = await store.uploads(here);
      expect(kept.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        upload(picture, 'tacit-blob:picture'),
        upload(film, 'tacit-blob:film'),
      ]);
      expect(await store.uploads(elsewhere)).toEqual([]);
      await store.dropUpload(here, picture, 'drop');
      expect((await store.uploads(here)).map(({ id }) => id)).toEqual([film]);
      expect(await store.chunk(here, left)).toBeUndefined();
      expect(await store.chunk(here, right)).toEqual(bytes(2));
    });

    it('forgets all of one channel and nothing of others', async () => {
      const store = await make();
      for (const channel of [here, elsewhere]) {
        await store.keep(channel, change({ seq: 1, added: [1], fresh: true }));
        await store.addIdentity(channel, { author: ada, seed: bytes(1), grant: bytes(2) });
        await store.putOwn(channel, ada, [own(1)]);
        await store.putUpload(channel, upload(picture, 'tacit-blob:picture'));
        await store.putChunk(channel, left, bytes(1), picture);
      }
      await store.forget(here);
      expect(await store.uploads(here)).toEqual([]);
      expect(await store.chunk(here, left)).toBeUndefined();
      expect(await store.uploads(elsewhere)).toHaveLength(1);
      expect(await store.chunk(elsewhere, left)).toEqual(bytes(1));
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

function upload(id: UploadId, reference: string): KeptUpload {
  return { id, reference, fingerprint: 'f', name: 'n', sizeBytes: 1, sealedBytes: 200, addresses: [left, right] };
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
