/**
 * What changed between two lists, by E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the fewest
 * items taken out and put in. Time and space grow with the square of the number of changes, so there is a limit, beyond
 * which everything between the common ends counts as changed.
 */
export type Run<Item> = { readonly kind: 'same' | 'out' | 'in'; readonly items: readonly Item[] };

const changesMax = 1_500;

export function diff<Item>(before: readonly Item[], after: readonly Item[]): Run<Item>[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const runs: Run<Item>[] = [
    { kind: 'same', items: before.slice(0, start) },
    ...between(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    { kind: 'same', items: before.slice(before.length - end) },
  ];
  return joined(runs);
}

function between<Item>(before: readonly Item[], after: readonly Item[]): Run<Item>[] {
  const whole: Run<Item>[] = [
    { kind: 'out', items: before },
    { kind: 'in', items: after },
  ];
  if (before.length === 0 || after.length === 0) return whole;
  const trace = search(before, after);
  return trace === undefined ? whole : path(before, after, trace);
}

/** How far each diagonal reaches after 0, 1, 2, … changes; `undefined` beyond the limit. */
function search<Item>(before: readonly Item[], after: readonly Item[]): Int32Array[] | undefined {
  const [n, m] = [before.length, after.length];
  const max = Math.min(n + m, changesMax);
  const trace: Int32Array[] = [];
  // The place of diagonal k is k + max + 1, so that its neighbours are always there.
  const reach = new Int32Array(2 * max + 3);
  for (let changes = 0; changes <= max; changes++) {
    trace.push(reach.slice(max + 1 - changes - 1, max + 1 + changes + 2));
    for (let k = -changes; k <= changes; k += 2) {
      const down = k === -changes || (k !== changes && reach[max + k]! < reach[max + k + 2]!);
      let x = down ? reach[max + k + 2]! : reach[max + k]! + 1;
      while (x < n && x - k < m && x - k >= 0 && before[x] === after[x - k]) x++;
      reach[max + 1 + k] = x;
      if (x >= n && x - k >= m) return trace;
    }
  }
  return undefined;
}

/** Walks the trace back from the end. */
function path<Item>(before: readonly Item[], after: readonly Item[], trace: readonly Int32Array[]): Run<Item>[] {
  const runs: Run<Item>[] = [];
  let [x, y] = [before.length, after.length];
  for (let changes = trace.length - 1; changes > 0; changes--) {
    const reach = trace[changes]!;
    const at = (k: number): number => reach[k + changes + 1]!;
    const k = x - y;
    const down = k === -changes || (k !== changes && at(k - 1) < at(k + 1));
    const beforeK = down ? k + 1 : k - 1;
    const beforeX = at(beforeK);
    const beforeY = beforeX - beforeK;
    const sameFrom = down ? beforeX : beforeX + 1;
    runs.push({ kind: 'same', items: before.slice(sameFrom, x) });
    runs.push(
      down
        ? { kind: 'in', items: after.slice(beforeY, beforeY + 1) }
        : { kind: 'out', items: before.slice(beforeX, beforeX + 1) },
    );
    [x, y] = [beforeX, beforeY];
  }
  runs.push({ kind: 'same', items: before.slice(0, x) });
  return runs.reverse();
}

/** Runs without empty ones, neighbours of a kind joined, and what was taken out before what was put in for it. */
function joined<Item>(runs: readonly Run<Item>[]): Run<Item>[] {
  const done: Run<Item>[] = [];
  let out: Item[] = [];
  let put: Item[] = [];
  const flush = (): void => {
    if (out.length > 0) done.push({ kind: 'out', items: out });
    if (put.length > 0) done.push({ kind: 'in', items: put });
    [out, put] = [[], []];
  };
  for (const { kind, items } of runs) {
    if (items.length === 0) continue;
    if (kind === 'out') out.push(...items);
    else if (kind === 'in') put.push(...items);
    else {
      flush();
      const last = done.at(-1);
      if (last?.kind === 'same') done[done.length - 1] = { kind, items: [...last.items, ...items] };
      else done.push({ kind, items });
    }
  }
  flush();
  return done;
}
