// A program at a pad: it can write what no editor would.
import { MemoryStore, TacitProvider } from '@tacit/yjs';
import WebSocket from 'ws';
import { expect } from 'vitest';
import * as Y from 'yjs';

/** Writes into the pad of a link, waits until the server has it, and leaves. */
export async function writeAsProgram(link: string, write: (doc: Y.Doc) => void): Promise<void> {
  const { doc, provider } = open(link);
  await expect.poll(() => provider.synced, { timeout: 30_000 }).toBe(true);
  doc.transact(() => write(doc));
  await expect.poll(() => provider.status.kind, { timeout: 30_000 }).toBe('saved');
  await provider.destroy();
}

/** What a pad holds, once the server has said all. */
export async function readAsProgram<T>(link: string, read: (doc: Y.Doc) => T): Promise<T> {
  const { doc, provider } = open(link);
  await expect.poll(() => provider.synced, { timeout: 30_000 }).toBe(true);
  const value = read(doc);
  await provider.destroy();
  return value;
}

function open(link: string) {
  const doc = new Y.Doc();
  return { doc, provider: new TacitProvider(link, doc, { WebSocket, store: new MemoryStore() }) };
}

/** A paragraph, or another block of text, for a rich document. */
export function block(name: string, text: string, attributes: Record<string, unknown> = {}, marks: object = {}): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string);
  if (text !== '') {
    const inside = new Y.XmlText();
    inside.insert(0, text, marks);
    element.insert(0, [inside]);
  }
  return element;
}
