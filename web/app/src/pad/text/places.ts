import * as Y from 'yjs';

/** A place in a text that stays where it is while others write; JSON as Yjs has it. */
export function keepPlace(text: Y.Text, index: number, assoc: -1 | 0 = 0): unknown {
  return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, assoc));
}

/** Where a kept place is now; `undefined` if it is nowhere in `text`. `position` is whatever another client wrote. */
export function placeOf(text: Y.Text, position: unknown): number | undefined {
  const { doc } = text;
  if (typeof position !== 'object' || position === null || doc === null) return undefined;
  try {
    const place = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
    return place === null || place.type !== text ? undefined : place.index;
  } catch {
    return undefined; // Yjs throws at positions that no editor makes.
  }
}
