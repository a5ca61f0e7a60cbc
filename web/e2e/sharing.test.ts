// Sharing in a real Chromium: what links allow, how they end, and who is here.
import type { Browser } from 'playwright-core';
import { encode } from 'uqr';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

let browser: Browser;
let server: Server;
const people: Person[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await Server.start();
});

afterEach(async () => {
  for (const person of people.splice(0)) {
    expect(person.complaints).toEqual([]);
    await person.leave();
  }
  await server.dispose();
});

async function arrive(url = server.url, more: { atMs?: number } = {}): Promise<Person> {
  const person = await Person.arrive(browser, 'about:blank');
  people.push(person);
  if (more.atMs !== undefined) await person.page.clock.setSystemTime(more.atMs);
  await person.page.goto(url);
  return person;
}

async function refused(person: Person, code: string): Promise<void> {
  await person.page.locator(`[data-testid=refused][data-code=${code}]`).waitFor();
}

/** The text is still there, with a notice above it. */
async function stopped(person: Person, code: string): Promise<void> {
  await person.page.locator(`[data-testid=refusal][data-code=${code}]`).waitFor();
}

/** Ends all links, as the owner, after marking the devices whose author is among `remove`. */
async function endLinks({ page }: Person, remove: readonly string[] = []): Promise<{ edit: string; view: string }> {
  await page.getByTestId('share').click();
  await page.getByTestId('access-tab').click();
  for (const author of remove) await page.locator(`[data-author="${author}"] input`).check();
  await page.getByTestId('end-links').click();
  await page.getByTestId('end-links-confirm').click();
  await page.getByTestId('ended').waitFor();
  const edit = await page.getByTestId('edit-link').inputValue();
  const view = await page.getByTestId('view-link').inputValue();
  await page.keyboard.press('Escape');
  return { edit, view };
}

/** Who has written, by the list in the share dialog. */
async function authors({ page }: Person): Promise<string[]> {
  await page.getByTestId('share').click();
  await page.getByTestId('access-tab').click();
  const devices = page.getByTestId('device');
  await devices.first().waitFor();
  const found = await devices.evaluateAll((all) => all.map((one) => one.getAttribute('data-author') ?? ''));
  await page.keyboard.press('Escape');
  return found;
}

test('whoever has a view link sees only that link, and no key changes anything', async () => {
  const ada = await arrive();
  const { view } = await ada.makePad();
  await ada.type('Look, but do not touch.');
  const reader = await arrive(view);
  await reader.sees('do not touch');
  await reader.type('Touched.');
  await reader.page.getByTestId('share').click();
  expect(await reader.page.getByTestId('view-link').inputValue()).toBe(view);
  expect(await reader.page.getByTestId('edit-link').count()).toBe(0);
  expect(await reader.text()).toBe('Look, but do not touch.');
});

test('the QR code is that of the link', async () => {
  const ada = await arrive();
  await ada.makePad();
  await ada.page.getByTestId('share').click();
  const link = await ada.page.getByTestId('edit-link').inputValue();
  await ada.page.getByTestId('edit-qr').click();
  const code = ada.page.getByTestId('qr');
  await code.waitFor();
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const size = Number((await code.getAttribute('viewBox'))?.split(' ').at(-1));
  const drawn = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    drawn[Number(y)]!.fill(true, Number(x), Number(x) + Number(length));
  }
  expect(drawn).toEqual(encode(link, { ecc: 'M', border: 4 }).data);
  const [dark, light] = await code.evaluate((svg) => [getComputedStyle(svg).color, getComputedStyle(svg).backgroundColor]);
  expect([dark, light]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
});

test('when all links are ended, the devices that wrote go on, and everyone else is told', async () => {
  const ada = await arrive();
  const before = await ada.makePad();
  const address = ada.page.url();
  await ada.type('Ada. ');
  const grace = await arrive(before.edit);
  await grace.sees('Ada.');
  await grace.type('Grace. ');
  await ada.sees('Grace.');
  const reader = await arrive(before.view);
  await reader.sees('Grace.');

  const after = await endLinks(ada);
  expect(after.edit).not.toBe(before.edit);
  expect(ada.page.url()).toBe(address);
  await stopped(reader, 'epoch-stale');
  expect(await reader.text()).toContain('Ada. Grace.');

  await grace.type('Still here. ');
  await ada.sees('Still here.');
  await refused(await arrive(before.edit), 'epoch-stale');
  await refused(await arrive(before.view), 'epoch-stale');
  const noor = await arrive(after.edit);
  await noor.sees('Still here.');
  await noor.type('Noor. ');
  await grace.sees('Noor.');
  await grace.saved();

  // On her device, Grace's pad opens from the list as before, though her own link has ended.
  await grace.page.goto(server.url);
  await grace.page.getByTestId('recent-pads').getByRole('link').first().click();
  await grace.sees('Noor.');
  await grace.saved();
});

