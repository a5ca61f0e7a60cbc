/**
 * What the page uses of `@tacit/client`, as narrow as it uses it, so that tests can stand in for the network.
 */
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Refusal } from '../refused/explanations.ts';
import type { Sharing } from '../share/sharing.ts';

export type SyncStatus =
  | { kind: 'offline'; unsentCount: number; retryInMs?: number }
  | { kind: 'connecting'; unsentCount: number }
  | { kind: 'syncing'; unsentCount: number }
  | { kind: 'saved' }
  | { kind: 'refused'; error: Refusal }
  | { kind: 'forked'; error: Refusal };

export type Role = 'reader' | 'writer' | 'admin';
export type Capability = 'own' | 'edit' | 'view';

/** Why a blob cannot be shown or sent; codes of docs/protocol/codes.md. */
export type BlobRefusal = Pick<Refusal, 'code' | 'sentence'>;

/** The sealed files of a pad. A reference is a string `tacit-blob:<token>`; it holds the key, and goes into the document. */
export interface PadBlobs {
  /**
   * Seals a file and sends it. Rejects with a `Refusal`; the file stays on the device until it is sent, and a try again
   * goes on where it stopped.
   */
  upload(
    file: Blob,
    options?: { name?: string; type?: string; onProgress?: (progress: BlobProgress) => void; signal?: AbortSignal },
  ): Promise<string>;
  /** Fetches and opens; from this device, if it has it. Rejects with a `Refusal`: `blob-damaged`, `blob-unknown`. */
  open(reference: string, options?: { signal?: AbortSignal }): Promise<Blob>;
}

export interface BlobProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** One open pad: `TacitProvider` is one. */
export interface PadConnection {
  readonly awareness: Awareness;
  readonly synced: boolean;
  readonly status: SyncStatus;
  readonly role: Role | undefined;
  /** Whether what is not sent yet outlives this tab. */
  readonly isDurable: boolean;
  /** Missing where the client has no blobs. */
  readonly blobs?: PadBlobs | undefined;
  readonly links: { readonly own?: string; readonly edit?: string; readonly view?: string };
  /** Missing where the client cannot make links. */
  readonly sharing?: Sharing | undefined;
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
