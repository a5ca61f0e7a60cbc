// The history of a pad in a real Chromium.
import type { Browser } from 'playwright-core';
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

async function arrive(url = server.url): Promise<Person> {
  const person = await Person.arrive(browser, url);
  people.push(person);
  return person;
}

/** Makes the text another, as one change. */
async function rewrite(person: Person, text: string): Promise<void> {
  await person.page.locator('.cm-content').focus();
  await person.page.keyboard.press('Control+A');
  await person.page.keyboard.insertText(text);
  await person.saved();
}

async function enterHistory({ page }: Person): Promise<void> {
  await page.getByTestId('history-open').click();
  await page.getByTestId('history-slider').waitFor();
}

const shown = ({ page }: Person): Promise<string | null> => page.getByTestId('history-sheet').textContent();

test('the slider shows the pad as it was, and what changed', async () => {
  const ada = await arrive();
  await ada.makePad();
  await rewrite(ada, 'The tide was out and nobody came.');
  await rewrite(ada, 'The tide was in and nobody came.');
  await enterHistory(ada);
  const { page } = ada;
  expect(await shown(ada)).toBe('The tide was in and nobody came.');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => shown(ada)).toBe('The tide was out and nobody came.');
  await page.keyboard.press('End');
  await expect.poll(() => shown(ada)).toBe('The tide was in and nobody came.');

  await page.getByTestId('against-before').check({ force: true });
  const compared = page.getByTestId('compared');
  expect(await compared.locator('del').textContent()).toContain('out');
  expect(await compared.locator('ins').textContent()).toContain('in');

  await page.getByTestId('against-now').check({ force: true });
  expect(await compared.locator('ins').count()).toBe(0);
  await page.getByTestId('history-slider').press('ArrowLeft');
  await expect.poll(() => compared.locator('ins').count()).toBe(1);

  await page.keyboard.press('Escape');
  await page.getByTestId('history').waitFor({ state: 'detached' });
  expect(await ada.text()).toBe('The tide was in and nobody came.');
  await enterHistory(ada);
  await page.goBack();
  await page.getByTestId('history').waitFor({ state: 'detached' });
  expect(page.url()).toContain('/pad/own/');
});

test('a restored version comes to everyone, can be taken back, and keeps what others write meanwhile', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  await rewrite(ada, 'First.');
  await rewrite(ada, 'Second.');
  const grace = await arrive(edit);
  await grace.sees('Second.');

  await enterHistory(ada);
  await ada.page.keyboard.press('ArrowLeft');
  await ada.page.getByTestId('restore').click();
  await grace.sees('First.');
  await expect.poll(() => ada.text()).toBe('First.');

  await grace.type(' And Grace.');
  await ada.sees('And Grace.');
  await ada.page.getByTestId('restored').getByRole('button').click();
  await ada.saved();
  await grace.sees('Second.');
  const text = await ada.text();
  expect(text).toContain('And Grace.');
  await expect.poll(() => grace.text()).toBe(text);
});

test('rich text is shown with its headings, compared by its words, and restored for everyone', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad('rich');
  const { page } = ada;
  await page.getByTestId('editor').click();
  await page.keyboard.type('# Walk');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('The tide was out.');
  await ada.saved();
  const grace = await arrive(edit);
  await grace.page.getByTestId('editor').getByText('The tide was out.').waitFor();
  await page.keyboard.insertText(' Nobody came.');
  await ada.saved();

  await enterHistory(ada);
  const sheet = page.getByTestId('history-sheet');
  expect(await sheet.locator('h1').textContent()).toBe('Walk');
  await page.getByTestId('against-before').check({ force: true });
  expect(await page.getByTestId('compared').locator('ins').textContent()).toContain('Nobody came.');
  await page.getByTestId('history-slider').press('ArrowLeft');
  await page.getByTestId('restore').click();
  await grace.page.getByTestId('editor').getByText('Nobody came.').waitFor({ state: 'detached' });
  expect(await grace.page.getByTestId('editor').locator('h1').textContent()).toContain('Walk');
});

test('who only reads can look into the past, and restores nothing', async () => {
  const ada = await arrive();
  const { view } = await ada.makePad();
  await rewrite(ada, 'First.');
  await rewrite(ada, 'Second.');
  const reader = await arrive(view);
  await reader.sees('Second.');
  await enterHistory(reader);
  await reader.page.keyboard.press('ArrowLeft');
  await expect.poll(() => shown(reader)).toBe('First.');
  expect(await reader.page.getByTestId('restore').isDisabled()).toBe(true);
});

test('without the server the history is what this device has', async () => {
  const ada = await arrive();
  await ada.makePad();
  await rewrite(ada, 'First.');
  await rewrite(ada, 'Second.');
  await enterHistory(ada);
  await ada.page.keyboard.press('Escape');
  await server.kill();
  await ada.status('offline');
  await ada.type(' Not sent yet.');
  await enterHistory(ada);
  await ada.page.getByText('as far as this device has it').waitFor();
  expect(await shown(ada)).toBe('Second. Not sent yet.');
});
