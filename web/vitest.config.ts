import { defineConfig } from 'vitest/config';

// One run and one summary over all; each project keeps its own settings. An explicit list: a project that is not there
// fails the run.
export default defineConfig({
  test: { projects: ['packages/client', 'packages/yjs', 'app', 'e2e'] },
});
