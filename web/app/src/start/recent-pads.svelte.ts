import type { DeviceStorage } from '../device-storage.ts';
import { isListed, isRemoved, join, readRecord } from './listed-pad.ts';
import type { ListedPad, ListRecord, RemovedPad } from './listed-pad.ts';

/** The oldest beyond this are forgotten, except pinned ones and own ones: an owner's link is kept nowhere else. */
export const recentPadsMax = 100;

/** Removals are remembered for the other devices of a profile, the newest ones. */
const removedMax = 500;

/** As many as are named beside a pad. */
const peopleMax = 3;

const listKey = 'tacit.recent';
const removedKey = 'tacit.removed';

/**
 * The pads that this device opened, newest first; each pad once, with the widest link that was used: someone who tries
 * out the view link of a pad of theirs must not lose the owner's link by it.
 */
export class RecentPads {
  readonly #storage: DeviceStorage;
  readonly #now: () => number;
  #pads = $state.raw<readonly ListedPad[]>([]);
  #gone = $state.raw<readonly RemovedPad[]>([]);
  #removed = $state.raw<ListedPad | undefined>();
  #changed: () => void = () => {};

  constructor(storage: DeviceStorage, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
    this.reload();
  }

  get pads(): readonly ListedPad[] {
    return this.#pads;
  }

  get pinned(): readonly ListedPad[] {
    return this.#pads.filter(({ isPinned }) => isPinned === true);
  }

  get others(): readonly ListedPad[] {
    return this.#pads.filter(({ isPinned }) => isPinned !== true);
  }

  /** The pad that was removed last, as long as it can be brought back. */
  get removed(): ListedPad | undefined {
    return this.#removed;
  }

  /** All that is known: what is on the list, and what was taken off it. */
  get records(): readonly ListRecord[] {
    return [...this.#pads, ...this.#gone];
  }

  /** `changed` is called after each change that was made here, not for what `take` brought. */
  tell(changed: () => void): void {
    this.#changed = changed;
  }

  /** Reads the list again: another tab may have changed it. */
  reload(): void {
    this.#pads = parse(this.#storage.read(listKey)).filter(isListed);
    this.#gone = parse(this.#storage.read(removedKey)).filter(isRemoved);
  }

  opened(pad: ListedPad): void {
    this.reload();
    const known = this.#find(pad.channel);
    const titledAtMs = known !== undefined && known.title === pad.title ? (known.titledAtMs ?? 0) : this.#now();
    const fresh = { ...pad, linkedAtMs: pad.openedAtMs, ...(pad.title === '' ? {} : { titledAtMs }) };
    this.#keep([known === undefined ? fresh : (join(known, fresh) as ListedPad), ...this.#without(pad.channel)]);
  }

  titled(channel: string, title: string): void {
    this.#amend(channel, (pad) => (pad.title === title ? pad : { ...pad, title, titledAtMs: this.#now() }));
  }

  /** What kind of pad it turned out to be. */
  kindKnown(channel: string, kind: string): void {
    this.#amend(channel, (pad) => (pad.kind === kind ? pad : { ...pad, kind }));
  }

  /** Others who are on the pad, by their names. The first ones met are remembered. */
  met(channel: string, names: readonly string[]): void {
    this.#amend(channel, (pad) => {
      const people = [...new Set([...(pad.people ?? []), ...names])].slice(0, peopleMax);
      return people.length === (pad.people?.length ?? 0) ? pad : { ...pad, people };
    });
  }

  pin(channel: string, isPinned: boolean): void {
    this.#amend(channel, (pad) => ({ ...pad, isPinned, pinnedAtMs: this.#now() }));
  }

  has(channel: string): boolean {
    return this.#find(channel) !== undefined;
  }

  remove(channel: string): void {
    this.reload();
    const pad = this.#find(channel);
    if (pad === undefined) return;
    this.#removed = pad;
    this.#gone = [{ channel, removedAtMs: Math.max(this.#now(), pad.openedAtMs) }, ...this.#gone];
    this.#keep(this.#without(channel));
  }

  bringBack(): void {
    if (this.#removed === undefined) return;
    const pad = this.#removed;
    this.#removed = undefined;
    this.reload();
    // Later than its removal, or the other devices of a profile would take it off again.
    const removedAtMs = this.#gone.find(({ channel }) => channel === pad.channel)?.removedAtMs ?? 0;
    const back = { ...pad, openedAtMs: Math.max(pad.openedAtMs, removedAtMs + 1) };
    this.#keep([...this.#without(pad.channel), back]);
  }

  /** Takes in what other devices know. */
  take(records: readonly ListRecord[]): void {
    this.reload();
    const known = new Map<string, ListRecord>(this.records.map((record) => [record.channel, record]));
    for (const record of records) {
      const mine = known.get(record.channel);
      known.set(record.channel, mine === undefined ? record : join(mine, record));
    }
    const all = [...known.values()];
    this.#gone = all.filter(isRemoved);
    this.#write(all.filter(isListed));
  }

  #find(channel: string): ListedPad | undefined {
    return this.#pads.find((pad) => pad.channel === channel);
  }

  #without(channel: string): readonly ListedPad[] {
    return this.#pads.filter((pad) => pad.channel !== channel);
  }

  #amend(channel: string, change: (pad: ListedPad) => ListedPad): void {
    this.reload();
    const pad = this.#find(channel);
    if (pad === undefined) return;
    const changed = change(pad);
    if (changed !== pad) this.#keep(this.#pads.map((other) => (other === pad ? changed : other)));
  }

  #keep(pads: readonly ListedPad[]): void {
    this.#gone = this.#gone.filter(({ channel }) => pads.every((pad) => pad.channel !== channel));
    this.#write(pads);
    this.#changed();
  }

  #write(pads: readonly ListedPad[]): void {
    this.#pads = [...pads]
      .sort((a, b) => b.openedAtMs - a.openedAtMs)
      .filter((pad, place) => place < recentPadsMax || pad.capability === 'own' || pad.isPinned === true);
    this.#gone = [...this.#gone].sort((a, b) => b.removedAtMs - a.removedAtMs).slice(0, removedMax);
    this.#storage.write(listKey, JSON.stringify(this.#pads));
    this.#storage.write(removedKey, JSON.stringify(this.#gone));
  }
}

/** An older or damaged list yields what can be read of it, so that one bad pad does not hide the others. */
function parse(text: string | undefined): readonly ListRecord[] {
  if (text === undefined) return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(list) ? list.map(readRecord).filter((record) => record !== undefined) : [];
}
