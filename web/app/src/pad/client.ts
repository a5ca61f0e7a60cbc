/**
 * What the page uses of `@tacit/client`, as narrow as it uses it, so that tests can stand in for the network.
 */
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { TimeTravel } from '../history/past.ts';
import type { Refusal } from '../refused/explanations.ts';
import type { Sharing } from '../share/sharing.ts';

export type SyncStatus =
  | { kind: 'offline'; unsentCount: number; retryInMs?: number }
  | { kind: 'connecting'; unsentCount: number }
  /** With an error while the server does not take what waits; it is tried again by itself. */
  | { kind: 'syncing'; unsentCount: number; error?: Refusal }
  | { kind: 'saved' }
  | { kind: 'refused'; error: Refusal }
  | { kind: 'forked'; error: Refusal };

export type Role = 'reader' | 'writer' | 'admin';
export type Capability = 'own' | 'edit' | 'view';

/** A file on its way to the server; `waiting` goes on by itself, `refused` needs somebody to do what the error says. */
export interface PendingUpload {
  readonly reference: string;
  readonly name: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly state: 'waiting' | 'sending' | 'refused';
  readonly error?: Refusal;
}

/**
 * The sealed files of a pad. A reference is a string `tacit-blob:<token>`: it holds the key, and stands in the
 * document.
 */
export interface PadBlobs {
  readonly pending: readonly PendingUpload[];
  on(event: 'pending', heard: (pending: readonly PendingUpload[]) => void): () => void;
  /**
   * Resolves when the file is durable on this device; the server gets it in the background. Rejects with a `Refusal`.
   */
  upload(file: Blob, options?: { signal?: AbortSignal; sizeBytesMax?: number }): Promise<string>;
  /** Gives an upload up: what refers to it opens nowhere. */
  cancel(reference: string): Promise<void>;
  /** The file, every byte verified. Rejects with a `Refusal`: `blob-damaged`, `blob-unknown`, … */
  open(reference: string, options?: { signal?: AbortSignal; sizeBytesMax?: number }): Promise<File>;
}

/** One open pad: `TacitProvider` is one. */
export interface PadConnection extends Sharing, TimeTravel {
  readonly awareness: Awareness;
  readonly synced: boolean;
  readonly status: SyncStatus;
  readonly role: Role | undefined;
  /** Whether what is not sent yet outlives this tab. */
  readonly isDurable: boolean;
  /** Missing where the client has no blobs. */
  readonly blobs?: PadBlobs | undefined;
  on(event: 'status' | 'synced' | 'role' | 'authors', heard: () => void): () => void;
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

/** `label` is what the others may call this device. */
export type Connect = (
  link: string,
  doc: Y.Doc,
  given: { readonly password: string | undefined; readonly label: string },
) => PadConnection;
