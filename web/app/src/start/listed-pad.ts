/**
 * A pad as lists of pads hold it, and how two lists become one (docs/protocol/profile.md §6.3). For pads that are
 * listed, `join` is commutative, associative and idempotent: devices agree in whatever order they hear of each other.
 */
import type { Capability } from '../pad/client.ts';

export interface ListedPad {
  /** The channel of the pad: its links differ, this does not. */
  readonly channel: string;
  /** The part of the link from `#` on. It holds the key: it is kept on the device, and in a sealed profile. */
  readonly fragment: string;
  readonly capability: Capability;
  readonly title: string;
  /** Milliseconds since 1970, as all times here. */
  readonly titledAtMs?: number;
  readonly openedAtMs: number;
  /** When the link was used last; with `openedAtMs` if it is missing. */
  readonly linkedAtMs?: number;
  /** `meta.kind` of the pad, as far as it is known. */
  readonly kind?: string;
  readonly isPinned?: boolean;
  /** When it was pinned or unpinned. */
  readonly pinnedAtMs?: number;
  /** Names of others who were met there, the first ones: whom the pad is from, as far as anybody said. */
  readonly people?: readonly string[];
}

/** That a pad was taken off the list: it stays off until it is opened again later. Holds no link. */
export interface RemovedPad {
  readonly channel: string;
  readonly removedAtMs: number;
}

export type ListRecord = ListedPad | RemovedPad;

export const isRemoved = (record: ListRecord): record is RemovedPad => 'removedAtMs' in record;

export const isListed = (record: ListRecord): record is ListedPad => !isRemoved(record);

const width: Record<Capability, number> = { view: 1, edit: 2, own: 3 };

/** What two devices know of one pad, as one. */
export function join(one: ListRecord, other: ListRecord): ListRecord {
  if (isRemoved(one)) return isRemoved(other) ? laterRemoval(one, other) : afterRemoval(one, other);
  return isRemoved(other) ? afterRemoval(other, one) : joinListed(one, other);
}

const laterRemoval = (one: RemovedPad, other: RemovedPad): RemovedPad =>
  one.removedAtMs >= other.removedAtMs ? one : other;

const afterRemoval = (removed: RemovedPad, listed: ListedPad): ListRecord =>
  removed.removedAtMs >= listed.openedAtMs ? removed : listed;

/** Each group of fields from whoever is ahead in it. */
function joinListed(one: ListedPad, other: ListedPad): ListedPad {
  const ahead = (order: (pad: ListedPad) => Order): ListedPad => (compare(order(one), order(other)) >= 0 ? one : other);
  const link = ahead((pad) => [width[pad.capability], linkedAt(pad), pad.fragment]);
  const title = ahead((pad) => [pad.title === '' ? 0 : 1, pad.titledAtMs ?? 0, pad.title]);
  const pin = ahead((pad) => [pad.pinnedAtMs ?? -1, pad.isPinned === true ? 1 : 0]);
  const { kind } = ahead((pad) => [pad.kind ?? '']);
  const { people } = ahead((pad) => [pad.people?.length ?? 0, (pad.people ?? []).join('\n')]);
  return {
    channel: one.channel,
    fragment: link.fragment,
    capability: link.capability,
    linkedAtMs: linkedAt(link),
    title: title.title,
    openedAtMs: Math.max(one.openedAtMs, other.openedAtMs),
    ...(title.titledAtMs === undefined ? {} : { titledAtMs: title.titledAtMs }),
    ...(kind === undefined ? {} : { kind }),
    ...(pin.pinnedAtMs === undefined ? {} : { isPinned: pin.isPinned === true, pinnedAtMs: pin.pinnedAtMs }),
    ...(people === undefined ? {} : { people }),
  };
}

const linkedAt = (pad: ListedPad): number => pad.linkedAtMs ?? pad.openedAtMs;

/** Compared place by place. Ends in a text where times can be equal, so that it never matters who is asked first. */
type Order = readonly (number | string)[];

function compare(one: Order, other: Order): number {
  for (const [place, mine] of one.entries()) {
    const theirs = other[place]!;
    if (mine !== theirs) return mine > theirs ? 1 : -1;
  }
  return 0;
}

/** Fields in one order, so that records of different makers compare. */
export function textOf(record: ListRecord): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads a record that lay on this device or came from another; `undefined` for anything that is none. */
export function readRecord(value: unknown): ListRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const time = (name: string): number | undefined =>
    typeof fields[name] === 'number' && Number.isFinite(fields[name]) ? fields[name] : undefined;
  const channel = text('channel');
  const removedAtMs = time('removedAtMs');
  if (channel === undefined) return undefined;
  if (removedAtMs !== undefined) return { channel, removedAtMs };
  const [fragment, title, capability] = [text('fragment'), text('title'), text('capability')];
  const openedAtMs = time('openedAtMs');
  if (fragment === undefined || !fragment.startsWith('#/pad/') || title === undefined) return undefined;
  if (openedAtMs === undefined || capability === undefined || !Object.hasOwn(width, capability)) return undefined;
  const [titledAtMs, linkedAtMs, pinnedAtMs] = [time('titledAtMs'), time('linkedAtMs'), time('pinnedAtMs')];
  const kind = text('kind');
  const people = Array.isArray(fields['people']) ? fields['people'].filter((name) => typeof name === 'string') : [];
  return {
    channel,
    fragment,
    capability: capability as Capability,
    title,
    openedAtMs,
    ...(linkedAtMs === undefined ? {} : { linkedAtMs }),
    ...(titledAtMs === undefined ? {} : { titledAtMs }),
    ...(kind === undefined ? {} : { kind }),
    ...(pinnedAtMs === undefined ? {} : { isPinned: fields['isPinned'] === true, pinnedAtMs }),
    ...(people.length === 0 ? {} : { people }),
  };
}
