import { defineConfig } from 'vitest/config';
import { tacitSource } from '../../tacit-source.ts';

// The provider tests start servers of their own and stretch passwords: room for that on a busy machine.
export default defineConfig({
  plugins: [tacitSource()],
  test: {
    root: import.meta.dirname,
    include: ['tests/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
