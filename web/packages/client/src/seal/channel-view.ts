/**
 * What one reader makes of a log: verifies every entry, follows every author's chain, opens what it may
 * (docs/protocol/entry.md §2.4, §2.7, §2.9; keys.md §1.4, §1.7; log.md §3.4).
 *
 * Entries are handed in by ascending seq. `accept` never throws for what they hold. It has two stages, because the
 * key of an old epoch may come with an entry that stands behind those it opens:
 *
 *   bytes ──parse, chain, signature──▶ verified, in order ──key of the epoch──▶ events
 *
 * Invariants: an event is made only of bytes that their author signed at this place of its chain, and only once. Once
 * `broken` is set, nothing more is accepted.
 */
import { TacitError } from '../errors/tacit-error.ts';
import { holds, type Grant } from '../keys/grant.ts';
import { authorIdOf } from '../keys/secrets.ts';
import { concat } from '../wire/bytes.ts';
import type { AuthorId, Clock, EntryId } from '../wire/ids.ts';
import { AuthorChain, type Parked } from './author-chain.ts';
import { readEntry, type Entry, type SnapshotFields } from './entry.ts';
import type { KeyRing } from './key-ring.ts';
import { isSigned, openEntry } from './sealing.ts';
import { decodeSnapshotContent, headsHash, type Heads } from './snapshot.ts';

/** Far more than a log that is snapshotted at all can have without a snapshot that connects them. */
const PARKED_MAX = 262_144;

export const LABEL_BYTES_MAX = 64;

/** Where an event's entry stands. */
export interface Place {
  readonly seq: number;
  readonly author: AuthorId;
  readonly counter: number;
  readonly id: EntryId;
}

/** Why an entry does not count. The chain goes on behind it. */
export type RejectedWhy = 'malformed' | 'not-authentic' | 'grant-invalid' | 'epoch' | 'removed' | 'snapshot';

export type ViewEvent =
  | (Place & { readonly kind: 'update' | 'message' | 'control'; readonly content: Uint8Array })
  | (Place & {
      readonly kind: 'snapshot';
      readonly covers: Clock;
      readonly document: Uint8Array;

      /** Whether its heads are those that this reader saw. Only `agrees` may be attested. */
      readonly heads: 'agrees' | 'unknown' | 'disagrees';
    })
  | (Place & { readonly kind: 'attest'; readonly snapshot: EntryId })
  | (Place & { readonly kind: 'author'; readonly role: 'writer' | 'admin'; readonly label: Uint8Array })
  | (Place & { readonly kind: 'epoch'; readonly epoch: number })
  | { readonly kind: 'rejected'; readonly seq: number; readonly author?: AuthorId; readonly why: RejectedWhy };

/** Whom the log has let in. */
export interface Member {
  readonly grant: Grant;

  /** What the device calls itself, as far as this reader could open it. */
  readonly label: string;
  readonly isRemoved: boolean;
}

/** An entry that its author signed at its place, and that may still lack a key. */
interface Verified {
  readonly seq: number;
  readonly chain: AuthorChain;
  readonly entry: Entry;
  readonly prev: EntryId;
}

export class ChannelView {
  readonly ring: KeyRing;
  readonly #chains = new Map<AuthorId, AuthorChain>();
  readonly #cuts = new Map<AuthorId, number>();
  readonly #pending: Verified[] = [];
  #unopened: Verified[] = [];
  #events: ViewEvent[] = [];
  #live = false;
  #parkedCount = 0;
  #broken: TacitError | undefined;

  constructor(ring: KeyRing) {
    this.ring = ring;
  }

  /** Why nothing more is accepted: `chain-broken`, or `epoch-stale` where this reader was given no key. */
  get broken(): TacitError | undefined {
    return this.#broken;
  }

