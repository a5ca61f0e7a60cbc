import { defineConfig } from 'vitest/config';
import { tacitSource } from '../tacit-source.ts';

// Each file starts processes of its own; one after the other, so that they do not starve each other.
export default defineConfig({
  plugins: [tacitSource()],
  test: {
    root: import.meta.dirname,
    fileParallelism: false,
    sequence: { groupOrder: 1 }, // After all that needs no browser.
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
