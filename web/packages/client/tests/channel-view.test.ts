/** What a reader makes of a log whose server lies about order, or whose authors do. */
import { beforeAll, describe, expect, it } from 'vitest';
import { drawAuthor, drawChannel, SeededBytes } from '../scripts/vectors/seeded.ts';
import { loadSodium, type KeyPair } from '../src/crypto/sodium.ts';
import { rotate } from '../src/keys/epoch.ts';
import { signGrant } from '../src/keys/grant.ts';
import { authorIdOf, epochKeyOf, epochKeys, narrower, secretKeyPair, type EpochKeys } from '../src/keys/secrets.ts';
import { ChannelView, type ViewEvent } from '../src/seal/channel-view.ts';
import { CHAIN_START, entryIdOf, type KindFields } from '../src/seal/entry.ts';
import { KeyRing } from '../src/seal/key-ring.ts';
import { sealEntry } from '../src/seal/sealing.ts';
import { encodeSnapshotContent, type Head } from '../src/seal/snapshot.ts';
import { utf8 } from '../src/wire/bytes.ts';
import type { AuthorId } from '../src/wire/ids.ts';

beforeAll(loadSodium);

/** One channel, as its authors see it: they seal honestly, and a test shows what it likes of that. */
class World {
  readonly random = new SeededBytes('channel view');
  readonly channel = drawChannel(this.random);
  epoch = 0;
  keys: EpochKeys = this.channel.keys;

  /** A reader with the owner's link: it can open every epoch that has a box for the owner. */
  reader(): ChannelView {
    const access = { capability: 'own', epoch: 0, secret: this.channel.ownerSecret } as const;
    return new ChannelView(new KeyRing(this.channel.id, this.channel.descriptor, access));
  }

  author(role: 'writer' | 'admin' = 'writer'): Author {
    return new Author(this, role);
  }
}

class Author {
  readonly pair: KeyPair;
  readonly id: AuthorId;
  tail: Head = { counter: 0, id: CHAIN_START };
  readonly #world: World;

  /** What it wrote, from counter 1: its grant. */
  readonly entries: Uint8Array[] = [];

  constructor(world: World, role: 'writer' | 'admin') {
    this.#world = world;
    this.pair = drawAuthor(world.random).pair;
    this.id = authorIdOf(this.pair.publicKey);
    const fields = { authorKey: this.pair.publicKey, role, expiry: 0, epoch: 0, by: 'owner' } as const;
    const grant = signGrant(world.channel.id, fields, secretKeyPair(world.channel.ownerSecret).privateKey);
    this.seal({ kind: 'grant', grant }, utf8('device'));
  }

  seal(fields: KindFields, content: Uint8Array, after = this.tail): Uint8Array {
    const { channel, epoch, keys, random } = this.#world;
    const header = { epoch, author: this.id, counter: after.counter + 1, prev: after.id, fields };
    const entry = sealEntry({ channel: channel.id, keys, author: this.pair, header, content, nonce: random.next(16) });
    this.tail = { counter: header.counter, id: entryIdOf(entry) };
    this.entries.push(entry);
    return entry;
  }

  write(text: string, after = this.tail): Uint8Array {
    return this.seal({ kind: 'update' }, utf8(text), after);
  }

  snapshot(heads: ReadonlyMap<AuthorId, Head>, document: string): Uint8Array {
    const covers = new Map([...heads].map(([author, head]) => [author, head.counter]));
    return this.seal({ kind: 'snapshot', parts: 0, covers }, encodeSnapshotContent(heads, utf8(document)));
  }
}

/** Shows entries by ascending seq and gives back what came of them, in a word each. */
function show(view: ChannelView, entries: readonly Uint8Array[], from = 1): string[] {
  return entries.flatMap((entry, at) => view.accept(from + at, entry)).map(told);
}

function told(event: ViewEvent): string {
  switch (event.kind) {
    case 'update':
      return new TextDecoder().decode(event.content);
    case 'snapshot':
      return `snapshot ${new TextDecoder().decode(event.document)}, ${event.heads}`;
    case 'rejected':
      return `rejected: ${event.why}`;
    default:
      return event.kind;
  }
}

