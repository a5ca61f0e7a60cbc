/** Documents for the measurements, written into pads of a running server by the SDK. */
import WebSocket from 'ws';
import * as Y from 'yjs';
import { createPad, MemoryStore, TacitProvider } from '@tacit/yjs';
import { systemClock } from '@tacit/client/layer';

const words = 'the tide was out and the boats lay on the mud so the way along the quay was dry for once'.split(' ');

/** Plain text of lines of some eighty characters. */
export function prose(characterCount: number): string {
  let text = '';
  for (let n = 0; text.length < characterCount; n++) text += words[n % words.length] + (n % 16 === 15 ? '\n' : ' ');
  return text.slice(0, characterCount);
}

/** A rich document of headings, paragraphs with bold words, and lists. */
export function writeRichProse(doc: Y.Doc, characterCount: number): void {
  const lines = prose(characterCount).split('\n');
  const blocks = lines.map((line, n) => {
    if (n % 20 === 0) return element('heading', [new Y.XmlText(line)], { level: 2 });
    if (n % 5 === 0) return element('bulletList', [element('listItem', [element('paragraph', [new Y.XmlText(line)])])]);
    const text = new Y.XmlText();
    text.applyDelta([{ insert: line.slice(0, 8), attributes: { bold: {} } }, { insert: line.slice(8), attributes: { bold: null } }]);
    return element('paragraph', [text]);
  });
  doc.transact(() => {
    doc.getMap('meta').set('kind', 'rich');
    doc.getXmlFragment('rich').insert(0, blocks);
  });
}

function element(name: string, inside: (Y.XmlElement | Y.XmlText)[], attributes: Record<string, unknown> = {}): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  made.insert(0, inside);
  return made;
}

/** A document at a pad. */
export class Writer {
  readonly doc: Y.Doc;
  readonly provider: TacitProvider;

  /** With `eager`, each change is an entry of its own; else typing is gathered as in an app. */
  constructor(link: string, options: { eager?: boolean; doc?: Y.Doc } = {}) {
    this.doc = options.doc ?? new Y.Doc();
    const clock = {
      now: systemClock.now,
      after: (delayMs: number, run: () => void): (() => void) =>
        options.eager && delayMs <= 50 ? systemClock.after(0, run) : systemClock.after(delayMs, run),
    };
    this.provider = new TacitProvider(link, this.doc, { WebSocket, store: new MemoryStore(), clock });
  }

  get text(): Y.Text {
    return this.doc.getText('text');
  }

  /** Writes a letter somewhere; `share` from 0 to 1 says where. */
  writeAt(share: number): void {
    const rich = this.doc.getXmlFragment('rich');
    if (rich.length === 0) return this.text.insert(Math.floor(share * this.text.length), 'x');
    let inside: unknown = rich.get(Math.min(rich.length - 1, Math.floor(share * rich.length)));
    while (inside instanceof Y.XmlElement) inside = inside.get(0);
    if (inside instanceof Y.XmlText) inside.insert(inside.length, 'x');
  }

  /** Resolves when the server has acknowledged every change. */
  saved(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        const { status } = this.provider;
        if (status.kind === 'saved') resolve();
        else if (status.kind === 'refused' || status.kind === 'forked') reject(status.error);
        else return false;
        return true;
      };
      if (look()) return;
      const end = this.provider.on('status', () => look() && end());
    });
  }
}

/** A pad that holds `text`, as its own link. */
export async function padWith(server: string, text: string): Promise<Record<'own' | 'edit' | 'view', string>> {
  return padOf(server, (doc) => doc.getText('text').insert(0, text));
}

/** A pad that holds what `write` writes, as its links. */
export async function padOf(
  server: string,
  write: (doc: Y.Doc) => void,
): Promise<Record<'own' | 'edit' | 'view', string>> {
  const links = await createPad(server);
  const writer = new Writer(links.own);
  write(writer.doc);
  await writer.saved();
  await writer.provider.destroy();
  return links;
}

/**
 * A pad with the history of an editing trace (json of josephg/editing-traces, one character an edit): a snapshot holds all but
 * the last `liveCount` edits, which are entries of their own. `hasSnapshot` resolves when the pad of a link has one.
 */
export async function padFromTrace(
  server: string,
  trace: { readonly txns: readonly { readonly patches: readonly (readonly [number, number, string])[] }[] },
  liveCount: number,
  hasSnapshot: (link: string) => Promise<void>,
): Promise<Record<'own' | 'edit' | 'view', string>> {
  const links = await createPad(server);
  const patches = trace.txns.flatMap((transaction) => transaction.patches);
  const bulk = new Y.Doc();
  bulk.transact(() => apply(bulk.getText('text'), patches.slice(0, -liveCount)));
  const writer = new Writer(links.own, { eager: true });
  Y.applyUpdate(writer.doc, Y.encodeStateAsUpdate(bulk), 'the trace');
  await writer.saved();
  await hasSnapshot(links.own);
  for (const patch of patches.slice(-liveCount)) {
    apply(writer.text, [patch]);
    await writer.saved();
  }
  await writer.provider.destroy();
  return links;
}

function apply(text: Y.Text, patches: readonly (readonly [number, number, string])[]): void {
  for (const [at, deleted, inserted] of patches) {
    if (deleted > 0) text.delete(at, deleted);
    if (inserted.length > 0) text.insert(at, inserted);
  }
}
