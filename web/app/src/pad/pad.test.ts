import { Awareness } from 'y-protocols/awareness';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { StillClock } from '../clock.ts';
import { MemoryStorage } from '../device-storage.ts';
import type { Refusal } from '../refused/explanations.ts';
import { RecentPads } from '../start/recent-pads.svelte.ts';
import type { PadConnection, PadLink, Role, SyncStatus } from './client.ts';
import { Pad, titleCharactersMax } from './pad.svelte.ts';
import { Me } from './presence.svelte.ts';

/** Stands in for the client: says what a test tells it to say. */
class SpokenConnection implements PadConnection {
  readonly awareness: Awareness;
  readonly authors = new Map();
  links: PadConnection['links'] = {};
  readonly doc: Y.Doc;
  readonly password: string | undefined;
  synced = false;
  status: SyncStatus = { kind: 'connecting', unsentCount: 0 };
  role: Role | undefined;
  isDurable = true;
  isDestroyed = false;
  #heard: (() => void)[] = [];

  constructor(doc: Y.Doc, password: string | undefined) {
    this.doc = doc;
    this.password = password;
    this.awareness = new Awareness(doc);
  }

  on(_event: 'status' | 'synced' | 'role' | 'authors', heard: () => void): () => void {
    this.#heard.push(heard);
    return () => {};
  }

  says(status: SyncStatus, change: { synced?: boolean; role?: Role; isDurable?: boolean } = {}): void {
    Object.assign(this, { status, ...change });
    this.#heard.forEach((heard) => heard());
  }

  authorOf(): undefined {
    return undefined;
  }

  share(): never {
    return expect.unreachable();
  }

  newEpoch(): never {
    return expect.unreachable();
  }

  history(): never {
    return expect.unreachable();
  }

  restore(): never {
    return expect.unreachable();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.awareness.destroy();
  }
}

const refusal = (code: string): Refusal => ({ code, sentence: 'no; do this', detail: undefined });
const pads: Pad[] = [];
afterEach(() => pads.splice(0).forEach((pad) => pad.close()));

async function opened(link: Partial<PadLink> = {}) {
  const connections: SpokenConnection[] = [];
  const clock = new StillClock();
  const recent = new RecentPads(new MemoryStorage());
  const padLink: PadLink = { layer: 'pad', capability: 'edit', channel: 'C', needsPassword: false, ...link };
  const pad = new Pad('https://a.example/#/pad/edit/T', {
    clock,
    recent,
    me: new Me(new MemoryStorage(), () => 0),
    readLink: async () => ({ kind: 'link', link: padLink }),
    connect: (_link, doc, { password }) => {
      connections.push(new SpokenConnection(doc, password));
      return connections.at(-1)!;
    },
  });
  pads.push(pad);
  await pad.open();
  const connection = (): SpokenConnection => connections.at(-1)!;
  return { pad, clock, recent, connections, connection };
}

test('a damaged link opens no connection', async () => {
  const pad = new Pad('https://a.example/#/pad/edit/x', {
    clock: new StillClock(),
    recent: new RecentPads(new MemoryStorage()),
    me: new Me(new MemoryStorage(), () => 0),
    readLink: async () => ({ kind: 'refused', error: refusal('link-damaged') }),
    connect: () => expect.unreachable(),
  });
  await pad.open();
  expect(pad.phase).toEqual({ kind: 'refused', error: refusal('link-damaged') });
});

test('asks for a password, and again when it was wrong', async () => {
  const { pad, connections, connection } = await opened({ needsPassword: true });
  expect(pad.phase).toEqual({ kind: 'locked', wasWrong: false });
  expect(connections).toHaveLength(0);

  pad.unlock('guess');
  expect(connection().password).toBe('guess');
  connection().says({ kind: 'refused', error: refusal('password-wrong') });
  expect(pad.phase).toEqual({ kind: 'locked', wasWrong: true });
  expect(connection().isDestroyed).toBe(true);

  pad.unlock('right');
  connection().says({ kind: 'saved' }, { synced: true });
  expect(pad.phase.kind).toBe('open');
});

test('a refusal before anything was read takes the whole page', async () => {
  const { pad, connection } = await opened();
  connection().says({ kind: 'refused', error: refusal('channel-unknown') });
  expect(pad.phase.kind).toBe('refused');
  expect(connection().isDestroyed).toBe(true);
});

