/** Rich documents as plain data, in the form that Tiptap gives and takes. */
export interface RichJson {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly RichJson[];
  readonly marks?: readonly RichMark[];
  readonly text?: string;
}

export interface RichMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

export const attr = (node: RichJson | RichMark, name: string): string => {
  const value = node.attrs?.[name];
  return typeof value === 'string' ? value : '';
};

export const childrenOf = (node: RichJson): readonly RichJson[] => node.content ?? [];
