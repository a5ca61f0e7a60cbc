/**
 * An end-to-end encrypted Yjs provider.
 *
 *   const doc = new Y.Doc();
 *   const provider = new TacitProvider(link, doc);
 *   provider.on('status', (status) => show(status.kind));
 *
 * Nothing here needs a DOM: browsers, Node 20 (hand in the `ws` package's WebSocket) and Deno.
 */
export { TacitProvider } from './tacit-provider.ts';
export type { ProviderEvents, ProviderOptions } from './provider-options.ts';
export type { PadHistory, Version, WritingSession } from './pad-history.ts';
export {
  createPad,
  IndexedDbStore,
  MemoryStore,
  parseLink,
  TacitError,
  type Author,
  type Authors,
  type Capability,
  type Code,
  type LinkFacts,
  type Role,
  type ShareOptions,
  type Status,
  type Store,
} from '@tacit/client';