describe('a live reader', () => {
  it('takes an honest order, and the same entry twice as once', () =>
    withLive(new World(), (world, view) => {
      const [one, two] = [world.author(), world.author()];
      expect(show(view, [...one.entries, ...two.entries])).toEqual(['author', 'author']);
      const entry = one.write('a');
      expect(show(view, [entry, two.write('b'), entry])).toEqual(['a', 'b']);
      expect(view.broken).toBeUndefined();
      expect(view.heads).toEqual(new Map([[one.id, one.tail], [two.id, two.tail]]));
    }));

  it('sees that an entry was dropped', () =>
    withLive(new World(), (world, view) => {
      const ada = world.author();
      show(view, ada.entries);
      ada.write('dropped');
      expect(show(view, [ada.write('next')], 2)).toEqual([]);
      expect(view.broken).toMatchObject({ code: 'chain-broken', detail: 3 });
      expect(show(view, [ada.write('after that')], 3)).toEqual([]);
    }));

  it('sees that two entries of an author were swapped', () =>
    withLive(new World(), (world, view) => {
      const ada = world.author();
      show(view, ada.entries);
      const [first, second] = [ada.write('1'), ada.write('2')];
      expect(show(view, [second, first], 2)).toEqual([]);
      expect(view.broken?.code).toBe('chain-broken');
    }));

  it('sees another entry at a counter that it knows', () =>
    withLive(new World(), (world, view) => {
      const ada = world.author();
      const before = ada.tail;
      show(view, [...ada.entries, ada.write('told to some')]);
      expect(show(view, [ada.write('told to others', before)], 3)).toEqual([]);
      expect(view.broken).toMatchObject({ code: 'chain-broken', detail: 2 });
    }));

  it('passes over an entry that does not follow the one before it, and goes on behind it', () =>
    withLive(new World(), (world, view) => {
      const ada = world.author();
      show(view, ada.entries);
      const forked = ada.write('not after this', { counter: 1, id: CHAIN_START });
      expect(show(view, [forked, ada.write('after the one that was passed over')], 2)).toEqual([
        'rejected: not-authentic',
        'after the one that was passed over',
      ]);
    }));

  it('does not know an author that begins without its grant', () =>
    withLive(new World(), (world, view) => {
      const ada = world.author();
      expect(show(view, [ada.write('no grant before me')])).toEqual([]);
      expect(view.broken?.code).toBe('chain-broken');
    }));

  it('passes over bytes that are no entry', () =>
    withLive(new World(), (world, view) => {
      const seen = show(view, [new Uint8Array(), world.random.next(500)]);
      expect(seen).toEqual(['rejected: malformed', 'rejected: malformed']);
      expect(view.broken).toBeUndefined();
    }));

  it('does not count what a removed author wrote above its cut, whenever it is delivered', () =>
    withLive(new World(), (world, view) => {
      const [owner, leaver] = [world.author('admin'), world.author()];
      expect(show(view, [...owner.entries, ...leaver.entries, leaver.write('still counts')])).toHaveLength(3);
      const late = leaver.write('above the cut');
      const writeSecret = world.random.next(32);
      const opens = rotate({
        channel: world.channel.id,
        epoch: 1,
        oldReadSecret: world.channel.readSecret,
        writeSecret,
        wrapNonce: world.random.next(24),
        removed: new Map([[leaver.id, 2]]),
        recipientKeys: [world.channel.descriptor.ownerKey],
      });
      world.epoch = 1;
      world.keys = epochKeys(epochKeyOf(narrower(writeSecret)));
      const change = owner.seal({ kind: 'epoch', opens }, new Uint8Array());
      expect(show(view, [change, late, owner.write('under the new key')], 4)).toEqual([
        'epoch',
        'rejected: removed',
        'under the new key',
      ]);
      expect([...view.authors.keys()]).toEqual([owner.id]);
    }));

  it('does not let a writer open an epoch', () =>
    withLive(new World(), (world, view) => {
      const ada = world.author('writer');
      const opens = rotate({
        channel: world.channel.id,
        epoch: 1,
        oldReadSecret: world.channel.readSecret,
        writeSecret: world.random.next(32),
        wrapNonce: world.random.next(24),
        removed: new Map(),
        recipientKeys: [],
      });
      world.epoch = 1;
      expect(show(view, [...ada.entries, ada.seal({ kind: 'epoch', opens }, new Uint8Array())])).toEqual([
        'author',
        'rejected: epoch',
      ]);
      expect(view.ring.epoch).toBe(0);
    }));
});

