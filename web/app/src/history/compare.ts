/** Two versions, side by side in one text: blocks first, then words in the blocks that changed. */
import type { Block } from './blocks.ts';
import { diff, type Run } from './diff.ts';

export type Piece = { readonly kind: Run<string>['kind']; readonly text: string };

export interface ComparedBlock extends Omit<Block, 'text'> {
  readonly change: 'same' | 'out' | 'in' | 'changed';
  readonly pieces: readonly Piece[];
}

/** From this share of common words on, two blocks are one that was changed. */
const kinship = 0.4;

export function compare(before: readonly Block[], after: readonly Block[]): ComparedBlock[] {
  // Equal blocks have to be one and the same for `diff`.
  const known = new Map<string, Block>();
  const one = (block: Block): Block => {
    const key = `${block.kind} ${block.depth} ${block.text}`;
    const first = known.get(key) ?? block;
    known.set(key, first);
    return first;
  };
  const compared: ComparedBlock[] = [];
  const runs = diff(before.map(one), after.map(one));
  for (let i = 0; i < runs.length; i++) {
    const { kind, items } = runs[i]!;
    const next = runs[i + 1];
    if (kind === 'out' && next?.kind === 'in') {
      compared.push(...changed(items, next.items));
      i++;
    } else {
      compared.push(...items.map((block) => whole(block, kind)));
    }
  }
  return compared;
}

export function hasChanges(blocks: readonly ComparedBlock[]): boolean {
  return blocks.some(({ change }) => change !== 'same');
}

/** Pairs the blocks that were replaced with those that replace them, in order, where they are akin. */
function changed(out: readonly Block[], put: readonly Block[]): ComparedBlock[] {
  const compared: ComparedBlock[] = [];
  let from = 0;
  for (const block of put) {
    const at = out.findIndex((candidate, i) => i >= from && candidate.kind === block.kind && areAkin(candidate, block));
    if (at < 0) {
      compared.push(whole(block, 'in'));
      continue;
    }
    compared.push(...out.slice(from, at).map((gone) => whole(gone, 'out')));
    compared.push({ kind: block.kind, depth: block.depth, change: 'changed', pieces: piecesOf(out[at]!.text, block.text) });
    from = at + 1;
  }
  return [...compared, ...out.slice(from).map((gone) => whole(gone, 'out'))];
}

function whole({ kind, depth, text }: Block, change: Run<Block>['kind']): ComparedBlock {
  return { kind, depth, change, pieces: [{ kind: change, text }] };
}

/** Words, the spaces between them, and each other sign: Chinese and Thai are cut where their words end. */
export function wordsOf(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
}

function piecesOf(before: string, after: string): Piece[] {
  return diff(wordsOf(before), wordsOf(after)).map(({ kind, items }) => ({ kind, text: items.join('') }));
}

function areAkin(a: Block, b: Block): boolean {
  const [left, right] = [wordsOf(a.text), wordsOf(b.text)].map((words) => words.filter((word) => word.trim() !== ''));
  const counts = new Map<string, number>();
  for (const word of left!) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of right!) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    counts.set(word, count - 1);
    common++;
  }
  return common >= kinship * Math.max(left!.length, right!.length) && common > 0;
}
