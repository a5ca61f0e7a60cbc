import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Cable } from './cable.ts';
import { openBrowser, Person } from './people.ts';
import { Server, tacit } from './server.ts';

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

async function agree(text: string, ...all: Person[]): Promise<void> {
  for (const person of all) await expect.poll(() => person.text(), { timeout: 30_000 }).toBe(text);
}

test('a full pad says so and keeps what is written, which is sent when there is room', async () => {
  await server.dispose();
  server = await Server.start('--quota-channel', '100KiB');
  const ada = await arrive();
  await ada.makePad();
  await ada.page.locator('.cm-content').focus();
  const letters = Array.from({ length: 60_000 }, (_, n) => String.fromCharCode(97 + ((n * n) % 23))).join('');
  for (let n = 0; n < 3; n++) {
    await ada.page.keyboard.insertText(`${letters}\n`);
    await ada.page.getByTestId('counts').getByText(`${(60_001 * (n + 1)).toLocaleString('en')} characters`).waitFor();
  }
  await ada.page.locator('[data-testid=delay][data-code=channel-full]').waitFor();
  expect(await ada.page.getByTestId('status').textContent()).toContain('kept on this device');
  await ada.type('Still writing.');
  const all = ada.page.getByTestId('counts').getByText('180,017 characters');
  await all.waitFor();
  await ada.page.reload();
  await all.waitFor();

  server.options = [];
  await server.kill();
  await server.startAgain();
  await ada.saved();
  expect(await ada.page.getByTestId('delay').count()).toBe(0);
});

test('two people and a program write one pad, through a kill and a time offline', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  await ada.type('Ada was here. ');
  const cable = await Cable.to(server.url);
  const grace = await arrive(cable.over(edit));
  await grace.sees('Ada was here.');
  await grace.type('Grace too. ');
  await ada.sees('Grace too.');

  await tacit(['pad', 'edit', edit, '--append'], 'A program too. ');
  await ada.sees('A program too.');
  await grace.sees('A program too.');

  await server.kill();
  await ada.status('offline');
  await ada.type('Written while the server was dead. ');
  await server.startAgain();
  await ada.saved();
  await grace.sees('Written while the server was dead.');

  await grace.saved();
  await cable.cut();
  await grace.status('offline');
  await grace.type('Grace on a train. ');
  await ada.type('Ada meanwhile. ');
  await ada.saved();
  await cable.mend();
  await grace.saved();
  await ada.sees('Grace on a train.');
  await grace.sees('Ada meanwhile.');

  const text = await ada.text();
  await agree(text, grace);
  const { output } = await tacit(['pad', 'cat', edit]);
  expect(output.trimEnd()).toBe(text.trimEnd());
  await cable.cut();
});

test('a pad opened with a view link shows all that is written and takes no key', async () => {
  const ada = await arrive();
  const { view } = await ada.makePad();
  await ada.type('Look, but do not touch.');
  const reader = await arrive(view);
  await reader.sees('Look, but do not touch.');
  await reader.type('Touched.');
  await ada.type(' Still mine.');
  await reader.sees('Still mine.');
  expect(await reader.text()).toBe('Look, but do not touch. Still mine.');
  expect(await ada.text()).toBe('Look, but do not touch. Still mine.');
});

test('a pad is there after a reload with the server down, and writes on when it is back', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  await ada.type('Before. ');
  await ada.saved();
  await server.kill();
  await ada.status('offline');
  await ada.type('Kept on this device. ');
  await server.startAgain();
  await ada.page.reload();
  await ada.sees('Before. Kept on this device.');
  await ada.saved();
  const grace = await arrive(edit);
  await grace.sees('Kept on this device.');
});

test('a snapshot is written when a pad has grown, and a newcomer opens from it', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  const line = 'The quick brown fox jumps over the lazy dog, and then it does it again. ';
  for (let round = 0; round < 40; round++) {
    await ada.page.locator('.cm-content').focus();
    await ada.page.keyboard.insertText(line.repeat(40));
    await ada.saved();
  }
  await expect
    .poll(async () => JSON.parse((await tacit(['channel', 'info', edit, '--json'])).output).snapshotCount as number, {
      timeout: 60_000,
      interval: 1_000,
    })
    .toBeGreaterThan(0);
  const grace = await arrive(edit);
  await expect.poll(async () => (await grace.page.getByTestId('counts').textContent()) ?? '').toContain(
    (await ada.page.getByTestId('counts').textContent()) ?? 'nothing',
  );
  await grace.type('Grace at the end.');
  await ada.page.keyboard.press('Control+End');
  await ada.sees('Grace at the end.');
});

test('a damaged link says which part is wrong', async () => {
  const ada = await arrive();
  const { edit } = await ada.makePad();
  const damaged = `${edit.slice(0, -8)}${edit.endsWith('A') ? 'BBBBBBBB' : 'AAAAAAAA'}`;
  const other = await arrive(damaged);
  await other.page.locator('[data-testid=refused][data-code=link-damaged]').waitFor();
  expect(await other.page.getByTestId('refused').textContent()).toMatch(/changed/iu);
});
