/**
 * What this device writes to a channel, as one author: seals it, and keeps it until the server has it and longer.
 *
 * Invariants: an entry is durable in the store before anyone can see it, so no counter is ever used for two entries by
 * accident; the entries held are consecutive and end with the author's newest. Acknowledged entries stay, up to
 * `KEPT_BYTES_MAX`, so that a server restored from a backup can be given back what it lost (docs/protocol/log.md §3.6).
 */
import { keyPairOf, randomBytes, type KeyPair } from '../crypto/sodium.ts';
import { readGrant, signGrant, writeGrant, type Grant } from '../keys/grant.ts';
import type { EpochFields } from '../keys/epoch.ts';
import { authorIdOf, epochKeyOf, epochKeys, narrower, type EpochKeys } from '../keys/secrets.ts';
import { concat, utf8 } from '../wire/bytes.ts';
import type { ChannelId } from '../wire/ids.ts';
import { parse } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { LABEL_BYTES_MAX } from '../seal/channel-view.ts';
import { CHAIN_START, entryIdOf, readEntry, type Entry, type KindFields } from '../seal/entry.ts';
import type { KeyRing } from '../seal/key-ring.ts';
import { openEntry, sealEntry } from '../seal/sealing.ts';
import { decodeSnapshotContent, type Head } from '../seal/snapshot.ts';
import type { Identity, Lease, OwnEntry, Store } from '../store/store.ts';

const KEPT_BYTES_MAX = 8 * 1_048_576;

/** An entry to be: what it says, without place and key. */
export interface Draft {
  readonly fields: KindFields;
  readonly content: Uint8Array;
}

/**
 * Makes a fresh identity, whose grant is signed by the owner key or by the write key of an epoch. `expiry` in Unix
 * seconds, 0 for never.
 */
export function createIdentity(
  channel: ChannelId,
  signer: { by: 'owner'; key: KeyPair } | { by: 'write'; key: KeyPair; epoch: number },
  expiry = 0,
): Identity {
  const seed = randomBytes(32);
  const authorKey = keyPairOf(seed).publicKey;
  const role = signer.by === 'owner' ? ('admin' as const) : ('writer' as const);
  const epoch = signer.by === 'owner' ? 0 : signer.epoch;
  const grant = signGrant(channel, { authorKey, role, expiry, epoch, by: signer.by }, signer.key.privateKey);
  return { author: authorIdOf(authorKey), seed, grant: writeGrant(new Writer(), grant).done() };
}

export class Outbox {
  readonly identity: Identity;
  readonly keyPair: KeyPair;
  readonly grant: Grant;
  readonly #store: Store;
  readonly #channel: ChannelId;
  readonly #lease: Lease;
  readonly #label: Uint8Array;
  readonly #entries = new Map<number, OwnEntry>();
  #keptBytes = 0;
  #tail: Head = { counter: 0, id: CHAIN_START };

  private constructor(store: Store, channel: ChannelId, identity: Identity, lease: Lease, label: string) {
    const grant = parse(identity.grant, readGrant);
    if (grant.kind === 'malformed') throw new TypeError('the stored identity is damaged');
    this.identity = identity;
    this.grant = grant.value;
    this.keyPair = keyPairOf(identity.seed);
    this.#store = store;
    this.#channel = channel;
    this.#lease = lease;
    this.#label = labelBytes(label);
  }

  /** Takes over an identity that was leased. `label` names the device in its first entry. */
  static async open(
    store: Store,
    channel: ChannelId,
    identity: Identity,
    lease: Lease,
    label: string,
  ): Promise<Outbox> {
    const outbox = new Outbox(store, channel, identity, lease, label);
    for (const entry of await store.own(channel, identity.author)) outbox.#hold(entry);
    return outbox;
  }

  /** The newest entry, sent or not. Counter 0 while there is none. */
  get tail(): Head {
    return this.#tail;
  }

