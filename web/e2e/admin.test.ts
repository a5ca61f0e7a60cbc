// The operator's page, in a real browser: the door, the graph, the figures, both appearances and languages.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

const token = 'a token that nobody guesses';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let server: Server;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'tacit-admin-'));
  await writeFile(join(folder, 'token'), `${token}\n`);
  server = await Server.start('--admin-token-file', join(folder, 'token'));
});

afterAll(async () => {
  await browser.close();
  await server.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function open(page: Page, word: string): Promise<void> {
  await page.goto(`${server.url}/admin`);
  await page.locator('#token').fill(word);
  await page.keyboard.press('Enter');
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; help: string }[] }> } };
    return (await axe.run()).violations.map(({ id, help }) => `${id}: ${help}`);
  });
}

test('the token opens the page, which shows who writes, and says when the server is gone', async () => {
  const ada = await Person.arrive(browser, server.url);
  await ada.makePad();
  const page = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A wrong token, and a server that is gone, are part of the test.
    const isPart = /401|ERR_CONNECTION_REFUSED/u.test(message.text());
    if (message.type() === 'error' && !isPart) complaints.push(message.text());
  });

  await open(page, 'a token that somebody guessed');
  await page.getByText('This is not the token.').waitFor();
  await open(page, token);
  await page.getByText('One process, and all is well.').waitFor();
  await page.getByRole('link', { name: /^front 1 clients .*, up$/u }).waitFor();
  await ada.type('Something to store.');
  await expect.poll(() => page.getByRole('link', { name: /^storage [1-9]/u }).count()).toBe(1);

  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#node-all');

  await server.kill();
  await page.getByText('This node does not answer. Trying again…').waitFor();
  await server.startAgain();
  await page.getByText('One process, and all is well.').waitFor();
  await page.getByRole('button', { name: 'Lock' }).click();
  await page.locator('#token').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
  await ada.leave();
});

test('it can be read in light and dark, on a phone and on a wide screen, in German and English', async () => {
  for (const [locale, heading] of [['en', 'all is well'], ['de', 'alles ist gut']] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [360, 1440]) {
        const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 800 } });
        const page = await context.newPage();
        await open(page, token);
        await page.locator('#health').getByText(new RegExp(heading, 'iu')).waitFor();
        const name = `${locale} ${colorScheme} ${width}`;
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
        expect(await violations(page), name).toEqual([]);
        await context.close();
      }
    }
  }
});
