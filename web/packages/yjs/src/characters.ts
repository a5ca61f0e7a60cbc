import * as Y from 'yjs';

export interface Characters {
  /** UTF-16 units of text that came, or went, in texts of any kind. */
  readonly added: number;
  readonly removed: number;
}

/** The text that a transaction brought and took away. Listen for it before the document collects its garbage. */
export function countCharacters(transaction: Y.Transaction): Characters {
  const { doc, beforeState, afterState, deleteSet } = transaction;
  let added = 0;
  for (const [client, clock] of afterState) {
    const before = beforeState.get(client) ?? 0;
    if (before === clock) continue;
    const structs = doc.store.clients.get(client)!;
    for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
      const struct = structs[at]!;
      if (struct.deleted || !isText(struct)) continue;
      added += struct.length - Math.max(0, before - struct.id.clock);
    }
  }
  let removed = 0;
  Y.iterateDeletedStructs(transaction, deleteSet, (struct) => {
    if (isText(struct) && struct.id.clock < (beforeState.get(struct.id.client) ?? 0)) removed += struct.length;
  });
  return { added, removed };
}

function isText(struct: Y.Item | Y.GC): struct is Y.Item {
  return struct instanceof Y.Item && struct.content instanceof Y.ContentString;
}
