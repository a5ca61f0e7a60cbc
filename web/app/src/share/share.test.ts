import { expect, test } from 'vitest';
import { StillClock } from '../clock.ts';
import { Share, type Passing } from './share.svelte.ts';
import type { Links, LinkWishes } from './sharing.ts';

const links = { edit: 'https://a.example/#/pad/edit/E', view: 'https://a.example/#/pad/view/V' };

function shareOf(given: Links, passing: Partial<Passing> = {}) {
  const clock = new StillClock();
  const wished: LinkWishes[] = [];
  let refusal: unknown;
  const sharing = {
    share: async (wishes: LinkWishes) => {
      if (refusal !== undefined) throw refusal;
      wished.push(wishes);
      return `${given[wishes.capability]}-${wished.length}`;
    },
  };
  const share = new Share(given, sharing, { clipboard: undefined, share: undefined, ...passing }, clock);
  return { share, clock, wished, refuse: (error: unknown) => void (refusal = error) };
}

test('offers no more than the pad can give away, and the owner’s link only when asked for it', () => {
  const kinds = (given: Links) => shareOf(given).share.links.map(({ kind }) => kind);
  expect(kinds(links)).toEqual(['edit', 'view']);
  expect(kinds({ view: links.view })).toEqual(['view']);
  expect(kinds({ own: 'o', ...links })).toEqual(['edit', 'view']);
  expect(shareOf({ own: 'o', ...links }).share.linkOf('own')?.link).toBe('o');
});

test('says that a link was copied, for a while', async () => {
  const copied: string[] = [];
  const { share, clock } = shareOf(links, { clipboard: { writeText: async (text) => void copied.push(text) } });
  expect(await share.copy(share.links[1]!)).toBe(true);
  expect(copied).toEqual([links.view]);
  expect(share.copying).toEqual({ kind: 'copied', link: 'view' });
  clock.move(2_500);
  expect(share.copying).toEqual({ kind: 'idle' });
});

test.each([
  ['is not there', undefined],
  ['refuses', { writeText: () => Promise.reject(new Error('NotAllowedError')) }],
])('says so, and keeps saying so, when the clipboard %s', async (_why, clipboard) => {
  const { share, clock } = shareOf(links, { clipboard });
  expect(await share.copy(share.links[0]!)).toBe(false);
  clock.move(60_000);
  expect(share.copying).toEqual({ kind: 'failed', link: 'edit' });
});

test('with conditions every link is made anew, and without them the first ones are back', async () => {
  const { share, wished } = shareOf(links);
  const expiresAt = new Date(2e12);
  expect(await share.apply({ password: 'p', expiresAt })).toBe(true);
  expect(wished).toEqual([
    { capability: 'edit', password: 'p', expiresAt },
    { capability: 'view', password: 'p', expiresAt },
  ]);
  expect(share.links.map(({ link }) => link)).toEqual([`${links.edit}-1`, `${links.view}-2`]);
  expect(share.conditions).toEqual({ password: 'p', expiresAt });

  await share.apply({});
  expect(share.links.map(({ link }) => link)).toEqual([links.edit, links.view]);
  expect(share.conditions).toEqual({});
});

test('links that could not be made leave the ones that are there', async () => {
  const { share, refuse } = shareOf(links);
  refuse({ code: 'offline', sentence: 'no', detail: undefined });
  expect(await share.apply({ password: 'p' })).toBe(false);
  expect(share.making).toMatchObject({ kind: 'failed', error: { code: 'offline' } });
  expect(share.links.map(({ link }) => link)).toEqual([links.edit, links.view]);
});

test('conditions that were changed while links were made win', async () => {
  const { share } = shareOf(links);
  const slow = share.apply({ password: 'slow' });
  await share.apply({});
  expect(await slow).toBe(false);
  expect(share.links[0]?.link).toBe(links.edit);
});
