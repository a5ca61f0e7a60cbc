/**
 * What a pad begins with that was made on this page a moment ago. Whoever makes a pad says it here, before its link is
 * opened; the page that opens the link takes it, once.
 */
import type * as Y from 'yjs';
import type { PadBlobs } from './client.ts';
import type { PadKind } from './kind.ts';

export interface FreshPad {
  readonly kind: PadKind;
  readonly title?: string;
  /** Of a code pad. */
  readonly language?: string;
  /** Puts the first content into the new document; images of an imported file become sealed blobs of its pad. */
  readonly fill?: (doc: Y.Doc, blobs: PadBlobs | undefined) => void | Promise<void>;
}

const waiting = new Map<string, FreshPad>();

const fragmentOf = (link: string): string => link.slice(link.indexOf('#'));

/** `link` is the one that will be opened next, in this tab. */
export function beginWith(link: string, fresh: FreshPad): void {
  waiting.set(fragmentOf(link), fresh);
}

export function takeFresh(link: string): FreshPad | undefined {
  const fresh = waiting.get(fragmentOf(link));
  waiting.delete(fragmentOf(link));
  return fresh;
}
