import type { DeviceStorage } from '../device-storage.ts';
import type { SyncStatus } from '../pad/client.ts';
import type { Me } from '../pad/presence.svelte.ts';
import type { RecentPads } from '../start/recent-pads.svelte.ts';

/** What this device keeps of a shared profile. It opens everything, so it is shown only when its owner asks. */
export interface ProfileKey {
  /** 32 hex digits: the entropy of the recovery phrase. */
  readonly entropy: string;
  /** The own link of the profile's channel. */
  readonly link: string;
  /** 16 hex digits, drawn here: under which this device writes into the list. */
  readonly device: string;
}

/** A profile that was found on the server, before this device says that it wants it. */
export interface FoundProfile {
  readonly name: string;
  readonly padCount: number;
  readonly key: ProfileKey;
}

export type Finding =
  | { kind: 'found'; profile: FoundProfile }
  | { kind: 'unknown' }
  | { kind: 'unreached' };

/** A profile as long as it is connected. */
export interface OpenProfile {
  readonly status: SyncStatus;
  /** Brings the list of this device into it. */
  pushList(): void;
  /** Brings the name and the colour of this device into it. */
  pushWho(): void;
  close(): Promise<void>;
}

/** The side of a profile that needs cryptography and Yjs: profile-client.ts, loaded only where a profile is shared. */
export interface ProfileClient {
  /** Draws the key of a new profile. Nothing is sent. */
  drawKey(server: string): Promise<ProfileKey>;
  find(server: string, entropy: string): Promise<Finding>;
  /** Deletes what this device keeps of the profile's channel; nothing of the server's. */
  forget(key: ProfileKey): Promise<void>;
  open(key: ProfileKey, recent: RecentPads, me: Me, changed: () => void): OpenProfile;
}

interface Surroundings {
  readonly storage: DeviceStorage;
  readonly recent: RecentPads;
  readonly me: Me;
  readonly load: () => Promise<ProfileClient>;
}

const storageKey = 'tacit.profile';

/**
 * Who this device's owner is: by default here only, and on wish in step on all of their devices through a sealed
 * channel of their own (docs/protocol/profile.md). Invariant: at most one is open, and none without a key here.
 */
export class Profile {
  readonly #around: Surroundings;
  #key = $state.raw<ProfileKey | undefined>();
  #status = $state.raw<SyncStatus | undefined>();
  #open: OpenProfile | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#key = readKey(around.storage.read(storageKey));
    around.recent.tell(() => this.#open?.pushList());
    around.me.tell(() => this.#open?.pushWho());
  }

  get isShared(): boolean {
    return this.#key !== undefined;
  }

  get key(): ProfileKey | undefined {
    return this.#key;
  }

  /** `undefined` while it is not shared, or not connected yet. */
  get status(): SyncStatus | undefined {
    return this.#status;
  }

  /** Another tab turned it on, joined or left: this one goes with it. */
  async reload(): Promise<void> {
    const key = readKey(this.#around.storage.read(storageKey));
    if (key?.link === this.#key?.link) return;
    this.#key = key;
    await this.#close();
    await this.start();
  }

  /** Connects, if this device has a key. */
  async start(): Promise<void> {
    const key = this.#key;
    if (key === undefined || this.#open !== undefined) return;
    const client = await this.#around.load();
    // Left, or started elsewhere, while that was loading.
    if (key !== this.#key || this.#open !== undefined) return;
    const { recent, me } = this.#around;
    const open = client.open(key, recent, me, () => (this.#status = open.status));
    this.#open = open;
    this.#status = open.status;
  }

  async turnOn(server: string): Promise<void> {
    if (this.#key !== undefined) return;
    const client = await this.#around.load();
    this.#keep(await client.drawKey(server));
    await this.start();
  }

  /** Looks for the profile of a phrase, and changes nothing. */
  async find(server: string, entropy: string): Promise<Finding> {
    return (await this.#around.load()).find(server, entropy);
  }

  /** Takes a profile that was found; one that this device had is left. */
  async join(found: FoundProfile): Promise<void> {
    await this.leave();
    this.#keep(found.key);
    await this.start();
  }

  /** Forgets the key and the channel, here only. The list of this device stays. */
  async leave(): Promise<void> {
    const key = this.#key;
    if (key === undefined) return;
    this.#keep(undefined);
    await this.#close();
    await (await this.#around.load()).forget(key);
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#status = undefined;
    await open?.close();
  }

  #keep(key: ProfileKey | undefined): void {
    this.#key = key;
    this.#around.storage.write(storageKey, key === undefined ? '' : JSON.stringify(key));
  }
}

function readKey(text: string | undefined): ProfileKey | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const { entropy, link, device } = JSON.parse(text) as Record<string, unknown>;
    const isKey =
      typeof entropy === 'string' &&
      /^[0-9a-f]{32}$/u.test(entropy) &&
      typeof link === 'string' &&
      typeof device === 'string' &&
      /^[0-9a-f]{16}$/u.test(device);
    return isKey ? { entropy, link, device } : undefined;
  } catch {
    return undefined;
  }
}