test('a removed device is told so and takes no key, and the others go on', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  await ada.type('Ada. ');
  await ada.saved();
  const known = await authors(ada);
  const grace = await arrive(edit);
  await grace.sees('Ada.');
  await grace.type('Grace. ');
  await ada.sees('Grace.');
  const hers = (await authors(ada)).filter((author) => !known.includes(author));
  expect(hers).toHaveLength(1);
  const noor = await arrive(edit);
  await noor.sees('Grace.');
  await noor.type('Noor. ');
  await ada.sees('Noor.');

  await endLinks(ada, hers);
  await stopped(grace, 'author-removed');
  await grace.type('Am I heard?');
  expect(await grace.text()).not.toContain('heard');
  await noor.type('We go on. ');
  await ada.sees('We go on.');
  expect(await grace.text()).not.toContain('We go on');

  await grace.page.reload();
  await stopped(grace, 'author-removed');
  expect(await grace.text()).toContain('Grace.');
});

test('a link with a password asks for it, says when it is wrong, and opens with the right one', async () => {
  const ada = await arrive();
  const plain = await ada.makePad();
  await ada.type('Behind a door.');
  await ada.saved();
  await ada.page.getByTestId('share').click();
  await ada.page.getByText('Password and end date').click();
  await ada.page.getByTestId('share-password').fill('marsh lantern otter');
  await ada.page.getByTestId('make-links').click();
  await ada.page.getByTestId('conditions').waitFor();
  const edit = await ada.page.getByTestId('edit-link').inputValue();
  expect(edit).not.toBe(plain.edit);

  const grace = await arrive(edit);
  const { page } = grace;
  await page.locator('#password').fill('guess');
  await page.locator('#password').press('Enter');
  await page.locator('#password[aria-invalid=true]').waitFor();
  expect(await page.getByRole('alert').textContent()).toMatch(/wrong/iu);
  await page.locator('#password').fill('marsh lantern otter');
  await page.locator('#password').press('Enter');
  await grace.sees('Behind a door.');
  await grace.type(' Open.');
  await ada.page.keyboard.press('Escape');
  await ada.sees('Open.');
});

test('a link that has ended says so, on a page that comes late', async () => {
  const ada = await arrive();
  await ada.makePad();
  await ada.type('For a day.');
  await ada.saved();
  await ada.page.getByTestId('share').click();
  await ada.page.getByText('Password and end date').click();
  await ada.page.getByRole('radio', { name: 'In 1 day' }).check({ force: true });
  await ada.page.getByTestId('make-links').click();
  await ada.page.getByTestId('conditions').waitFor();
  const view = await ada.page.getByTestId('view-link').inputValue();

  const early = await arrive(view);
  await early.sees('For a day.');
  const late = await arrive(view, { atMs: Date.now() + 2 * 24 * 60 * 60 * 1_000 });
  await refused(late, 'link-expired');
});

test('following scrolls to where a person is, until one does something oneself', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  await ada.page.locator('.cm-content').focus();
  await ada.page.keyboard.insertText(Array.from({ length: 200 }, (_, i) => `Line ${i}.`).join('\n'));
  const grace = await arrive(edit);
  await grace.sees('Line 1.');
  await grace.page.locator('.cm-content').focus();
  await grace.page.keyboard.press('Control+Home');

  await ada.page.keyboard.press('Control+End');
  await ada.sees('Line 199.');
  await ada.page.getByTestId('other').getByRole('button').click();
  await ada.sees('Line 0.');
  await grace.page.keyboard.press('Control+End');
  await ada.sees('Line 199.');
  await ada.page.keyboard.press('Escape');
  await expect.poll(() => ada.page.getByTestId('following').textContent()).toBe('');

  await ada.page.getByTestId('other').getByRole('button').click();
  await ada.page.getByTestId('following').getByRole('button').waitFor();
  await ada.type('Mine.');
  await expect.poll(() => ada.page.getByTestId('following').textContent()).toBe('');
});