  get heads(): Heads {
    return new Map([...this.#chains].map(([author, chain]) => [author, chain.head]));
  }

  get clock(): Clock {
    return new Map([...this.#chains].map(([author, chain]) => [author, chain.counter]));
  }

  get headsHash(): string {
    return headsHash(this.heads);
  }

  /** Authors whose grant holds and who were not removed. */
  get authors(): ReadonlyMap<AuthorId, { key: Uint8Array; role: 'writer' | 'admin' }> {
    const authors = new Map<AuthorId, { key: Uint8Array; role: 'writer' | 'admin' }>();
    for (const [author, { key, role }] of this.#chains) {
      if (key && !this.#cuts.has(author)) authors.set(author, { key, role });
    }
    return authors;
  }

  /** Everybody whose grant holds, in the order in which they came; also those who were removed since. */
  get members(): ReadonlyMap<AuthorId, Member> {
    const members = new Map<AuthorId, Member>();
    for (const [author, { key, grant, label }] of this.#chains) {
      if (key && grant) members.set(author, { grant, label, isRemoved: this.#cuts.has(author) });
    }
    return members;
  }

  /** The last counter of a removed author that counts; `undefined` for one that was not removed. */
  cutOf(author: AuthorId): number | undefined {
    return this.#cuts.get(author);
  }

  idAt(author: AuthorId, counter: number): EntryId | undefined {
    return this.#chains.get(author)?.idAt(counter);
  }

  /** Takes in the entry at `seq`. What it brings about, in order; a parked entry's events come later. */
  accept(seq: number, bytes: Uint8Array, parsed = readEntry(bytes)): ViewEvent[] {
    if (this.#broken) return [];
    if (parsed.kind === 'malformed') {
      this.#events.push({ kind: 'rejected', seq, why: 'malformed' });
    } else {
      this.#place(seq, parsed.value);
      this.#flush();
      if (this.#live) this.#checkKey();
    }
    return this.#taken();
  }

  /** Everything up to the log's head was handed in: nothing may be missing any more. */
  caughtUp(): ViewEvent[] {
    this.#live = true;
    this.#flush();
    this.#checkKey();
    for (const chain of this.#chains.values()) {
      if (chain.parked.size > 0) this.#break(Math.min(...chain.parked.keys()));
    }
    return this.#taken();
  }

  /** The connection was lost: until `caughtUp`, seqs may be left out because a snapshot covers them. */
  fellBehind(): void {
    this.#live = false;
  }

  #taken(): ViewEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #break(counter: number): void {
    this.#broken ??= new TacitError('chain-broken', { detail: counter });
  }

  /** An epoch without a key for this reader: nothing can be read from here on, and chains can no longer be followed. */
  #checkKey(): void {
    const { epoch } = this.ring;
    if (!this.ring.keysOf(epoch)) this.#broken ??= new TacitError('epoch-stale', { detail: epoch });
  }

  #place(seq: number, entry: Entry): void {
    const chain = this.#chains.get(entry.author) ?? this.#newcomer(entry);
    if (!chain) return this.#break(entry.counter);
    if (entry.counter <= chain.counter) {
      // A restored server is given back what others have already: the same bytes are nothing new.
      const known = chain.idAt(entry.counter);
      if (known !== undefined && known !== entry.id) this.#break(entry.counter);
    } else if (entry.counter === chain.counter + 1) {
      this.#connect(chain, { seq, entry, applied: false });
      this.#drain(chain);
    } else if (this.#live || this.#parkedCount >= PARKED_MAX) {
      this.#break(entry.counter);
    } else {
      this.#park(chain, seq, entry);
    }
  }

  /** Every author begins with a grant, and grants are never superseded. */
  #newcomer(entry: Entry): AuthorChain | undefined {
    if (entry.fields.kind !== 'grant' || entry.counter !== 1) return undefined;
    const chain = new AuthorChain(entry.author);
    chain.cut = this.#cuts.get(entry.author) ?? chain.cut;
    // The key is needed to check the entry's own signature. It is the right one, or its hash would not be the author.
    if (authorIdOf(entry.fields.grant.authorKey) === entry.author) chain.key = entry.fields.grant.authorKey;
    this.#chains.set(entry.author, chain);
    return chain;
  }

  #park(chain: AuthorChain, seq: number, entry: Entry): void {
    const parked = chain.parked.get(entry.counter);
    if (parked) {
      if (parked.entry.id !== entry.id) this.#break(entry.counter);
      return;
    }
    const stands = entry.prev !== undefined && this.#isAuthentic(chain, entry, entry.prev);
    const applied = stands && entry.fields.kind !== 'snapshot';
    chain.parked.set(entry.counter, { seq, entry, applied });
    this.#parkedCount++;
    if (applied) this.#apply(chain, seq, entry);
    if (stands && entry.fields.kind === 'snapshot') this.#anchor({ seq, chain, entry, prev: entry.prev });
  }

  #connect(chain: AuthorChain, { seq, entry, applied }: Parked): void {
    const prev = chain.head.id;
    if (entry.prev !== undefined && entry.prev !== prev) return this.#break(entry.counter);
    chain.extend(entry.id);
    if (!this.#isAuthentic(chain, entry, prev)) {
      if (entry.counter === 1) chain.key = undefined; // Its grant was not looked at, so nothing behind it counts.
      return this.#reject(seq, entry, 'not-authentic');
    }
    if (entry.counter > chain.cut) return this.#reject(seq, entry, 'removed');
    if (!applied && !this.#apply(chain, seq, entry)) return;
    const verified = { seq, chain, entry, prev };
    this.#pending.push(verified);
    if (entry.fields.kind === 'snapshot' && !this.#live) this.#anchor(verified);
  }

  #isAuthentic(chain: AuthorChain, entry: Entry, prev: EntryId): boolean {
    return chain.key !== undefined && isSigned(entry, this.ring.channel, prev, chain.key);
  }

  #drain(chain: AuthorChain): void {
    for (;;) {
      const next = chain.parked.get(chain.counter + 1);
      if (!next || this.#broken) return;
      chain.parked.delete(chain.counter + 1);
      this.#parkedCount--;
      this.#connect(chain, next);
    }
  }

  /** What counts before it is opened: grants and epochs, which say who may do what behind them. */
  #apply(chain: AuthorChain, seq: number, entry: Entry): boolean {
    if (entry.fields.kind === 'grant') return this.#applyGrant(chain, seq, entry);
    if (entry.fields.kind === 'epoch') return this.#applyEpoch(chain, seq, entry);
    return true;
  }

  #applyGrant(chain: AuthorChain, seq: number, entry: Entry): boolean {
    if (entry.fields.kind !== 'grant') return false;
    const { grant } = entry.fields;
    const { policy, ownerKey } = this.ring.descriptor;
    // An old write key lets nobody new in (keys.md §1.4).
    const current = entry.counter > 1 || grant.by === 'owner' || grant.epoch === this.ring.epoch;
    const writeKey = this.ring.writeKeyOf(grant.epoch);
    const same = authorIdOf(grant.authorKey) === chain.author;
    if (!same || !current || !holds(grant, this.ring.channel, { policy, ownerKey, writeKey })) {
      if (entry.counter === 1) chain.key = undefined;
      this.#reject(seq, entry, 'grant-invalid');
      return false;
    }
    chain.role = grant.role;
    chain.grant = grant;
    return true;
  }

  #applyEpoch(chain: AuthorChain, seq: number, entry: Entry): boolean {
    if (entry.fields.kind !== 'epoch') return false;
    if (chain.role !== 'admin' || entry.epoch !== this.ring.epoch + 1) {
      this.#reject(seq, entry, 'epoch');
      return false;
    }
    const { opens } = entry.fields;
    this.ring.advance(opens);
    for (const [author, cut] of opens.removed) {
      const least = Math.min(cut, this.#cuts.get(author) ?? cut);
      this.#cuts.set(author, least);
      const removed = this.#chains.get(author);
      if (removed) removed.cut = least;
    }
    this.#events.push({ kind: 'epoch', ...place(seq, entry), epoch: entry.epoch });
    const retry = this.#unopened;
    this.#unopened = [];
    for (const snapshot of retry) this.#anchor(snapshot);
    return true;
  }

  /** While entries may be left out, a snapshot says which ids stood where: chains go on from there. */
  #anchor(snapshot: Verified): void {
    const { entry, prev } = snapshot;
    const keys = this.ring.keysOf(entry.epoch);
    if (!keys) {
      this.#unopened.push(snapshot);
      return;
    }
    const content = openEntry(entry, this.ring.channel, prev, keys);
    const heads = content && decodeSnapshotContent(content, (entry.fields as SnapshotFields).covers)?.heads;
    for (const [author, head] of heads ?? []) {
      const chain = this.#chains.get(author);
      if (!chain || chain.counter >= head.counter) continue;
      const below = chain.anchor(head);
      this.#parkedCount -= below.length;
      for (const parked of below) this.#release(chain, parked);
    }
    for (const author of heads?.keys() ?? []) {
      const chain = this.#chains.get(author);
      if (chain) this.#drain(chain);
    }
  }

  /**
   * A snapshot that another one's heads have passed may still hold what the other does not cover. It carries its
   * `prev`, so it stands by itself; all else that was passed is in the other.
   */
  #release(chain: AuthorChain, { seq, entry }: Parked): void {
    if (entry.fields.kind !== 'snapshot' || entry.prev === undefined) return;
    if (this.#isAuthentic(chain, entry, entry.prev)) this.#pending.push({ seq, chain, entry, prev: entry.prev });
  }

  /** Opens what is verified, in order, as far as the keys are here. Once live, a key that is not here will not come. */
  #flush(): void {
    for (;;) {
      const next = this.#pending[0];
      const keys = next && this.ring.keysOf(next.entry.epoch);
      if (!next || (!keys && !this.#live && next.entry.epoch <= this.ring.epoch)) return;
      this.#pending.shift();
      const content = keys && openEntry(next.entry, this.ring.channel, next.prev, keys);
      if (content) this.#deliver(next, content);
      else this.#reject(next.seq, next.entry, keys ? 'not-authentic' : 'epoch');
    }
  }

  #deliver({ seq, chain, entry }: Verified, content: Uint8Array): void {
    const { fields } = entry;
    const at = place(seq, entry);
    if (fields.kind !== 'part' && fields.kind !== 'snapshot') chain.dropParts();
    switch (fields.kind) {
      case 'update':
      case 'message':
      case 'control':
        this.#events.push({ kind: fields.kind, ...at, content });
        break;
      case 'grant':
        chain.label = new TextDecoder().decode(content.subarray(0, LABEL_BYTES_MAX));
        this.#events.push({ kind: 'author', ...at, role: fields.grant.role, label: content });
        break;
      case 'attest':
        this.#events.push({ kind: 'attest', ...at, snapshot: fields.snapshot });
        break;
      case 'part':
        chain.keepPart(entry.counter, content);
        break;
      case 'snapshot':
        this.#deliverSnapshot(seq, chain, entry, fields, content);
        break;
      case 'epoch':
        break; // Told when it was applied: others may have needed its key since.
    }
  }

  #deliverSnapshot(seq: number, chain: AuthorChain, entry: Entry, fields: SnapshotFields, content: Uint8Array): void {
    const parts = chain.takeParts(fields.parts, entry.counter);
    const opened = decodeSnapshotContent(content, fields.covers);
    const reaches = opened && [...opened.heads].every(([author, { counter }]) => this.#reaches(author, counter));
    if (!parts || !opened || !reaches) return this.#reject(seq, entry, 'snapshot');
    const heads = this.#compare(opened.heads);
    for (const [author, { counter }] of opened.heads) this.#chains.get(author)?.forgetBelow(counter);
    const document = parts.length === 0 ? opened.document : concat(...parts, opened.document);
    this.#events.push({ kind: 'snapshot', ...place(seq, entry), covers: fields.covers, document, heads });
  }

  /** The log refuses a snapshot that covers what it does not have, so a reader that kept up has it too. */
  #reaches(author: AuthorId, counter: number): boolean {
    return (this.#chains.get(author)?.counter ?? 0) >= counter;
  }

  #compare(heads: Heads): 'agrees' | 'unknown' | 'disagrees' {
    let verdict: 'agrees' | 'unknown' = 'agrees';
    for (const [author, head] of heads) {
      const known = this.#chains.get(author)?.seenAt(head.counter);
      if (known === undefined) verdict = 'unknown';
      else if (known !== head.id) return 'disagrees';
    }
    return verdict;
  }

  #reject(seq: number, entry: Entry, why: RejectedWhy): void {
    this.#events.push({ kind: 'rejected', seq, author: entry.author, why });
  }
}

function place(seq: number, entry: Entry): Place {
  return { seq, author: entry.author, counter: entry.counter, id: entry.id };
}
