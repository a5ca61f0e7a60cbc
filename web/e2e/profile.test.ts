import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

let browser: Browser;
let server: Server;
let devices: Person[] = [];

beforeAll(async () => {
  [browser, server] = [await openBrowser(), await Server.start()];
});

afterAll(async () => {
  await browser.close();
  await server.dispose();
});

afterEach(async () => {
  for (const device of devices) {
    expect(device.complaints).toEqual([]);
    await device.leave();
  }
  devices = [];
});

async function device(url = server.url): Promise<Person> {
  const arrived = await Person.arrive(browser, url);
  devices.push(arrived);
  return arrived;
}

async function makeTitled(person: Person, title: string): Promise<void> {
  await person.page.goto(`${server.url}/#/`);
  await person.makePad('text');
  await person.page.getByTestId('title').fill(title);
  await person.saved();
  await person.page.goto(`${server.url}/#/`);
  await person.page.getByText(title).waitFor();
}

async function shareProfile(person: Person): Promise<string[]> {
  await person.page.goto(`${server.url}/#/profile`);
  await person.page.getByTestId('profile-name').fill('Ada');
  await person.page.getByTestId('turn-on').click();
  await inStep(person);
  await person.page.getByTestId('show-phrase').click();
  // Nothing is shown before it was asked for twice.
  expect(await person.page.getByTestId('phrase').count()).toBe(0);
  await person.page.getByTestId('phrase-yes').click();
  const words = await person.page.getByTestId('phrase').locator('li').allTextContents();
  return words.map((word) => word.replace(/[^a-z]/gu, ''));
}

const inStep = (person: Person): Promise<void> => person.page.locator('[data-profile-state=saved]').waitFor();

const titles = (person: Person): Promise<string[]> => person.page.locator('[data-pad] .title').allTextContents();

test('a profile moves to another browser by its twelve words, and both lists stay in step', async () => {
  const laptop = await device();
  await makeTitled(laptop, 'From the laptop');
  await laptop.page.getByTestId('pin').click();
  const words = await shareProfile(laptop);
  expect(words).toHaveLength(12);

  const phone = await device();
  await makeTitled(phone, 'From the phone');
  await phone.page.getByTestId('profile').click();
  await phone.page.getByTestId('enter-phrase').click();
  const form = phone.page.getByTestId('phrase-form');

  // A word that is none is named, and nothing was asked of the server.
  await phone.page.evaluate((text) => navigator.clipboard.writeText(text), [...words.slice(0, 11), 'tacit'].join(' '));
  await form.locator('input').first().focus();
  await phone.page.keyboard.press('Control+V');
  await form.getByRole('button').click();
  expect(await form.getByRole('alert').textContent()).toContain('12');
  await form.locator('input').last().fill(words[11]!);
  await form.getByRole('button').click();

  const found = phone.page.getByTestId('found');
  await found.waitFor();
  expect(await found.textContent()).toMatch(/The profile of Ada.*It has 1 pad\./u);
  await phone.page.getByTestId('join').click();
  await inStep(phone);
  expect(await phone.page.getByTestId('profile-name').inputValue()).toBe('Ada');

  await phone.page.goto(`${server.url}/#/`);
  await laptop.page.goto(`${server.url}/#/`);
  const both = ['From the laptop', 'From the phone'];
  for (const person of [phone, laptop]) await expect.poll(() => titles(person)).toEqual(both);
  // Pinned there, so it stands first here.
  expect(await phone.page.getByTestId('pin').first().getAttribute('aria-pressed')).toBe('true');

  // What is removed here goes there, live; what is made there comes here.
  await phone.page.getByRole('button', { name: 'Remove “From the laptop” from the list' }).click();
  await expect.poll(() => titles(laptop)).toEqual(['From the phone']);
  await makeTitled(laptop, 'Later');
  await expect.poll(() => titles(phone)).toEqual(['Later', 'From the phone']);
  await phone.page.getByText('Later').click();
  await phone.saved();
});

test('a profile moves by the link in its code, which asks first and leaves no trace in the address', async () => {
  const laptop = await device();
  await makeTitled(laptop, 'By link');
  await shareProfile(laptop);
  await laptop.page.getByTestId('show-code').click();
  const link = await laptop.page.getByTestId('profile-link').inputValue();
  expect(link).toMatch(/\/#\/profile\/[A-Za-z0-9_-]{28}$/u);

  const phone = await device(link);
  await phone.page.getByTestId('found').waitFor();
  expect(phone.page.url()).toBe(`${server.url}/#/profile`);
  expect(await keptKey(phone)).toBe('');
  await phone.page.getByTestId('join').click();
  await inStep(phone);
  expect(await keptKey(phone)).not.toBe('');

  await phone.page.getByTestId('leave').click();
  await phone.page.getByTestId('leave-yes').click();
  await phone.page.getByTestId('turn-on').waitFor();
  expect(await keptKey(phone)).toBe('');
  await expect.poll(() => keptChannels(phone)).toBe(0);
  // It keeps its list, and what happens elsewhere does not reach it any more.
  await phone.page.goto(`${server.url}/#/`);
  expect(await titles(phone)).toEqual(['By link']);

  const damaged = await device(`${link.slice(0, -1)}${link.endsWith('A') ? 'Q' : 'A'}`);
  await damaged.page.getByTestId('profile-wrong').getByText('damaged').waitFor();
});

test('a phrase without a profile on this server is told calmly, and makes none', async () => {
  const person = await device(`${server.url}/#/profile`);
  await person.page.getByTestId('enter-phrase').click();
  const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
  for (const [at, word] of words.entries()) await person.page.locator(`#word-${at}`).fill(word);
  for (const _ of [1, 2]) {
    await person.page.getByTestId('phrase-form').getByRole('button').click();
    await person.page.getByTestId('profile-wrong').getByText('no profile under this phrase').waitFor();
  }
  expect(await keptKey(person)).toBe('');
});

const keptKey = (person: Person): Promise<string> =>
  person.page.evaluate(() => localStorage.getItem('tacit.profile') ?? '');

/** How many channels this browser's database holds something of. */
const keptChannels = (person: Person): Promise<number> =>
  person.page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('tacit');
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const counting = opening.result.transaction('mirror').objectStore('mirror').count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
  );
