// What the first page costs, of the app as it was built.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../app/dist', import.meta.url));
const budgetBytes = 150 * 1024;

test('all that the page loads before the editor is at most 150 KB', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const sizes = new Map([['/index.html', gzipSync(page).length]]);
  const add = (path: string): void => {
    if (sizes.has(path)) return;
    const content = readFileSync(join(dist, path));
    sizes.set(path, gzipSync(content).length);
    // What a script imports at once comes with it; what it imports later does not count.
    if (!path.endsWith('.js')) return;
    for (const [, name] of content.toString().matchAll(/(?:^|[;}])import[^("'`]*["'`](\.\/[^"'`]+)["'`]/gu)) {
      add(join('/assets', name!));
    }
  };
  for (const [, path] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/gu)) add(path!);
  expect(sizes.size).toBeGreaterThan(2);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect(total, JSON.stringify([...sizes])).toBeLessThanOrEqual(budgetBytes);
});
