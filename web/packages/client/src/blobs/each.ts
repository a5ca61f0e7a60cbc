/** Does `work` for every item, at most `countMax` at once, in their order. The first failure ends it and is thrown. */
export async function each<T>(
  items: readonly T[],
  countMax: number,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const workers = Array.from({ length: Math.min(countMax, items.length) }, async () => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        await work(items[at]!, at);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  });
  const outcomes = await Promise.allSettled(workers);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
