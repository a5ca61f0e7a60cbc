import { defaultClientConditions, defaultServerConditions, type Plugin } from 'vite';

/** Leads imports of `@tacit/…` to the packages' TypeScript, so that nothing here needs them built. */
export function tacitSource(): Plugin {
  const conditions = (others: readonly string[]): string[] => ['tacit-source', ...others];
  return {
    name: 'tacit-source',
    config: () => ({
      resolve: { conditions: conditions(defaultClientConditions) },
      ssr: { resolve: { conditions: conditions(defaultServerConditions) } },
    }),
  };
}
