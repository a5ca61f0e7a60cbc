// C# programs and browsers in one pad, all at once: every document ends up the same.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

const PROGRAM = fileURLToPath(new URL('../../artifacts/bin/Swarm/release/Tacit.Swarm.dll', import.meta.url));
const seed = Number(process.env['TACIT_SEED'] ?? Date.now() % 1_000_000);

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

/** tests/Swarm: many pads in one process that write at random. */
class Swarm {
  readonly #child;
  readonly #lines;

  constructor(link: string, pads: number, edits: number) {
    this.#child = spawn('dotnet', [PROGRAM, link, String(pads), String(edits), String(seed)]);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Completes when everything that it wrote is durable on the server. */
  async typed(): Promise<void> {
    expect((await this.#lines.next()).value).toBe('typed');
  }

  /** The distinct texts of its pads. */
  async texts(): Promise<string[]> {
    this.#child.stdin.write('\n');
    return JSON.parse(String((await this.#lines.next()).value)) as string[];
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    expect(await ended).toEqual([0, null]);
  }
}

test('twenty C# pads and three pages that write at once end with equal documents', async () => {
  console.log(`TACIT_SEED=${seed}`);
  const first = await Person.arrive(browser, server.url);
  const { edit } = await first.makePad();
  const people = [first, await Person.arrive(browser, edit), await Person.arrive(browser, edit)];
  for (const person of people) await person.saved();

  const swarm = new Swarm(edit, 20, 25);
  await Promise.all([
    swarm.typed(),
    ...people.map(async (person, number) => {
      for (let word = 0; word < 20; word++) await person.type(`page${number} `);
    }),
  ]);

  for (const person of people) await person.saved();
  const text = await people[0]!.text();
  expect(text).toContain('swarm');
  for (const person of people) await expect.poll(() => person.text(), { timeout: 60_000 }).toBe(text);
  await expect.poll(() => swarm.texts(), { timeout: 60_000 }).toEqual([text]);
  for (const person of people) expect(person.complaints).toEqual([]);
  await swarm.end();
});
