import { StrictMode, useEffect, type FormEvent, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type * as Y from 'yjs';
import type { TacitProvider } from '@tacit/yjs';
import { link, me, show } from '../shared/frame.ts';
import { useShared, useTacit } from './use-tacit.ts';

function Page(): ReactElement | null {
  const pad = useTacit(link);
  return pad ? <Groceries key={pad.doc.guid} {...pad} /> : null;
}

function Groceries({ doc, provider }: { doc: Y.Doc; provider: TacitProvider }): ReactElement {
  const list = doc.getArray<string>('groceries');
  const items = useShared(list);
  useEffect(() => {
    provider.awareness.setLocalStateField('user', me);
    show(provider);
  }, [provider]);
  const people = [...provider.awareness.getStates().values()].map((state) => state['user']?.name).filter(Boolean);

  function add(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const input = event.currentTarget.elements.namedItem('item') as HTMLInputElement;
    if (input.value.trim()) list.push([input.value.trim()]);
    input.value = '';
  }

  return (
    <>
      <form onSubmit={add}>
        <input name="item" aria-label="What to buy" placeholder="What to buy" autoComplete="off" />
        <button disabled={provider.role === 'reader'}>Add</button>
      </form>
      <p className="people">{people.sort().join(', ')}</p>
      <ul>
        {items.map((item, index) => (
          <li key={index}>{item}</li>
        ))}
      </ul>
    </>
  );
}

createRoot(document.querySelector('#editor')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
