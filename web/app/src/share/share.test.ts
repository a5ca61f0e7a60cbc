import { expect, test } from 'vitest';
import { StillClock } from '../clock.ts';
import { Share } from './share.svelte.ts';

const links = { edit: 'https://a.example/#/pad/edit/E', view: 'https://a.example/#/pad/view/V' };

test('offers no more than the pad can give away', () => {
  const kinds = (given: { edit?: string; view?: string }) =>
    new Share(given, undefined, new StillClock()).links.map(({ kind }) => kind);
  expect(kinds(links)).toEqual(['edit', 'view']);
  expect(kinds({ view: links.view })).toEqual(['view']);
});

test('says that a link was copied, for a while', async () => {
  const clock = new StillClock();
  const copied: string[] = [];
  const share = new Share(links, { writeText: async (text) => void copied.push(text) }, clock);
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
  const clock = new StillClock();
  const share = new Share(links, clipboard, clock);
  expect(await share.copy(share.links[0]!)).toBe(false);
  clock.move(60_000);
  expect(share.copying).toEqual({ kind: 'failed', link: 'edit' });
});
