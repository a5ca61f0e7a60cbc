import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { tacitSource } from '../tacit-source.ts';

/** Where Tacit runs. Pages and /sync share one origin, because a server refuses pages of others (see `--origin`). */
const server = process.env['TACIT_SERVER'] ?? 'http://127.0.0.1:8080';
const proxy = {
  // The server compares Origin with Host, so Host is left as the browser sent it.
  '/sync': { target: server, ws: true, changeOrigin: false },
  '/blobs': { target: server, changeOrigin: false },
};

const pages = ['tiptap', 'codemirror', 'monaco', 'quill', 'blocknote', 'react', 'svelte'];
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  plugins: [svelte({ configFile: false }), tacitSource()],
  appType: 'mpa',
  resolve: {
    // Two copies of Yjs in one page look at each other's types and see strangers: documents then stay apart without a
    // word. The packages here are links to folders that have a copy of their own, so each import is led to this one.
    dedupe: ['yjs', 'y-protocols', '@codemirror/state', '@codemirror/view'],
    // y-monaco names a path that monaco-editor has moved.
    alias: { 'monaco-editor/esm/vs/editor/editor.api.js': 'monaco-editor/editor/editor.api.js' },
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 8_000, // Monaco.
    rolldownOptions: {
      input: ['index.html', ...pages.map((page) => `${page}/index.html`)].map(path),
      // "use client" at the top of React libraries: there is no server here that it could mean.
      onLog: (level, log, handle) => void (log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log)),
    },
  },
  server: { proxy },
  preview: { proxy },
});
