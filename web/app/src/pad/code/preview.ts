/**
 * Markdown as it will read, kept in step with its source. The source is cut into blocks; a block whose source is the
 * same keeps its element, so that a letter costs the work of one block, and what is being looked at does not flicker.
 */
import { Marked, type Token, type TokensList } from 'marked';
import type { BlobUrls } from '../blobs/blob-urls.ts';
import { safeFragment } from './safe-html.ts';

// Tags without attributes that say something Markdown has no sign for. Other HTML is shown as the text it is.
const plainTag = /^<\/?(?:br|kbd|mark|sub|sup|u|ins|details|summary)\s*\/?>$/iu;

const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: { html: ({ text }) => (plainTag.test(text.trim()) ? text : escaped(text)) },
});

function escaped(html: string): string {
  return html.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}

interface Block {
  readonly source: string;
  readonly element: HTMLElement;
  readonly references: readonly string[];
  /** The line of the source that it begins at, from 0. */
  line: number;
}

export class Preview {
  readonly #parent: HTMLElement;
  readonly #urls: BlobUrls;
  #blocks: Block[] = [];
  #links = '';

  constructor(parent: HTMLElement, urls: BlobUrls) {
    this.#parent = parent;
    this.#urls = urls;
  }

  show(source: string): void {
    const tokens = marked.lexer(source);
    const links = JSON.stringify(tokens.links);
    // Where a reference leads may change blocks far away.
    const kept = links === this.#links ? bySource(this.#blocks) : new Map<string, Block[]>();
    this.#links = links;
    const before = new Set(this.#blocks);
    let line = 0;
    this.#blocks = [];
    for (const token of tokens) {
      if (token.type !== 'space' && token.type !== 'def') {
        const block = kept.get(token.raw)?.shift() ?? this.#make(token, tokens.links);
        block.line = line;
        before.delete(block);
        this.#blocks.push(block);
      }
      line += countOf(token.raw);
    }
    for (const gone of before) this.#drop(gone);
    this.#arrange();
  }

  destroy(): void {
    for (const block of this.#blocks) this.#drop(block);
    this.#blocks = [];
  }

  /** How far down the preview the source's `line` is, in pixels. Lines inside of a block are spread over its height. */
  topOf(line: number): number {
    const at = this.#blocks.findLastIndex((block) => block.line <= line);
    const block = this.#blocks[at];
    if (block === undefined) return 0;
    const next = this.#blocks[at + 1];
    const lines = (next?.line ?? block.line + countOf(block.source) + 1) - block.line;
    const end = next?.element.offsetTop ?? block.element.offsetTop + block.element.offsetHeight;
    const share = Math.min(1, (line - block.line) / Math.max(1, lines));
    return block.element.offsetTop + share * (end - block.element.offsetTop);
  }

  /** The line of the source that is `top` pixels down the preview; the inverse of `topOf`. */
  lineAt(top: number): number {
    const at = this.#blocks.findLastIndex(({ element }) => element.offsetTop <= top);
    const block = this.#blocks[at];
    if (block === undefined) return 0;
    const next = this.#blocks[at + 1];
    const end = next?.element.offsetTop ?? block.element.offsetTop + block.element.offsetHeight;
    const share = (top - block.element.offsetTop) / Math.max(1, end - block.element.offsetTop);
    const lines = (next?.line ?? block.line + countOf(block.source) + 1) - block.line;
    return block.line + Math.min(1, share) * lines;
  }

  #make(token: Token, links: TokensList['links']): Block {
    const list = Object.assign([token], { links }) as TokensList;
    const element = document.createElement('div');
    element.className = 'block';
    element.dir = 'auto';
    element.append(safeFragment(marked.parser(list)));
    const references: string[] = [];
    for (const image of element.querySelectorAll<HTMLImageElement>('img[data-blob]')) {
      const reference = image.dataset['blob']!;
      references.push(reference);
      this.#urls.lend(reference).then(
        (url) => (image.src = url),
        () => image.classList.add('missing'),
      );
    }
    for (const code of element.querySelectorAll('pre > code')) void colored(code);
    return { source: token.raw, element, references, line: 0 };
  }

  #drop({ element, references }: Block): void {
    element.remove();
    for (const reference of references) this.#urls.giveBack(reference);
  }

  /** Moves as little as it can: what stands in its place stays there. */
  #arrange(): void {
    let at = this.#parent.firstElementChild;
    for (const { element } of this.#blocks) {
      if (element === at) at = at.nextElementSibling;
      else this.#parent.insertBefore(element, at);
    }
  }
}

/** The grammars come lazily, with the first block that names a language. */
async function colored(code: Element): Promise<void> {
  const language = /(?:^|\s)language-([\w+#-]+)/u.exec(code.className)?.[1];
  if (language === undefined) return;
  const { highlight } = await import('../rich/code-grammars.ts');
  const text = code.textContent ?? '';
  const pieces: (Node | string)[] = [];
  let at = 0;
  for (const { from, to, classes } of highlight(language, text)) {
    const span = document.createElement('span');
    span.className = classes;
    span.textContent = text.slice(from, to);
    pieces.push(text.slice(at, from), span);
    at = to;
  }
  code.replaceChildren(...pieces, text.slice(at));
}

function bySource(blocks: readonly Block[]): Map<string, Block[]> {
  const map = new Map<string, Block[]>();
  for (const block of blocks) map.set(block.source, [...(map.get(block.source) ?? []), block]);
  return map;
}

function countOf(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
