import { expect, test } from 'vitest';
import { MemoryStorage } from '../device-storage.ts';
import { Me } from '../pad/presence.svelte.ts';
import type { ListedPad } from '../start/listed-pad.ts';
import { RecentPads } from '../start/recent-pads.svelte.ts';
import { Profile, type Finding, type ProfileClient, type ProfileKey } from './profile.svelte.ts';

const key: ProfileKey = { entropy: '0'.repeat(32), link: 'https://a.example/#/pad/own/T', device: '1'.repeat(16) };
const pad: ListedPad = { channel: 'c', fragment: '#/pad/edit/T', capability: 'edit', title: '', openedAtMs: 1 };

/** Stands in for the network: says what was asked of it. */
class SpokenClient implements ProfileClient {
  readonly heard: string[] = [];
  finding: Finding = { kind: 'unknown' };

  async drawKey(): Promise<ProfileKey> {
    return key;
  }

  async find(): Promise<Finding> {
    return this.finding;
  }

  async forget({ entropy }: ProfileKey): Promise<void> {
    this.heard.push(`forget ${entropy[0]}`);
  }

  open({ entropy }: ProfileKey) {
    const say = (what: string) => () => void this.heard.push(what);
    this.heard.push(`open ${entropy[0]}`);
    const close = async (): Promise<void> => void this.heard.push(`close ${entropy[0]}`);
    return { status: { kind: 'saved' } as const, pushList: say('list'), pushWho: say('who'), close };
  }
}

function made(storage = new MemoryStorage()) {
  const client = new SpokenClient();
  const recent = new RecentPads(storage);
  const me = new Me(storage, () => 0);
  return { storage, client, recent, me, profile: new Profile({ storage, recent, me, load: async () => client }) };
}

test('stays on the device until it is turned on, and then tells what changes', async () => {
  const { client, profile, recent, me } = made();
  await profile.start();
  recent.opened(pad);
  expect([profile.isShared, client.heard]).toEqual([false, []]);

  await profile.turnOn('https://a.example');
  expect([profile.isShared, profile.status?.kind]).toEqual([true, 'saved']);
  recent.pin('c', true);
  me.rename('Ada');
  recent.take([{ channel: 'c', removedAtMs: 9 }]);
  expect(client.heard).toEqual(['open 0', 'list', 'who']);
});

test('is there again at the next visit, once', async () => {
  const { storage, profile } = made();
  await profile.turnOn('https://a.example');
  const next = made(storage);
  expect(next.profile.key).toEqual(key);
  await Promise.all([next.profile.start(), next.profile.start()]);
  expect(next.client.heard).toEqual(['open 0']);
});

test('goes with another tab that turned it on or left', async () => {
  const storage = new MemoryStorage();
  const [one, other] = [made(storage), made(storage)];
  await one.profile.turnOn('https://a.example');
  await other.profile.reload();
  await other.profile.reload();
  await one.profile.leave();
  await other.profile.reload();
  expect(other.client.heard).toEqual(['open 0', 'close 0']);
  expect(other.profile.isShared).toBe(false);
});

test('leaving forgets the key here, and keeps the list', async () => {
  const { storage, client, profile, recent } = made();
  await profile.turnOn('https://a.example');
  recent.opened(pad);
  await profile.leave();
  expect([profile.isShared, profile.status]).toEqual([false, undefined]);
  expect(client.heard.slice(-2)).toEqual(['close 0', 'forget 0']);
  expect(recent.pads).toHaveLength(1);
  expect(made(storage).profile.isShared).toBe(false);
});

test('joining another profile leaves the one before; looking for one changes nothing', async () => {
  const { client, profile } = made();
  await profile.turnOn('https://a.example');
  const other = { ...key, entropy: '2'.repeat(32) };
  client.finding = { kind: 'found', profile: { name: 'Grace', padCount: 3, key: other } };
  const finding = await profile.find('https://a.example', other.entropy);
  expect(profile.key).toEqual(key);
  if (finding.kind !== 'found') expect.unreachable();
  else await profile.join(finding.profile);
  expect(profile.key).toEqual(other);
  expect(client.heard).toEqual(['open 0', 'close 0', 'forget 0', 'open 2']);
});

test.each(['', '{', '[]', '{"entropy":"x"}', JSON.stringify({ ...key, device: 'me' })])(
  'a key that cannot be read, %j, is none',
  (text) => {
    const storage = new MemoryStorage();
    storage.write('tacit.profile', text);
    expect(made(storage).profile.isShared).toBe(false);
  },
);
