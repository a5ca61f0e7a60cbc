/**
 * The document of a profile (docs/protocol/profile.md §6.2). Every device writes records of its own, so nobody's word
 * is lost when two write at once; what they say together is their join.
 */
import * as Y from 'yjs';
import type { Me } from '../pad/presence.svelte.ts';
import { isRemoved, join, readRecord, textOf, type ListRecord } from '../start/listed-pad.ts';
import type { RecentPads } from '../start/recent-pads.svelte.ts';

export class ProfileDocument {
  readonly #doc: Y.Doc;
  readonly #device: string;
  readonly #who: Y.Map<unknown>;
  readonly #pads: Y.Map<unknown>;

  /** `device`: 16 hex digits, under which this device writes. */
  constructor(doc: Y.Doc, device: string) {
    this.#doc = doc;
    this.#device = device;
    this.#who = doc.getMap('profile');
    this.#pads = doc.getMap('pads');
  }

  get name(): string | undefined {
    return textIn(this.#who, 'name');
  }

  get color(): string | undefined {
    return textIn(this.#who, 'color');
  }

  /** Each pad once, as all devices together know it, and what was taken off the list. */
  records(): Map<string, ListRecord> {
    const joined = new Map<string, ListRecord>();
    for (const record of this.#all()) {
      const known = joined.get(record.channel);
      joined.set(record.channel, known === undefined ? record : join(known, record));
    }
    return joined;
  }

  get padCount(): number {
    return [...this.records().values()].filter((record) => !isRemoved(record)).length;
  }

  /** Writes who the owner is, where that is not what the document says. */
  pushWho({ name, color }: Pick<Me, 'name' | 'color'>): void {
    this.#doc.transact(() => {
      if (this.name !== name) this.#who.set('name', name);
      if (this.color !== color) this.#who.set('color', color);
    });
  }

  /** Writes what this device knows better than the document; nothing, if there is nothing. */
  pushList(records: readonly ListRecord[]): void {
    this.#doc.transact(() => {
      if (this.#doc.getMap('meta').get('kind') !== 'profile') this.#doc.getMap('meta').set('kind', 'profile');
      const known = this.records();
      for (const record of records) this.#write(record, known.get(record.channel));
    });
  }

  /** Brings what the document says to this device. */
  pull(recent: RecentPads, me: Me): void {
    const { name, color } = this;
    if (name !== undefined) me.rename(name);
    if (color !== undefined) me.recolor(color);
    const mine = new Map(recent.records.map((record) => [record.channel, record]));
    const news = [...this.records().values()].filter((record) => {
      const known = mine.get(record.channel);
      return known === undefined || textOf(join(known, record)) !== textOf(known);
    });
    if (news.length > 0) recent.take(news);
  }

  /** Calls `changed` for what came from elsewhere; `own` is the origin of what does not count as that. */
  observe(changed: () => void): void {
    const heard = (_event: unknown, { local }: Y.Transaction): void => {
      if (!local) changed();
    };
    this.#who.observe(heard);
    this.#pads.observe(heard);
  }

  #write(record: ListRecord, known: ListRecord | undefined): void {
    const both = known === undefined ? record : join(known, record);
    if (known !== undefined && textOf(both) === textOf(known)) return;
    if (isRemoved(both)) {
      // The links of others' records go too: what was taken off the list must not stay in it.
      for (const key of [...this.#pads.keys()]) if (key.startsWith(`${both.channel}/`)) this.#pads.delete(key);
    }
    this.#pads.set(`${both.channel}/${this.#device}`, both);
  }

  *#all(): Generator<ListRecord> {
    for (const [key, value] of this.#pads) {
      const record = readRecord(value);
      if (record !== undefined && key.startsWith(`${record.channel}/`)) yield record;
    }
  }
}

function textIn(map: Y.Map<unknown>, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' ? value : undefined;
}
