/** A device at a pad, over a real socket, against a server in a process of its own. */
import { expect } from 'vitest';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { MemoryStore, TacitProvider, type ProviderOptions, type Status } from '../src/index.ts';
import { systemClock } from '@tacit/client/layer';

/** How long to look for something that should come: much longer than it takes, so that a busy machine fails nobody. */
export const PATIENCE = { timeout: 60_000, interval: 20 } as const;

export class Device {
  readonly doc: Y.Doc;
  readonly provider: TacitProvider;
  readonly statuses: Status['kind'][] = [];

  constructor(link: string, options: ProviderOptions = {}, doc = new Y.Doc()) {
    this.doc = doc;
    this.provider = new TacitProvider(link, this.doc, { WebSocket, store: new MemoryStore(), ...options });
    this.provider.on('status', ({ kind }) => this.statuses.push(kind));
  }

  get text(): Y.Text {
    return this.doc.getText('text');
  }

  get read(): string {
    return this.text.toString();
  }

  write(words: string): void {
    this.text.insert(this.text.length, words);
  }

  /** Waits until the server has acknowledged all that was written here. */
  async saved(): Promise<this> {
    await expect.poll(() => this.provider.status.kind, PATIENCE).toBe('saved');
    return this;
  }

  async synced(): Promise<this> {
    await expect.poll(() => this.provider.synced, PATIENCE).toBe(true);
    return this;
  }

  async reads(text: string): Promise<void> {
    await expect.poll(() => this.read, PATIENCE).toBe(text);
  }

  async shows(kind: Status['kind']): Promise<Status> {
    await expect.poll(() => this.provider.status.kind, PATIENCE).toBe(kind);
    return this.provider.status;
  }

  async refused(): Promise<{ code: string; part: string | undefined }> {
    const status = await this.shows('refused');
    if (status.kind !== 'refused') throw new Error('moved on');
    return { code: status.error.code, part: status.error.part };
  }
}

const GATHER_MS = 50;

/** The platform's clock, except that typing is not gathered: each edit becomes an entry of its own. */
export const eagerClock = {
  now: systemClock.now,
  after(delayMs: number, run: () => void): () => void {
    if (delayMs > GATHER_MS) return systemClock.after(delayMs, run);
    const soon = setImmediate(run);
    return () => clearImmediate(soon);
  },
};

/** Lets sockets and timers have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
