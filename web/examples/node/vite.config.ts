import { defineConfig } from 'vite';
import { tacitSource } from '../../tacit-source.ts';

// The packages are TypeScript here; this makes one JavaScript file of them and the bot, with one copy of Yjs in it.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [tacitSource()],
  resolve: { dedupe: ['yjs', 'y-protocols'] },
  ssr: { noExternal: true, external: ['ws'] },
  build: { ssr: 'bot.ts', target: 'node20', outDir: 'dist' },
});