  /** What people wrote and the server does not have. */
  get unsentCount(): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (!entry.acknowledged && holdsWork(entry)) count++;
    return count;
  }

  /** The counter of the first entry that the server has not acknowledged; one above the tail if it has all. */
  get unsentFrom(): number {
    for (const entry of this.#entries.values()) if (!entry.acknowledged) return entry.counter;
    return this.#tail.counter + 1;
  }

  entryAt(counter: number): OwnEntry | undefined {
    return this.#entries.get(counter);
  }

  /**
   * Seals drafts as the next entries, in the current epoch, and makes them durable. `compose` is told the own tail that
   * they will follow. The first entry ever is preceded by the grant.
   */
  async write(ring: KeyRing, compose: (tail: Head) => readonly Draft[]): Promise<void> {
    if (this.#tail.counter === 0) await this.#append(ring, [this.#grantDraft()]);
    await this.#append(ring, compose(this.#tail));
  }

  /** Makes the entry that opens the epoch after `ring`'s durable, sealed under the keys of its write secret. */
  async writeEpoch(ring: KeyRing, fields: EpochFields, writeSecret: Uint8Array): Promise<OwnEntry> {
    if (this.#tail.counter === 0) await this.#append(ring, [this.#grantDraft()]);
    const keys = epochKeys(epochKeyOf(narrower(writeSecret)));
    await this.#seal(ring.epoch + 1, keys, [{ fields: { kind: 'epoch', opens: fields }, content: new Uint8Array() }]);
    return this.#entries.get(this.#tail.counter)!;
  }

  /** The server has these. Gives back which of them it had not acknowledged before. */
  async acknowledge(firstCounter: number, count: number): Promise<void> {
    const acknowledged: number[] = [];
    for (let counter = firstCounter; counter < firstCounter + count; counter++) {
      const entry = this.#entries.get(counter);
      if (!entry || entry.acknowledged) continue;
      this.#entries.set(counter, { ...entry, acknowledged: true });
      acknowledged.push(counter);
    }
    const forgotten = this.#forgetOldest();
    if (acknowledged.length > 0) {
      await this.#store.settleOwn(this.#channel, this.identity.author, { acknowledged, forgotten });
    }
  }

  /**
   * Seals the entries from `counter` on again, in the current epoch, without those that `dropped` names, and without
   * one that was to open an epoch: another was first. Only for entries that the server refused: it must not have them
   * in their old form.
   */
  async reseal(ring: KeyRing, counter: number, dropped: (counter: number) => boolean): Promise<void> {
    const again: Draft[] = [];
    for (let at = counter; at <= this.#tail.counter; at++) {
      const entry = this.#entries.get(at)!;
      const draft = dropped(at) ? undefined : this.#draftOf(ring, entry);
      if (draft && draft.fields.kind !== 'epoch') again.push(draft);
    }
    const before = this.#entries.get(counter)!.prev;
    for (let at = counter; at <= this.#tail.counter; at++) this.#release(at);
    this.#tail = { counter: counter - 1, id: before };
    await this.#append(ring, again);
  }

  /**
   * What people wrote and the server does not have, opened again: for another author to write, or to show. Snapshots
   * are not among it: what one covers is this author's own.
   */
  unsent(ring: KeyRing): Draft[] {
    const unsent = [...this.#entries.values()].filter((entry) => !entry.acknowledged && holdsWork(entry));
    const drafts = unsent.flatMap((entry) => this.#draftOf(ring, entry) ?? []);
    return drafts.filter(({ fields }) => fields.kind !== 'snapshot');
  }

  /** The document of the newest snapshot that the server does not have: it may hold what no other entry does. */
  unsentDocument(ring: KeyRing): Uint8Array | undefined {
    for (const entry of [...this.#entries.values()].reverse()) {
      const draft = entry.acknowledged ? undefined : this.#draftOf(ring, entry);
      if (draft?.fields.kind !== 'snapshot') continue;
      const { parts, covers } = draft.fields;
      const counters = Array.from({ length: parts }, (_, at) => entry.counter - parts + at);
      const held = counters.map((counter) => this.#entries.get(counter));
      const before = held.map((part) => part && this.#draftOf(ring, part));
      const rest = decodeSnapshotContent(draft.content, covers);
      if (rest && before.every((part) => part !== undefined)) {
        return concat(...before.map(({ content }) => content), rest.document);
      }
    }
    return undefined;
  }

  release(): void {
    this.#lease.release();
  }

  /** Ends this identity: nothing of it is kept. */
  async discard(): Promise<void> {
    await this.#store.dropIdentity(this.#channel, this.identity.author);
    this.#lease.release();
  }

  async #append(ring: KeyRing, drafts: readonly Draft[]): Promise<void> {
    const keys = ring.keysOf(ring.epoch);
    if (!keys) throw new Error('the keys of the current epoch are not here');
    await this.#seal(ring.epoch, keys, drafts);
  }

  async #seal(epoch: number, keys: EpochKeys, drafts: readonly Draft[]): Promise<void> {
    const sealed: OwnEntry[] = [];
    let tail = this.#tail;
    for (const { fields, content } of drafts) {
      const header = {
        epoch,
        author: this.identity.author,
        counter: tail.counter + 1,
        prev: tail.id,
        fields,
      };
      const nonce = randomBytes(16);
      const bytes = sealEntry({ channel: this.#channel, keys, author: this.keyPair, header, content, nonce });
      sealed.push({ counter: header.counter, prev: tail.id, bytes, acknowledged: false });
      tail = { counter: header.counter, id: entryIdOf(bytes) };
    }
    await this.#store.putOwn(this.#channel, this.identity.author, sealed);
    for (const entry of sealed) this.#hold(entry);
  }

  #grantDraft(): Draft {
    return { fields: { kind: 'grant', grant: this.grant }, content: this.#label };
  }

  #hold(entry: OwnEntry): void {
    this.#entries.set(entry.counter, entry);
    this.#keptBytes += entry.bytes.length;
    this.#tail = { counter: entry.counter, id: entryIdOf(entry.bytes) };
  }

  #release(counter: number): void {
    this.#keptBytes -= this.#entries.get(counter)?.bytes.length ?? 0;
    this.#entries.delete(counter);
  }

  #forgetOldest(): number[] {
    const forgotten: number[] = [];
    for (const entry of this.#entries.values()) {
      if (this.#keptBytes <= KEPT_BYTES_MAX || !entry.acknowledged || entry.counter === this.#tail.counter) break;
      this.#release(entry.counter);
      forgotten.push(entry.counter);
    }
    return forgotten;
  }

  #draftOf(ring: KeyRing, own: OwnEntry): Draft | undefined {
    const entry = entryOf(own);
    const keys = entry && ring.keysOf(entry.epoch);
    const content = keys && openEntry(entry, this.#channel, own.prev, keys);
    return content && { fields: entry.fields, content };
  }
}

function entryOf(own: OwnEntry): Entry | undefined {
  const parsed = readEntry(own.bytes);
  return parsed.kind === 'parsed' ? parsed.value : undefined;
}

/** Whether the entry holds work of people that would be lost with it; rights, attests and parts do not. */
function holdsWork(own: OwnEntry): boolean {
  const kind = entryOf(own)?.fields.kind;
  return kind === 'update' || kind === 'message' || kind === 'control' || kind === 'snapshot';
}

/** UTF-8, cut between characters so that it fits. */
function labelBytes(label: string): Uint8Array {
  let text = label;
  while (utf8(text).length > LABEL_BYTES_MAX) text = [...text].slice(0, -1).join('');
  return utf8(text);
}
