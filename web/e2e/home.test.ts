import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

let browser: Browser;
let server: Server;
let ada: Person | undefined;

beforeAll(async () => {
  [browser, server] = [await openBrowser(), await Server.start()];
});

afterAll(async () => {
  await browser.close();
  await server.dispose();
});

afterEach(async () => {
  expect(ada?.complaints ?? []).toEqual([]);
  await ada?.leave();
  ada = undefined;
});

async function arrive(): Promise<Person> {
  ada = await Person.arrive(browser, server.url);
  return ada;
}

async function home(person: Person): Promise<void> {
  await person.page.goto(`${server.url}/#/`);
  await person.page.getByTestId('find').waitFor();
}

async function makeTitled(person: Person, kind: 'rich' | 'code' | 'text', title: string): Promise<string> {
  await home(person);
  const { edit } = await person.makePad(kind);
  await person.page.getByTestId('title').fill(title);
  await person.saved();
  return edit;
}

const titles = (person: Person): Promise<string[]> => person.page.locator('[data-pad] .title').allTextContents();

test('pads are found as one types, pinned, removed and brought back', async () => {
  const person = await arrive();
  await makeTitled(person, 'text', 'Café am Hafen');
  await makeTitled(person, 'rich', 'Harbour walk');
  await makeTitled(person, 'code', 'Release notes');
  await home(person);
  expect(await titles(person)).toEqual(['Release notes', 'Harbour walk', 'Café am Hafen']);

  await person.page.keyboard.press('/');
  await person.page.keyboard.type('cafe');
  await expect.poll(() => titles(person)).toEqual(['Café am Hafen']);
  await person.page.keyboard.press('Escape');
  await expect.poll(() => titles(person)).toHaveLength(3);

  await person.page.getByRole('button', { name: 'Pin “Café am Hafen”' }).click();
  await person.page.reload();
  await expect.poll(() => titles(person)).toEqual(['Café am Hafen', 'Release notes', 'Harbour walk']);

  await person.page.getByRole('button', { name: 'Remove “Harbour walk” from the list' }).click();
  await expect.poll(() => titles(person)).toEqual(['Café am Hafen', 'Release notes']);
  await person.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => titles(person)).toHaveLength(3);
});

test('by the keyboard alone: N and an arrow choose a kind, Enter makes the pad', async () => {
  const person = await arrive();
  await person.page.getByTestId('new-rich').waitFor();
  await person.page.keyboard.press('n');
  await person.page.keyboard.press('ArrowRight');
  await person.page.keyboard.press('ArrowRight');
  await person.page.keyboard.press('Enter');
  await person.page.locator('.cm-content').waitFor();
  await person.saved();
  await person.page.getByTestId('title').fill('Made by keys');
  await home(person);
  await person.page.keyboard.press('/');
  await person.page.keyboard.press('ArrowDown');
  await person.page.keyboard.press('Enter');
  await person.page.locator('.cm-content').waitFor();
});

test('a pasted link opens, and a damaged one is told so and stays', async () => {
  const person = await arrive();
  const link = await makeTitled(person, 'text', 'By link');
  await home(person);
  await person.page.getByTestId('find').fill(link.slice(0, -3));
  await person.page.getByTestId('open-link').click();
  await person.page.getByRole('alert').getByText('does not open').waitFor();
  await person.page.getByTestId('find').fill(` ${link} `);
  await person.page.keyboard.press('Enter');
  await person.saved();
  expect(await person.page.getByTestId('title').inputValue()).toBe('By link');
});

test('language, appearance and motion are chosen, and stay', async () => {
  const person = await arrive();
  await person.page.getByTestId('settings').click();
  await person.page.getByLabel('Dark').check({ force: true });
  await person.page.locator('input[name=motion][value=off]').check({ force: true });
  await person.page.getByLabel('Language').selectOption('de');
  await person.page.getByText('Zusammen schreiben, ungelesen.').waitFor();
  const shown = await person.page.evaluate(() => ({
    lang: document.documentElement.lang,
    ...document.documentElement.dataset,
    paper: getComputedStyle(document.documentElement).backgroundColor,
  }));
  expect(shown).toEqual({ lang: 'de', theme: 'dark', motion: 'off', paper: 'rgb(23, 25, 27)' });
  await person.page.getByTestId('settings').click();
  await person.page.getByLabel('Sprache').selectOption('en');
  await person.page.getByText('Write together, unread.').waitFor();
});

test('a file that is chosen or dropped becomes a pad, and one that is no document becomes none', async () => {
  const person = await arrive();
  await person.page.getByTestId('import').waitFor();
  const chooser = person.page.getByTestId('import-file');
  await chooser.setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50]) });
  await person.page.getByRole('alert').getByText('“picture.png” was not imported').waitFor();
  expect(await person.page.getByTestId('pad').count()).toBe(0);

  const markdown = '# Minutes of May\n\n- one\n- two\n';
  await chooser.setInputFiles({ name: 'minutes.md', mimeType: 'text/markdown', buffer: Buffer.from(markdown) });
  await person.page.locator('.ProseMirror li').nth(1).waitFor();
  expect(await person.page.getByTestId('title').inputValue()).toBe('Minutes of May');
  await person.saved();

  await home(person);
  const files = await person.page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['Dropped.'], 'note.txt', { type: 'text/plain' }));
    return transfer;
  });
  await person.page.dispatchEvent('main', 'drop', { dataTransfer: files });
  await person.sees('Dropped.');
});
