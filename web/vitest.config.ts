import { defineConfig } from 'vitest/config';

// One run over all; each project keeps its own settings. Projects with real processes are told apart by `sequence`:
// groups run one after another, so that servers and browsers do not starve each other.
export default defineConfig({
  test: { projects: ['packages/client', 'app', 'e2e'] },
});
