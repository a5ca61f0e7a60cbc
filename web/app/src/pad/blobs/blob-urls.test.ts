import { afterEach, expect, test, vi } from 'vitest';
import type { PadBlobs } from '../client.ts';
import { BlobUrls, isBlobReference } from './blob-urls.ts';

afterEach(() => vi.restoreAllMocks());

function opened(open: PadBlobs['open']) {
  const revoked: string[] = [];
  let next = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${next++}`);
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
  const blobs: PadBlobs = {
    pending: [],
    on: () => () => undefined,
    upload: () => expect.unreachable(),
    cancel: () => expect.unreachable(),
    open,
  };
  return { urls: new BlobUrls(blobs), revoked };
}

test('one address for a file, however often it is shown, and none when nobody shows it', async () => {
  const { urls, revoked } = opened(async () => new File([], 'x'));
  expect(await urls.lend('tacit-blob:a')).toBe('blob:0');
  expect(await urls.lend('tacit-blob:a')).toBe('blob:0');
  urls.giveBack('tacit-blob:a');
  expect(revoked).toEqual([]);
  urls.giveBack('tacit-blob:a');
  await expect.poll(() => revoked).toEqual(['blob:0']);
  expect(await urls.lend('tacit-blob:a')).toBe('blob:1');
});

test('what nobody waits for any more is not fetched to its end, and what failed can be tried again', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const { urls } = opened((_reference, options) => {
    signals.push(options?.signal);
    return signals.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve(new File([], 'x'));
  });
  await expect(urls.lend('tacit-blob:a')).rejects.toThrow('no');
  urls.giveBack('tacit-blob:a');
  expect(signals[0]?.aborted).toBe(true);
  expect(await urls.lend('tacit-blob:a')).toBe('blob:0');
});

test('a reference is a text with its prefix', () => {
  expect(isBlobReference('tacit-blob:x')).toBe(true);
  for (const other of ['https://x', 'blob:x', '', null, { toString: () => 'tacit-blob:x' }]) {
    expect(isBlobReference(other)).toBe(false);
  }
});
