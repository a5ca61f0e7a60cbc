import type { Capability } from '../pad/client.ts';
import type { DeviceStorage } from '../device-storage.ts';

export interface RecentPad {
  /** The channel of the pad: its links differ, this does not. */
  readonly channel: string;
  /** The part of the link from `#` on. It holds the key, so this list never leaves the device. */
  readonly fragment: string;
  readonly capability: Capability;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly openedAtMs: number;
}

/** The oldest beyond this are forgotten, except those that this device owns: their links are kept nowhere else. */
export const recentPadsMax = 100;

const key = 'tacit.recent';
const width: Record<Capability, number> = { view: 1, edit: 2, own: 3 };

/**
 * The pads that this device opened, newest first; each pad once, with the widest link that was used: someone who tries
 * out the view link of a pad of theirs must not lose the owner's link by it.
 */
export class RecentPads {
  readonly #storage: DeviceStorage;
  #pads = $state.raw<readonly RecentPad[]>([]);
  #removed = $state.raw<RecentPad | undefined>();

  constructor(storage: DeviceStorage) {
    this.#storage = storage;
    this.reload();
  }

  get pads(): readonly RecentPad[] {
    return this.#pads;
  }

  /** The pad that was removed last, as long as it can be brought back. */
  get removed(): RecentPad | undefined {
    return this.#removed;
  }

  /** Reads the list again: another tab may have changed it. */
  reload(): void {
    this.#pads = parse(this.#storage.read(key));
  }

  opened(pad: RecentPad): void {
    this.reload();
    const known = this.#pads.find(({ channel }) => channel === pad.channel);
    const wider = known !== undefined && width[known.capability] > width[pad.capability] ? known : pad;
    const { capability, fragment } = wider;
    const title = pad.title || (known?.title ?? '');
    this.#keep([{ ...pad, title, capability, fragment }, ...this.#without(pad.channel)]);
  }

  titled(channel: string, title: string): void {
    this.reload();
    this.#keep(this.#pads.map((pad) => (pad.channel === channel ? { ...pad, title } : pad)));
  }

  has(channel: string): boolean {
    return this.#pads.some((pad) => pad.channel === channel);
  }

  remove(channel: string): void {
    this.reload();
    this.#removed = this.#pads.find((pad) => pad.channel === channel);
    this.#keep(this.#without(channel));
  }

  bringBack(): void {
    if (this.#removed === undefined) return;
    const pad = this.#removed;
    this.#removed = undefined;
    this.reload();
    this.#keep([...this.#without(pad.channel), pad].sort((a, b) => b.openedAtMs - a.openedAtMs));
  }

  #without(channel: string): readonly RecentPad[] {
    return this.#pads.filter((pad) => pad.channel !== channel);
  }

  #keep(pads: readonly RecentPad[]): void {
    this.#pads = pads.filter((pad, place) => place < recentPadsMax || pad.capability === 'own');
    this.#storage.write(key, JSON.stringify(this.#pads));
  }
}

/** An older or damaged list yields what can be read of it, so that one bad pad does not hide the others. */
function parse(text: string | undefined): readonly RecentPad[] {
  if (text === undefined) return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(list) ? list.filter(isRecentPad) : [];
}

function isRecentPad(value: unknown): value is RecentPad {
  if (typeof value !== 'object' || value === null) return false;
  const { channel, fragment, capability, title, openedAtMs } = value as Record<string, unknown>;
  return (
    typeof channel === 'string' &&
    typeof fragment === 'string' &&
    fragment.startsWith('#/pad/') &&
    typeof capability === 'string' &&
    Object.hasOwn(width, capability) &&
    typeof title === 'string' &&
    typeof openedAtMs === 'number'
  );
}