test('a refusal while the text is here leaves it here, and locks it', async () => {
  const { pad, connection } = await opened();
  connection().doc.getText('text').insert(0, 'kept');
  connection().says({ kind: 'refused', error: refusal('grant-expired') });
  expect(pad.phase.kind).toBe('open');
  expect(pad.text).toBe('kept');
  expect(pad.refusal?.code).toBe('grant-expired');
  expect(pad.isReadOnly).toBe(true);

  connection().says({ kind: 'saved' });
  expect(pad.isReadOnly).toBe(false);
});

test('trying again starts over with one connection', async () => {
  const { pad, connections, connection } = await opened();
  connection().says({ kind: 'refused', error: refusal('channel-unknown') });
  pad.retry();
  expect(connections.map(({ isDestroyed }) => isDestroyed)).toEqual([true, false]);
  connections[0]?.says({ kind: 'refused', error: refusal('internal') });
  expect(pad.phase.kind).toBe('open');
});

test('a view link cannot rename, and neither can someone the server lets only read', async () => {
  const viewer = await opened({ capability: 'view' });
  viewer.pad.rename('Mine now');
  expect(viewer.connection().doc.getMap('meta').size).toBe(0);

  const demoted = await opened({ capability: 'edit' });
  demoted.connection().says({ kind: 'saved' }, { role: 'reader' });
  expect(demoted.pad.isReadOnly).toBe(true);
  demoted.pad.rename('Mine now');
  expect(demoted.connection().doc.getMap('meta').size).toBe(0);
});

test('the title follows the document, and is cut when someone made it too long or no text at all', async () => {
  const { pad, connection, recent } = await opened({ capability: 'own' });
  pad.rename('Minutes');
  expect(pad.title).toBe('Minutes');
  expect(recent.pads[0]?.title).toBe('Minutes');
  const meta = connection().doc.getMap('meta');
  meta.set('title', 'x'.repeat(10_000));
  expect(pad.title).toHaveLength(titleCharactersMax);
  meta.set('title', { toString: 'hostile' });
  expect(pad.title).toBe('');
});

test('an own pad is remembered at once, another only when it proved to exist', async () => {
  const own = await opened({ capability: 'own' });
  expect(own.recent.pads).toHaveLength(1);

  const { recent, connection } = await opened();
  expect(recent.pads).toHaveLength(0);
  connection().says({ kind: 'saved' }, { synced: true });
  expect(recent.pads[0]).toMatchObject({ channel: 'C', fragment: '#/pad/edit/T' });
});

test('keeps the new link on the list when an owner has ended the earlier ones', async () => {
  const { pad, recent, clock, connection } = await opened();
  connection().links = { edit: 'https://a.example/#/pad/edit/T', view: 'https://a.example/#/pad/view/U' };
  connection().says({ kind: 'saved' }, { synced: true });
  expect(recent.pads[0]?.fragment).toBe('#/pad/edit/T');

  clock.move(1);
  connection().links = { edit: 'https://a.example/#/pad/edit/N', view: 'https://a.example/#/pad/view/O' };
  connection().says({ kind: 'saved' });
  expect(pad.links.view).toBe('https://a.example/#/pad/view/O');
  expect(recent.pads[0]?.fragment).toBe('#/pad/edit/N');
});

test('says that the text may still be on its way until it came once', async () => {
  const { pad, connection } = await opened();
  expect(pad.isFirstVisit).toBe(true);
  connection().says({ kind: 'saved' }, { synced: true });
  expect(pad.isFirstVisit).toBe(false);
});

test('warns on leaving only while a change is neither on the server nor on the device', async () => {
  const { pad, connection } = await opened();
  connection().says({ kind: 'offline', unsentCount: 2 });
  expect(pad.mayLose).toBe(false);
  connection().says({ kind: 'offline', unsentCount: 2 }, { isDurable: false });
  expect(pad.mayLose).toBe(true);
  connection().says({ kind: 'saved' });
  expect(pad.mayLose).toBe(false);
});

test('counts once for a burst of typing', async () => {
  const { pad, clock, connection } = await opened();
  const text = connection().doc.getText('text');
  for (const letter of 'one two') text.insert(text.length, letter);
  expect(clock.waitingCount).toBe(1);
  clock.move(200);
  expect(pad.counts).toEqual({ words: 2, characters: 7 });
});

test('leaves nothing running when it is closed, even while it opens', async () => {
  const { pad, clock, connection } = await opened();
  connection().doc.getText('text').insert(0, 'x');
  connection().says({ kind: 'offline', unsentCount: 1, retryInMs: 5_000 });
  pad.close();
  expect(clock.waitingCount).toBe(0);
  expect(connection().isDestroyed).toBe(true);
});
