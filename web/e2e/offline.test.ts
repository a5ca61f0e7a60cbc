import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

const app = fileURLToPath(new URL('../app', import.meta.url));

let browser: Browser;
let server: Server;
let people: Person[] = [];

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
  for (const person of people) {
    expect(person.complaints).toEqual([]);
    await person.leave();
  }
  people = [];
  await server.dispose();
});

async function arrive(url = server.url): Promise<Person> {
  const person = await Person.arrive(browser, url);
  people.push(person);
  return person;
}

/** Until the whole app is on the device. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active === null || active.state === 'activated') return;
    await new Promise<void>((resolve) => {
      active.addEventListener('statechange', () => active.state === 'activated' && resolve());
    });
  });
}

test('opens in a fresh tab with the server down, and so do the pads that were opened once', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad('text');
  await ada.page.getByTestId('title').fill('Kept on a train');
  await ada.type('Written at home. ');
  await ada.saved();
  await kept(ada.page);
  await server.kill();
  await ada.page.close();

  const tab = await ada.openTab(server.url);
  await tab.page.getByText('Kept on a train').click();
  await tab.sees('Written at home.');
  await tab.type('Written on the train. ');
  await tab.status('offline');
  await tab.page.getByTestId('status').click();
  const where = tab.page.getByTestId('where');
  expect(await where.textContent()).toMatch(/Cannot be reached\. \d+ changes? waits? here/u);

  // Also what was not opened before: the editors of other kinds came with the app.
  const other = await ada.openTab(server.url);
  await other.page.getByTestId('new-rich').click();
  await other.page.locator('.ProseMirror').waitFor();

  await server.startAgain();
  await tab.saved();
  const grace = await arrive(edit);
  await grace.sees('Written at home. Written on the train.');
});

test('what is not a file of the app goes by the worker', async () => {
  const ada = await arrive();
  await kept(ada.page);
  await ada.page.reload();
  const isControlled = await ada.page.evaluate(() => navigator.serviceWorker.controller !== null);
  expect(isControlled).toBe(true);
  const answered = await ada.page.evaluate(async () => {
    const kept = await caches.keys();
    const paths = (await (await caches.open(kept[0]!)).keys()).map(({ url }) => new URL(url).pathname);
    const health = await fetch('/healthz');
    return { caches: kept.length, paths, health: health.status };
  });
  expect(answered.caches).toBe(1);
  expect(answered.health).toBe(200);
  expect(answered.paths).toContain('/');
  expect(answered.paths.filter((path) => !/^\/(assets\/[^/]+|[a-z0-9-]+\.[a-z]+)?$/u.test(path))).toEqual([]);
  expect(answered.paths).not.toContain('/service-worker.js');
});

test('a cached page names in its policy the nonce that stands in it', async () => {
  const ada = await arrive();
  await kept(ada.page);
  const { header, meta } = await ada.page.evaluate(async () => {
    const page = (await caches.match('/'))!;
    const text = await page.text();
    return {
      header: page.headers.get('Content-Security-Policy') ?? '',
      meta: /name="csp-nonce" content="([^"]+)"/u.exec(text)?.[1] ?? '',
    };
  });
  expect(meta).toMatch(/^[A-Za-z0-9+/]{22}==$/u);
  expect(header).toContain(`'nonce-${meta}'`);
  expect(header).toContain("worker-src 'self'");
});

test('a new version waits until it is wanted, comes whole, and takes all tabs with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tacit-web-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  await cp(join(app, 'dist'), first, { recursive: true });
  await build({
    root: app,
    logLevel: 'error',
    build: { outDir: second },
    plugins: [
      {
        name: 'another-version',
        transform: (code, id) =>
          id.endsWith('/texts.ts') ? code.replace('Write together, unread.', 'The second version.') : null,
      },
    ],
  });
  try {
    await server.serve(first);
    const ada = await arrive();
    const heading = (person: Person): Promise<string | null> => person.page.locator('h1').textContent();
    await kept(ada.page);
    await ada.page.reload();
    expect(await heading(ada)).toBe('Write together, unread.');

    await server.serve(second);
    await ada.page.reload();
    await ada.page.getByTestId('new-version').waitFor();
    expect(await heading(ada)).toBe('Write together, unread.');
    const tab = await ada.openTab(server.url);
    expect(await heading(tab)).toBe('Write together, unread.');
    // The server has this part only as the second version: it comes from the first one's cache.
    await ada.page.getByTestId('profile').click();
    await ada.page.getByTestId('turn-on').waitFor();

    await ada.page.getByTestId('new-version').getByRole('button').click();
    await tab.page.getByText('The second version.').waitFor();
    await ada.page.goto(`${server.url}/#/`);
    await ada.page.getByText('The second version.').waitFor();
    await expect.poll(() => ada.page.evaluate(async () => (await caches.keys()).length)).toBe(1);
    expect(await ada.page.getByTestId('new-version').count()).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
