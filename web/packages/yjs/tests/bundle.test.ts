/** What an app pays for one import: which modules it gets, and how many bytes. Found by bundling, as an app does. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { build, type Rolldown } from 'vite';
import { tacitSource } from '../../../tacit-source.ts';

const PACKAGES = fileURLToPath(new URL('../../', import.meta.url));

interface Bundle {
  /** Ours that come with the first load, as `client/src/…`; what is fetched later is in `later`. */
  readonly modules: readonly string[];
  readonly later: readonly string[];

  /** Of ours alone, minified and gzipped: Yjs an app has anyway. */
  readonly gzipBytes: number;
}

async function bundle(entry: string): Promise<Bundle> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: PACKAGES,
    plugins: [tacitSource()],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL(`bundles/${entry}.ts`, import.meta.url)), formats: ['es'], fileName: entry },
      rolldownOptions: { external: [/^yjs$/u, /^y-protocols/u, /^lib0/u, /^libsodium/u, /^idb$/u] },
    },
  });
  const [built] = result as Rolldown.RolldownOutput[];
  const chunks = built!.output.filter((one) => one.type === 'chunk');
  const first = chunks.find(({ isEntry }) => isEntry)!;
  const now = new Set([first.fileName, ...first.imports]);
  const names = (some: typeof chunks): string[] =>
    some.flatMap((chunk) => Object.entries(chunk.modules))
      .filter(([id, { renderedLength }]) => id.startsWith(PACKAGES) && renderedLength > 0)
      .map(([id]) => id.slice(PACKAGES.length).replace(/\.ts$/u, ''))
      .filter((name) => name.includes('/src/'))
      .sort();
  const loaded = chunks.filter(({ fileName }) => now.has(fileName));
  return {
    modules: names(loaded),
    later: names(chunks.filter((chunk) => !loaded.includes(chunk))),
    gzipBytes: loaded.reduce((sum, { code }) => sum + gzipSync(code).length, 0),
  };
}

test('reading a link brings keys and codes, and neither channels nor stores', async () => {
  const { modules, later, gzipBytes } = await bundle('parse-link');
  expect(modules).toContain('client/src/keys/link');
  expect(modules.filter((name) => /\/(sync|store|seal|blobs)\//u.test(name))).toEqual([]);
  expect(later).toEqual([]);
  expect(gzipBytes).toBeLessThan(6_000);
});

test('the provider brings what syncs and seals; the history is fetched when somebody asks for it', async () => {
  const { modules, later, gzipBytes } = await bundle('provider');
  expect(modules).toContain('yjs/src/tacit-provider');
  expect(modules).toContain('client/src/sync/channel');
  expect(modules.filter((name) => /\/(pad-history|checkpoints|make-equal)$/u.test(name))).toEqual([]);
  expect(later).toContain('yjs/src/pad-history');
  expect(gzipBytes).toBeLessThan(40_000);
});
