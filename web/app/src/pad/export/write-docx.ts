/** Rich documents for Word. */
import {
  AlignmentType,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx';
import { attr, childrenOf, type RichJson } from '../markdown/rich-json.ts';
import { safeHref } from '../rich/links.ts';
import type { Images } from './images.ts';

const levelsMax = 9;
const imageWidthMax = 600;
const headings = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

type Style = Partial<IParagraphOptions>;

/** A picture that can be put in: the formats that Word takes, with the size it is shown at. */
interface Picture {
  readonly type: 'png' | 'jpg' | 'gif';
  readonly data: ArrayBuffer;
  readonly width: number;
  readonly height: number;
}

export async function writeDocx(doc: RichJson, title: string, images: Images): Promise<ArrayBuffer> {
  const pictures = new Map<string, Picture>();
  for (const [reference, file] of images.files) {
    const picture = await pictureOf(file);
    if (picture !== undefined) pictures.set(reference, picture);
  }
  const writer = new DocxWriter(pictures);
  const children = childrenOf(doc).flatMap((block) => writer.block(block));
  const file = new Document({
    title,
    creator: '',
    numbering: { config: writer.numberings() },
    sections: [{ children }],
  });
  return Packer.toArrayBuffer(file);
}

class DocxWriter {
  readonly #pictures: ReadonlyMap<string, Picture>;
  #orderedCount = 0;

  constructor(pictures: ReadonlyMap<string, Picture>) {
    this.#pictures = pictures;
  }

  /** Each numbered list counts for itself. */
  numberings() {
    return Array.from({ length: this.#orderedCount }, (_, at) => ({
      reference: `list-${at}`,
      levels: Array.from({ length: levelsMax }, (_level, level) => ({
        level,
        format: LevelFormat.DECIMAL,
        text: `%${level + 1}.`,
        alignment: AlignmentType.START,
        style: { paragraph: { indent: { left: 720 * (level + 1), hanging: 360 } } },
      })),
    }));
  }

  block(block: RichJson, style: Style = {}, depth = 0): (Paragraph | Table)[] {
    const children = childrenOf(block);
    switch (block.type) {
      case 'paragraph':
        return [new Paragraph({ ...style, children: this.#inline(children) })];
      case 'heading': {
        const level = Math.min(3, Math.max(1, Number(block.attrs?.['level']) || 1));
        return [new Paragraph({ ...style, heading: headings[level - 1]!, children: this.#inline(children) })];
      }
      case 'blockquote':
        return children.flatMap((child) => this.block(child, { ...style, indent: { left: 720 }, style: 'Quote' }, depth));
      case 'codeBlock':
        return this.#code(children, style);
      case 'horizontalRule':
        return [new Paragraph({ ...style, thematicBreak: true })];
      case 'image':
        return [new Paragraph({ ...style, children: [this.#image(block)] })];
      case 'bulletList':
      case 'taskList':
        return children.flatMap((item) => this.#item(item, { ...style, bullet: { level: Math.min(depth, levelsMax - 1) } }, depth));
      case 'orderedList': {
        const numbering = { reference: `list-${this.#orderedCount++}`, level: Math.min(depth, levelsMax - 1) };
        return children.flatMap((item) => this.#item(item, { ...style, numbering }, depth));
      }
      case 'table':
        return children.length === 0 ? [] : [this.#table(children)];
      default:
        return children.flatMap((child) => this.block(child, style, depth));
    }
  }

  #item(item: RichJson, style: Style, depth: number): (Paragraph | Table)[] {
    const [first, ...rest] = childrenOf(item);
    const { bullet: _bullet, numbering: _numbering, ...plain } = style;
    const box = item.type === 'taskItem' ? [new TextRun(item.attrs?.['checked'] === true ? '☑ ' : '☐ ')] : [];
    return [
      new Paragraph({ ...style, children: [...box, ...this.#inline(first === undefined ? [] : childrenOf(first))] }),
      ...rest.flatMap((child) => this.block(child, { ...plain, indent: { left: 720 * (depth + 1) } }, depth + 1)),
    ];
  }

  #code(children: readonly RichJson[], style: Style): Paragraph[] {
    const lines = children.map((node) => node.text ?? '').join('').split('\n');
    const runs = lines.map((text, at) => new TextRun({ text, font: 'Courier New', ...(at > 0 && { break: 1 }) }));
    return [new Paragraph({ ...style, children: runs })];
  }

  #table(rows: readonly RichJson[]): Table {
    return new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: rows.map(
        (row, at) =>
          new TableRow({
            tableHeader: at === 0 && childrenOf(row).every(({ type }) => type === 'tableHeader'),
            children: childrenOf(row).map(
              (cell) =>
                new TableCell({
                  columnSpan: Math.max(1, Number(cell.attrs?.['colspan']) || 1),
                  rowSpan: Math.max(1, Number(cell.attrs?.['rowspan']) || 1),
                  children: childrenOf(cell).flatMap((block) => this.block(block)),
                }),
            ),
          }),
      ),
    });
  }

  #image(node: RichJson): ParagraphChild {
    const picture = this.#pictures.get(attr(node, 'src'));
    const alt = attr(node, 'alt');
    if (picture === undefined) return new TextRun({ text: alt, italics: true });
    const { type, data, width, height } = picture;
    const share = Number(node.attrs?.['width']) || 0;
    const shown = share > 0 ? (imageWidthMax * Math.min(100, share)) / 100 : Math.min(width, imageWidthMax);
    return new ImageRun({
      type,
      data,
      transformation: { width: Math.round(shown), height: Math.round((height * shown) / width) },
      altText: { name: alt, description: alt, title: alt },
    });
  }

  #inline(nodes: readonly RichJson[]): ParagraphChild[] {
    return nodes.flatMap((node): ParagraphChild[] => {
      if (node.type === 'hardBreak') return [new TextRun({ break: 1 })];
      if (node.type === 'mention') return [new TextRun({ text: `@${attr(node, 'label')}`, bold: true })];
      if (node.type === 'attachment') return [new TextRun(attr(node, 'name'))];
      if (node.type !== 'text') return [];
      const link = node.marks?.find(({ type }) => type === 'link');
      const href = link && safeHref(link.attrs?.['href']);
      return href === undefined
        ? [run(node)]
        : [new ExternalHyperlink({ link: href, children: [run(node, { style: 'Hyperlink' })] })];
    });
  }
}

function run({ text = '', marks = [] }: RichJson, more: { style?: string } = {}): TextRun {
  const has = (name: string): boolean => marks.some(({ type }) => type === name);
  return new TextRun({
    ...more,
    text,
    bold: has('bold'),
    italics: has('italic'),
    strike: has('strike'),
    ...(has('underline') && { underline: {} }),
    ...(has('highlight') && { highlight: 'yellow' as const }),
    ...(has('code') && { font: 'Courier New' }),
  });
}

const pictureTypes: Readonly<Record<string, Picture['type']>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
};

/** `undefined` for what Word does not take, or what is no picture after all. */
async function pictureOf(file: Blob): Promise<Picture | undefined> {
  const type = pictureTypes[file.type];
  if (type === undefined) return undefined;
  try {
    const { width, height } = await createImageBitmap(file);
    return { type, data: await file.arrayBuffer(), width, height };
  } catch {
    return undefined;
  }
}
