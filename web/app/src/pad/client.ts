/**
 * What the page uses of `@tacit/client`, as narrow as it uses it, so that tests can stand in for the network.
 */
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Refusal } from '../refused/explanations.ts';

export type SyncStatus =
  | { kind: 'offline'; unsentCount: number; retryInMs?: number }
  | { kind: 'connecting'; unsentCount: number }
  | { kind: 'syncing'; unsentCount: number }
  | { kind: 'saved' }
  | { kind: 'refused'; error: Refusal }
  | { kind: 'forked'; error: Refusal };

export type Role = 'reader' | 'writer' | 'admin';
export type Capability = 'own' | 'edit' | 'view';

/** One open pad: `TacitProvider` is one. */
export interface PadConnection {
  readonly awareness: Awareness;
  readonly synced: boolean;
  readonly status: SyncStatus;
  readonly role: Role | undefined;
  /** Whether what is not sent yet outlives this tab. */
  readonly isDurable: boolean;
  readonly links: { readonly own?: string; readonly edit?: string; readonly view?: string };
  on(event: 'status' | 'synced' | 'role', heard: () => void): void;
  destroy(): void;
}

export interface PadLink {
  readonly layer: string;
  readonly capability: Capability;
  /** Base64url; the same for all links of one pad. */
  readonly channel: string;
  readonly needsPassword: boolean;
}

/** Reads a link, or says what is wrong with it. */
export type ReadLink = (link: string) => Promise<{ kind: 'link'; link: PadLink } | { kind: 'refused'; error: Refusal }>;

export type Connect = (link: string, doc: Y.Doc, password: string | undefined) => PadConnection;
