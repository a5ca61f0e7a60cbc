import type { PadKind } from '../kind.ts';

export const formats = ['md', 'html', 'docx', 'txt'] as const;
export type Format = (typeof formats)[number];

/** What a pad can become: code that is not Markdown is only ever text. */
export function formatsOf(kind: PadKind, language: string): readonly Format[] {
  return kind === 'rich' || (kind === 'code' && language === 'markdown') ? formats : ['txt'];
}
