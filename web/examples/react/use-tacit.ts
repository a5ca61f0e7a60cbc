import { TacitProvider } from '@tacit/yjs';
import { useEffect, useReducer, useState } from 'react';
import * as Y from 'yjs';

/** A pad for as long as a component is there; drawn again when its status or its people change. */
export function useTacit(link: string): { doc: Y.Doc; provider: TacitProvider } | undefined {
  const [pad, setPad] = useState<{ doc: Y.Doc; provider: TacitProvider }>();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const doc = new Y.Doc();

    // This line makes it end-to-end encrypted. All else is as with any Yjs provider.
    const provider = new TacitProvider(link, doc);

    provider.on('status', draw);
    provider.awareness.on('change', draw);
    setPad({ doc, provider });
    return () => doc.destroy(); // The provider seals what is gathered, and leaves.
  }, [link]);
  return pad;
}

/** What a shared type holds, as it changes. */
export function useShared<T>(type: Y.Array<T>): T[] {
  const [items, setItems] = useState(() => type.toArray());
  useEffect(() => {
    const read = (): void => setItems(type.toArray());
    read(); // It may have changed between the first drawing and here.
    type.observe(read);
    return () => type.unobserve(read);
  }, [type]);
  return items;
}
