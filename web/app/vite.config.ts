import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { tacitSource } from '../tacit-source.ts';
import { precache, workerEntry } from './precache.ts';

const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte(), tacitSource(), precache()],
  build: {
    target: 'es2022',
    // From these on, light-dark() is known (theme.css).
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    rolldownOptions: {
      input: { index: 'index.html', [workerEntry]: 'src/offline/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === workerEntry ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
    // The polyfill is an inline script in some builds, and no browser that runs this page needs it.
    modulePreload: { polyfill: false },
    // Every asset is a file of its own with its hash in its name: the server may let browsers keep it for ever.
    assetsInlineLimit: 0,
    // One chunk, the editor, is larger than the default and loads only when a pad is opened.
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    // The server compares Origin with Host, so Host is left as the browser sent it.
    proxy: { '/sync': { target: server, ws: true, changeOrigin: false } },
  },
  // Without `css`, style sheets are empty under test, and theme.test.ts reads one.
  test: { include: ['src/**/*.test.ts'], environment: 'node', css: true },
});
