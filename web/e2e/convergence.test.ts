import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cable } from './cable.ts';
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

const seed = Number(process.env['TACIT_SEED'] ?? Date.now() % 1_000_000);

/** Numbers from 0 to below 1 that a seed gives again (Mulberry32). */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One step of somebody who writes without a plan: goes somewhere, and writes, breaks a line, deletes or undoes. */
async function step({ page }: Person, random: () => number): Promise<void> {
  const keys = page.keyboard;
  await page.locator('.cm-content').focus();
  await keys.press(random() < 0.5 ? 'Control+Home' : 'Control+End');
  const moves = Math.floor(random() * 12);
  for (let n = 0; n < moves; n++) await keys.press(random() < 0.5 ? 'ArrowLeft' : 'ArrowRight');
  const choice = random();
  if (choice < 0.6) await keys.type(`w${Math.floor(random() * 1_000)} `);
  else if (choice < 0.75) await keys.press('Enter');
  else if (choice < 0.9) for (let n = 0; n < 3; n++) await keys.press('Backspace');
  else await keys.press('Control+z');
}

test('five pages that type at random, each offline now and then, end with equal documents', async () => {
  console.log(`TACIT_SEED=${seed}`);
  const random = numbers(seed);
  const first = await Person.arrive(browser, server.url);
  const { edit } = await first.makePad();
  await first.leave();

  const seats = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const cable = await Cable.to(server.url);
      return { cable, isCut: false, person: await Person.arrive(browser, cable.over(edit)) };
    }),
  );
  await Promise.all(seats.map(({ person }) => person.saved()));

  for (let round = 0; round < 40; round++) {
    const seat = seats[Math.floor(random() * seats.length)]!;
    if (random() < 0.2) {
      await (seat.isCut ? seat.cable.mend() : seat.cable.cut());
      seat.isCut = !seat.isCut;
    }
    await Promise.all(seats.map(({ person }) => step(person, random)));
  }

  for (const { cable, isCut } of seats) if (isCut) await cable.mend();
  await Promise.all(seats.map(({ person }) => person.saved()));
  const text = await seats[0]!.person.text();
  for (const { person } of seats) await expect.poll(() => person.text(), { timeout: 60_000 }).toBe(text);
  const { output } = await tacit(['pad', 'cat', edit]);
  expect(output.trimEnd()).toBe(text.trimEnd());
  expect(text.length).toBeGreaterThan(0);

  for (const { cable, person } of seats) {
    expect(person.complaints).toEqual([]);
    await person.leave();
    await cable.cut();
  }
});
