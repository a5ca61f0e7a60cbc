/** What the history uses of a pad's connection, as narrow as it uses it; `TacitProvider` has all of it. */
import type * as Y from 'yjs';

/** One entry that changed the pad. */
export interface PastVersion {
  readonly at: number;
  /** `undefined` for what this device wrote and has not sent. */
  readonly author: string | undefined;
  readonly label: string;
  /** Unix milliseconds by its author's clock; older entries do not say. */
  readonly time: number | undefined;
}

/** What one author wrote without a pause. */
export interface PastSession {
  readonly author: string | undefined;
  readonly versions: readonly PastVersion[];
  /** Characters. */
  readonly added: number;
  readonly removed: number;
}

export interface Past {
  readonly versions: readonly PastVersion[];
  readonly sessions: readonly PastSession[];
  readonly startsWith: 'beginning' | 'snapshot';
  readonly source: 'server' | 'device';
  documentAt(index: number): Y.Doc;
}

export interface TimeTravel {
  history(reading: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: { readonly fraction: number }) => void;
  }): Promise<Past>;
  restore(past: Past, index: number, options: { readonly roots: readonly string[] }): void;
}
