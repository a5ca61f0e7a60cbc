// Rich pads between the command line and a browser: what one writes the other reads, with its form.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server, tacit } from './server.ts';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  browser = await openBrowser();
  server = await Server.start();
});

afterAll(async () => {
  await browser.close();
  await server.dispose();
});

test('a rich pad made and written by the command line is written on in the page and exported as Markdown', async () => {
  const { output } = await tacit(['pad', 'new', '--server', server.url, '--kind', 'rich', '--title', 'Notes', '--json']);
  const { edit, view } = JSON.parse(output) as { edit: string; view: string };
  await tacit(['pad', 'edit', edit, '--append'], 'From a *shell*\n');

  const person = await Person.arrive(browser, edit);
  await person.saved();
  const sheet = person.page.locator('.ProseMirror');
  await expect.poll(() => sheet.innerText()).toContain('From a *shell*');
  await sheet.focus();
  const keys = person.page.keyboard;
  await keys.press('Control+End');
  await keys.press('Enter');
  await keys.type('## Plan');
  await keys.press('Enter');
  await keys.type('- first');
  await keys.press('Enter');
  await keys.type('second');
  await keys.press('Enter');
  await keys.press('Enter');
  await keys.type('Make it ');
  await keys.press('Control+b');
  await keys.type('bold');
  await keys.press('Control+b');
  await keys.type('.');
  await person.saved();

  const exported = async (format: string): Promise<string> =>
    (await tacit(['pad', 'export', view, '--format', format])).output;
  const markdown = 'From a \\*shell\\*\n\n## Plan\n\n- first\n- second\n\nMake it **bold**.\n';
  await expect.poll(() => exported('markdown'), { timeout: 60_000 }).toBe(markdown);
  expect(await exported('html')).toContain('<h2>Plan</h2>');
  expect((await tacit(['pad', 'cat', view])).output).toContain('- first\n- second\n');
  expect(person.complaints).toEqual([]);
  await person.leave();
});
