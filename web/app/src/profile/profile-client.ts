/** The profile's side of `@tacit/client`. Loaded only where a profile is shared, found or made. */
import { createPad, IndexedDbStore, parseLink, secretFromPhrase } from '@tacit/client';
import { TacitProvider } from '@tacit/yjs';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import * as Y from 'yjs';
import type { Me } from '../pad/presence.svelte.ts';
import type { RecentPads } from '../start/recent-pads.svelte.ts';
import { bytesOf, hexOf } from './hex.ts';
import { ProfileDocument } from './profile-document.ts';
import type { Finding, OpenProfile, ProfileKey } from './profile.svelte.ts';

export async function drawKey(server: string): Promise<ProfileKey> {
  const entropy = hexOf(crypto.getRandomValues(new Uint8Array(16)));
  return { entropy, link: (await linksOf(server, entropy)).own, device: drawDevice() };
}

/** Asks with the view link: the own link would make the profile where there is none. */
export async function find(server: string, entropy: string): Promise<Finding> {
  const links = await linksOf(server, entropy);
  const doc = new Y.Doc();
  const provider = new TacitProvider(links.view, doc);
  try {
    const answer = await firstAnswer(provider);
    if (answer !== 'synced') return { kind: answer };
    const document = new ProfileDocument(doc, '');
    const key = { entropy, link: links.own, device: drawDevice() };
    return { kind: 'found', profile: { name: document.name ?? '', padCount: document.padCount, key } };
  } finally {
    await provider.destroy();
    doc.destroy();
  }
}

export function open(key: ProfileKey, recent: RecentPads, me: Me, changed: () => void): OpenProfile {
  const doc = new Y.Doc();
  const provider = new TacitProvider(key.link, doc);
  const document = new ProfileDocument(doc, key.device);
  const pull = (): void => document.pull(recent, me);
  const pushList = (): void => document.pushList(recent.records);
  const pushWho = (): void => document.pushWho(me);
  document.observe(pull);
  provider.on('status', changed);
  // What others wrote comes first: a device that was away does not give its old name to all the others.
  provider.on('synced', () => {
    pull();
    pushList();
    if (document.name === undefined) pushWho();
  });
  return {
    get status() {
      return provider.status;
    },
    pushList,
    pushWho,
    async close() {
      await provider.destroy();
      doc.destroy();
    },
  };
}

export async function forget(key: ProfileKey): Promise<void> {
  const { channel } = await parseLink(key.link);
  try {
    const store = await IndexedDbStore.open();
    await store.forget(channel as Parameters<typeof store.forget>[0]);
    store.close();
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

async function linksOf(server: string, entropy: string): Promise<{ own: string; view: string }> {
  const secret = await secretFromPhrase(entropyToMnemonic(bytesOf(entropy), wordlist));
  return createPad(server, { secret });
}

const drawDevice = (): string => hexOf(crypto.getRandomValues(new Uint8Array(8)));

function firstAnswer(provider: TacitProvider): Promise<'synced' | 'unknown' | 'unreached'> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { status } = provider;
      if (provider.synced) resolve('synced');
      else if (status.kind === 'refused') resolve(status.error.code === 'channel-unknown' ? 'unknown' : 'unreached');
      else if (status.kind === 'offline' || status.kind === 'forked') resolve('unreached');
    };
    provider.on('status', look);
    provider.on('synced', look);
    look();
  });
}
