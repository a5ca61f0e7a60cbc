/** The carets of the others, which look the same in every editor (see pad/carets.css). */
import type { Awareness } from 'y-protocols/awareness';
import { inkOn } from './colors.ts';
import { peopleShownMax, person } from './presence.svelte.ts';

/** One other person, and where the editor should draw them. */
export interface OtherCursor {
  readonly clientId: number;
  readonly name: string;
  /** Custom properties for a style attribute: their colour, and what can be read on it. */
  readonly style: string;
  /** Whatever their client sent: only the editor knows what a place is. */
  readonly cursor: unknown;
}

/** Those who are somewhere, without oneself, at most as many as are shown. */
export function otherCursors(awareness: Awareness): OtherCursor[] {
  const cursors: OtherCursor[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const cursor: unknown = state['cursor'];
    if (cursor === undefined || cursor === null) continue;
    const { name, color } = person(clientId, state, false);
    cursors.push({ clientId, name, style: `--who: ${color}; --who-ink: ${inkOn(color)}`, cursor });
    if (cursors.length === peopleShownMax) break;
  }
  return cursors;
}

/** A bar with a flag. The flag shows for a while after each move, then on hover only. */
export function caretElement(name: string, style: string): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'other-caret';
  caret.setAttribute('style', style);
  // Who is where is told by the list of people; read aloud in the middle of a line it would only disturb.
  caret.setAttribute('aria-hidden', 'true');
  const flag = document.createElement('span');
  flag.className = 'other-flag';
  flag.textContent = name;
  // Word joiners keep the bar at the line's height without a place to break the line.
  caret.append('\u2060', flag, '\u2060');
  return caret;
}

type Change = { added: number[]; updated: number[]; removed: number[] };

/** Calls `moved` when somebody else came, went or moved. Gives back what ends that. */
export function onOthersMoved(awareness: Awareness, moved: () => void): () => void {
  // One's own state changes inside an update of the editor, where dispatching is not allowed, nor needed.
  const heard = ({ added, updated, removed }: Change): void => {
    if ([...added, ...updated, ...removed].some((clientId) => clientId !== awareness.clientID)) moved();
  };
  awareness.on('change', heard);
  return () => awareness.off('change', heard);
}

/** Tells the others where one is, if that is news. */
export function tellCursor(awareness: Awareness, cursor: { anchor: unknown; head: unknown }): void {
  const known = awareness.getLocalState();
  if (known === null || JSON.stringify(known['cursor']) === JSON.stringify(cursor)) return;
  awareness.setLocalStateField('cursor', cursor);
}
