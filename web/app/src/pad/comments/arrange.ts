/** A card of the margin, in the order of the text. */
export interface Card {
  readonly id: string;
  /** Where its text is, in pixels. */
  readonly place: number;
  readonly height: number;
}

/** Where each card goes: beside its text, or below the one before it. The active one is beside its text in any case. */
export function arrange(cards: readonly Card[], active: string | undefined, gap: number): Map<string, number> {
  const tops: number[] = [];
  const anchor = cards.findIndex(({ id }) => id === active);
  let free = Number.NEGATIVE_INFINITY;
  for (const [at, { place, height }] of cards.entries()) {
    tops[at] = at === anchor ? place : Math.max(place, free);
    free = tops[at]! + height + gap;
  }
  for (let at = anchor - 1; at >= 0; at--) {
    tops[at] = Math.min(tops[at]!, tops[at + 1]! - gap - cards[at]!.height);
  }
  return new Map(cards.map(({ id }, at) => [id, tops[at]!]));
}
