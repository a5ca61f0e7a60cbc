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

test('two people write Markdown and read it beside its source', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad('code');
  await ada.type('# Notes\n\nThe **lamp** is dark.\n');
  const grace = await arrive(edit);
  await grace.page.getByTestId('preview').locator('strong', { hasText: 'lamp' }).waitFor();
  await grace.type('\nGrace was here.');
  await ada.page.getByTestId('preview').getByText('Grace was here.').waitFor();
  expect(await ada.text()).toBe(await grace.text());
});

test('the language is chosen for all, and only Markdown is previewed', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad('code');
  const grace = await arrive(edit);
  await grace.page.getByTestId('preview').waitFor();
  await ada.page.getByTestId('language').selectOption('typescript');
  await expect.poll(() => grace.page.getByTestId('language').inputValue()).toBe('typescript');
  await grace.page.getByTestId('preview').waitFor({ state: 'detached' });
  await grace.type('const answer = 42;');
  await ada.page.locator('.cm-content .tok-keyword', { hasText: 'const' }).waitFor();
});

test('the preview runs nothing, and fetches nothing from elsewhere', async () => {
  const ada = await arrive();
  const requests: string[] = [];
  ada.page.on('request', (request) => requests.push(request.url()));
  await ada.makePad('code');
  await ada.page.locator('.cm-content').focus();
  await ada.page.keyboard.insertText(
    '<img src=x onerror=alert(1)> <script>alert(1)</script> [x](javascript:alert(1)) <a href="javascript:alert(1)">y</a>\n\n' +
      '![spy](https://example.invalid/spy.png)\n\n<iframe src="https://example.invalid/"></iframe>\n\n' +
      '<form action="https://example.invalid/"><input name="a"></form>\n\nthe end',
  );
  const preview = ada.page.getByTestId('preview');
  await preview.getByText('the end').waitFor();
  await preview.locator('.elsewhere', { hasText: 'example.invalid' }).waitFor();
  const found = await preview.evaluate((element) => ({
    elements: element.querySelectorAll('img, script, iframe, form, style').length,
    hrefs: [...element.querySelectorAll('[href]')].map((one) => one.getAttribute('href')),
  }));
  expect(found).toEqual({ elements: 0, hrefs: ['https://example.invalid/spy.png'] });
  expect(requests.filter((url) => url.includes('example.invalid'))).toEqual([]);
});

test('a comment stays at its text while others write before it, and says when the text is gone', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad('text');
  await ada.type('The lamp is dark.');
  await ada.page.keyboard.press('Shift+Home');
  await ada.page.keyboard.press('Control+Alt+m');
  await ada.page.keyboard.type('Since when?');
  await ada.page.keyboard.press('Control+Enter');
  const commented = ada.page.locator('.cm-content .commented');
  await expect.poll(() => commented.textContent()).toBe('The lamp is dark.');

  const grace = await arrive(edit);
  await grace.sees('The lamp is dark.');
  await grace.page.locator('.cm-content').focus();
  await grace.page.keyboard.press('Control+Home');
  await grace.page.keyboard.type('First this. ');
  await ada.sees('First this. ');
  await expect.poll(() => commented.textContent()).toBe('The lamp is dark.');

  await grace.page.keyboard.press('Control+a');
  await grace.page.keyboard.type('Nothing left.');
  await ada.sees('Nothing left.');
  await ada.page.getByTestId('thread').getByText('The text was removed').waitFor();
});
