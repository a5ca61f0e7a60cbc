import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { MemoryStorage } from '../device-storage.ts';
import { Me } from '../pad/presence.svelte.ts';
import type { ListedPad } from '../start/listed-pad.ts';
import { RecentPads } from '../start/recent-pads.svelte.ts';
import { ProfileDocument } from './profile-document.ts';

/** A device with a list of its own. */
class Device {
  readonly doc = new Y.Doc();
  readonly document: ProfileDocument;
  readonly recent: RecentPads;
  readonly me: Me;
  nowMs = 1_000;

  constructor(id: string) {
    this.document = new ProfileDocument(this.doc, id);
    this.recent = new RecentPads(new MemoryStorage(), () => this.nowMs);
    this.me = new Me(new MemoryStorage(), () => 0);
    this.document.observe(() => this.document.pull(this.recent, this.me));
  }

  push(): void {
    this.document.pushList(this.recent.records);
    this.document.pushWho(this.me);
  }

  get list(): readonly string[] {
    return this.recent.pads.map(({ channel }) => channel);
  }
}

function exchange(...devices: Device[]): void {
  for (const from of devices) {
    for (const to of devices) if (to !== from) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc));
  }
}

const pad = (channel: string, openedAtMs: number, more: Partial<ListedPad> = {}): ListedPad => ({
  ...{ channel, fragment: `#/pad/edit/${channel}`, capability: 'edit', title: '', openedAtMs },
  ...more,
});

test('two devices that wrote at once keep the word of both', () => {
  const [laptop, phone] = [new Device('a'.repeat(16)), new Device('b'.repeat(16))];
  laptop.recent.opened(pad('x', 10, { title: 'Plans', capability: 'own', fragment: '#/pad/own/x' }));
  phone.recent.opened(pad('x', 20));
  phone.recent.pin('x', true);
  phone.recent.opened(pad('y', 30));
  laptop.push();
  phone.push();
  exchange(laptop, phone);
  for (const device of [laptop, phone]) {
    expect(device.list).toEqual(['y', 'x']);
    expect(device.recent.pads[1]).toMatchObject({ title: 'Plans', capability: 'own', isPinned: true, openedAtMs: 20 });
  }
});

test('what one removes goes from the other, and its link from the document', () => {
  const [laptop, phone] = [new Device('a'.repeat(16)), new Device('b'.repeat(16))];
  laptop.recent.opened(pad('x', 10));
  laptop.push();
  exchange(laptop, phone);
  phone.recent.remove('x');
  phone.push();
  exchange(laptop, phone);
  expect(laptop.list).toEqual([]);
  expect(JSON.stringify(laptop.doc.getMap('pads').toJSON())).not.toContain('#/pad/');

  laptop.recent.opened(pad('x', 5_000));
  laptop.push();
  exchange(laptop, phone);
  expect(phone.list).toEqual(['x']);
});

test('says nothing when it has nothing new to say', () => {
  const [laptop, phone] = [new Device('a'.repeat(16)), new Device('b'.repeat(16))];
  laptop.recent.opened(pad('x', 10));
  laptop.push();
  exchange(laptop, phone);
  let updates = 0;
  for (const device of [laptop, phone]) device.doc.on('update', () => updates++);
  laptop.push();
  phone.push();
  expect(updates).toBe(0);
});

test('the name and the colour follow from one device to the other', () => {
  const [laptop, phone] = [new Device('a'.repeat(16)), new Device('b'.repeat(16))];
  laptop.me.rename('Ada');
  laptop.me.recolor('#2563b0');
  laptop.push();
  exchange(laptop, phone);
  expect([phone.me.name, phone.me.color]).toEqual(['Ada', '#2563b0']);
});

test('a record that is none, or that stands under another’s key, is passed over', () => {
  const device = new Device('a'.repeat(16));
  device.doc.getMap('pads').set('x/1', { channel: 'y', removedAtMs: 99_999 });
  device.doc.getMap('pads').set('z/1', 'hostile');
  device.doc.getMap('profile').set('name', { toString: 'hostile' });
  device.recent.opened(pad('y', 10));
  device.document.pull(device.recent, device.me);
  expect(device.list).toEqual(['y']);
});
