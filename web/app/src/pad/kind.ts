/** What a pad is made of (docs/protocol/pad.md §5.4). */
export const padKinds = ['rich', 'code', 'text'] as const;

export type PadKind = (typeof padKinds)[number];

/** `value` is `meta.kind`, whatever another client put there; `newer` is one that this version does not know. */
export function kindOf(value: unknown): PadKind | 'newer' {
  if (value === undefined) return 'text';
  return padKinds.find((kind) => kind === value) ?? 'newer';
}