describe('a reader that catches up', () => {
  it('parks what continues a head that only a later snapshot names, and then goes on from there', () => {
    const world = new World();
    const [ada, grace] = [world.author(), world.author()];
    for (const text of ['1', '2', '3']) ada.write(text);
    const covered = new Map([[ada.id, ada.tail], [grace.id, grace.tail]]);
    const behind = ada.write('4');
    const snapshot = grace.snapshot(covered, '123');

    // The log left out what the snapshot supersedes; the grants stay.
    const view = world.reader();
    const seen = show(view, [ada.entries[0]!, grace.entries[0]!, behind, snapshot]);
    expect(seen.concat(view.caughtUp().map(told))).toEqual(['author', 'author', 'snapshot 123, unknown', '4']);
    expect(view.broken).toBeUndefined();
    expect(view.heads).toEqual(new Map([[ada.id, ada.tail], [grace.id, grace.tail]]));
  });

  it('breaks when an entry still waits for its past at the end', () => {
    const world = new World();
    const ada = world.author();
    ada.write('left out');
    const view = world.reader();
    expect(show(view, [ada.entries[0]!, ada.write('orphan')])).toEqual(['author']);
    view.caughtUp();
    expect(view.broken).toMatchObject({ code: 'chain-broken', detail: 3 });
  });

  it('agrees with a snapshot of heads that it saw itself, and says so of one that lies', () => {
    const world = new World();
    const [ada, grace] = [world.author(), world.author()];
    ada.write('1');
    const view = world.reader();
    show(view, [...ada.entries, ...grace.entries]);
    view.caughtUp();
    const honest = grace.snapshot(new Map([[ada.id, ada.tail]]), 'honest');
    expect(show(view, [honest], 4)).toEqual(['snapshot honest, agrees']);
    ada.write('2');
    show(view, [ada.entries[2]!], 5);
    const lie = grace.snapshot(new Map([[ada.id, { counter: 3, id: grace.tail.id }]]), 'lie');
    expect(show(view, [lie], 6)).toEqual(['snapshot lie, disagrees']);
  });

  it('refuses a snapshot of entries that are not there', () => {
    const world = new World();
    const [ada, grace] = [world.author(), world.author()];
    const view = world.reader();
    show(view, [...ada.entries, ...grace.entries]);
    view.caughtUp();
    const ahead = grace.snapshot(new Map([[ada.id, { counter: 9, id: ada.tail.id }]]), 'ahead');
    expect(show(view, [ahead], 3)).toEqual(['rejected: snapshot']);
  });
});

it('whatever a server does to the order, a reader tells only a prefix of each author, or breaks', () => {
  const world = new World();
  const authors = [world.author(), world.author(), world.author()];
  for (let at = 0; at < 6; at++) for (const [which, one] of authors.entries()) one.write(`${which}:${at}`);
  const honest = Array.from({ length: 7 }, (_, at) => authors.map((one) => one.entries[at]!)).flat();
  const draw = new SeededBytes('orders');
  for (let run = 0; run < 200; run++) {
    const order = honest.slice();
    for (let change = 0; change < 3; change++) {
      const [how, from, to] = draw.next(3) as unknown as [number, number, number];
      const taken = order[from % order.length]!;
      if (how % 3 !== 0) order.splice(from % order.length, 1); // Dropped; put back elsewhere: moved.
      if (how % 3 !== 1) order.splice(to % order.length, 0, taken);
    }
    const view = world.reader();
    if (run % 2 === 0) view.caughtUp();
    const seen = show(view, order).concat(view.caughtUp().map(told));
    for (const which of authors.keys()) {
      const own = seen.filter((text) => text.startsWith(`${which}:`));
      expect(own, `run ${run}`).toEqual(own.map((_, at) => `${which}:${at}`));
    }
  }
});

function withLive(world: World, run: (world: World, view: ChannelView) => void): void {
  const view = world.reader();
  view.caughtUp();
  run(world, view);
}
