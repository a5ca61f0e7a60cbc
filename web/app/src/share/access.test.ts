import { expect, test } from 'vitest';
import type { PersonHere } from '../pad/presence.svelte.ts';
import { Access } from './access.svelte.ts';
import type { AuthorFacts, Links, Sharing } from './sharing.ts';

function author(more: Partial<AuthorFacts> = {}): AuthorFacts {
  return { label: '', role: 'writer', by: 'write', epoch: 0, isRemoved: false, isMe: false, ...more };
}

class SpokenSharing implements Sharing {
  links: Links = {};
  authors = new Map<string, AuthorFacts>([
    ['aaaa0000', author({ label: 'Grace' })],
    ['bbbb0000', author({ isRemoved: true, label: 'Eve' })],
    ['cccc0000', author({ label: 'Laptop', by: 'owner', role: 'admin', isMe: true })],
    ['dddd0000', author({ label: 'x'.repeat(900) + '\u202E' })],
    ['eeee0000', author({ expiresAt: 2e12 })],
  ]);
  removed: (readonly string[])[] = [];
  refusal: unknown;

  on(): () => void {
    return () => {};
  }
  authorOf(clientId: number): string | undefined {
    return clientId === 7 ? 'dddd0000' : undefined;
  }
  async share(): Promise<string> {
    return '';
  }
  async newEpoch({ remove = [] }: { remove?: readonly string[] } = {}): Promise<Links> {
    if (this.refusal !== undefined) throw this.refusal;
    this.removed.push(remove);
    for (const one of remove) this.authors.set(one, { ...this.authors.get(one)!, isRemoved: true });
    return {};
  }
}

const noor: PersonHere = { clientId: 7, clientIds: [7], name: 'Noor', color: '#2563b0', isSelf: false };

function access() {
  const sharing = new SpokenSharing();
  const made = new Access(sharing, () => [noor]);
  const device = (start: string) => made.devices.find((one) => one.author.startsWith(start))!;
  return { sharing, access: made, device };
}

test('lists this device, then who is here, then the others by name, and the removed last', () => {
  const { access: list, device } = access();
  expect(list.devices.map(({ name }) => name)).toEqual(['Laptop', 'Noor', 'Device eeee', 'Grace', 'Eve']);
  expect(device('d')).toMatchObject({ isHere: true, color: '#2563b0' });
  expect(device('e').expiresAt?.getTime()).toBe(2e12);
});

test('a name that a device chose for itself is cut before it is shown', () => {
  const { sharing } = access();
  const [device] = new Access(sharing, () => []).devices.filter(({ author }) => author.startsWith('d'));
  expect(device?.name).toHaveLength(40);
});

test('removes those that were marked, and never this device or one that is removed', async () => {
  const { access: list, device, sharing } = access();
  for (const one of ['a', 'b', 'c', 'e']) list.toggle(device(one));
  list.toggle(device('e'));
  list.ask();
  expect(list.leaving.map(({ name }) => name)).toEqual(['Grace']);
  expect(list.staying.map(({ name }) => name)).toEqual(['Laptop', 'Noor', 'Device eeee']);
  await list.end();
  expect(sharing.removed).toEqual([['aaaa0000']]);
  expect(list.ending).toEqual({ kind: 'done', removedCount: 1 });
  expect(device('a').isRemoved).toBe(true);
  expect(list.chosen.size).toBe(0);
});

test('what was marked stays so when it failed, and closing the dialog forgets it', async () => {
  const { access: list, device, sharing } = access();
  sharing.refusal = { code: 'offline', sentence: 'no', detail: undefined };
  list.toggle(device('a'));
  await list.end();
  expect(list.ending).toMatchObject({ kind: 'failed', error: { code: 'offline' } });
  expect(list.leaving).toHaveLength(1);
  list.forget();
  expect(list.ending.kind).toBe('idle');
  expect(list.leaving).toHaveLength(0);
});
