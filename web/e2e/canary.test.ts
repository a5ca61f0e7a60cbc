import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  [browser, server] = [await openBrowser(), await Server.start()];
});

afterAll(async () => {
  await browser.close();
  await server.dispose();
});

test('what is typed is nowhere in the files, the output or the memory of the server, nor are the links', async () => {
  const canary = `canary-${crypto.randomUUID()}`;
  const ada = await Person.arrive(browser, server.url);
  const { edit } = await ada.makePad();
  await ada.page.getByTestId('title').fill(`${canary} title`);
  await ada.type(`${canary} text`);
  await ada.saved();
  const grace = await Person.arrive(browser, edit);
  await grace.sees(canary);

  const profile = await profileOf(ada, `${canary} name`);

  // The token is the secret; what is before it is a path.
  const token = edit.slice(edit.lastIndexOf('/') + 1);
  const secret = Buffer.from(token, 'base64url').subarray(36, 68);
  const wanted = [canary, token].flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  // Of the profile: version, then the entropy of its phrase, 16 bytes.
  wanted.push(secret, Buffer.from(profile), Buffer.from(profile, 'base64url').subarray(1, 17));

  // What the server does know is found in both places: else finding nothing would prove nothing.
  const control = Buffer.from(token, 'base64url').subarray(4, 36); // The channel id.
  const found = new Set<string>();
  let [controlsInMemory, controlsInFiles] = [0, 0];
  for await (const chunk of memoryOf(server.processId)) {
    for (const bytes of wanted) if (chunk.includes(bytes)) found.add(bytes.toString('latin1'));
    if (chunk.includes(control)) controlsInMemory++;
  }
  for (const file of await filesUnder(server.folder)) {
    const content = await readFile(file);
    if (content.includes(control)) controlsInFiles++;
    for (const bytes of wanted) if (content.includes(bytes)) found.add(`${file}: ${bytes.toString('latin1')}`);
  }
  for (const bytes of wanted) if (server.output.includes(bytes.toString('utf8'))) found.add('output');

  expect([...found]).toEqual([]);
  expect(controlsInMemory).toBeGreaterThan(0);
  expect(controlsInFiles).toBeGreaterThan(0);
  await ada.leave();
  await grace.leave();
});

/** Keeps a profile in step under a name; gives back the token that opens it. */
async function profileOf({ page }: Person, name: string): Promise<string> {
  await page.goto(`${server.url}/#/profile`);
  await page.getByTestId('profile-name').fill(name);
  await page.getByTestId('turn-on').click();
  await page.locator('[data-profile-state=saved]').waitFor();
  await page.getByTestId('show-code').click();
  const link = await page.getByTestId('profile-link').inputValue();
  return link.slice(link.lastIndexOf('/') + 1);
}

/** All memory of a process that it may write to, in pieces that overlap by what is looked for. */
async function* memoryOf(processId: number): AsyncGenerator<Buffer> {
  const piece = 16 * 1024 * 1024;
  const overlap = 4096;
  const maps = await readFile(`/proc/${processId}/maps`, 'utf8');
  const memory = openSync(`/proc/${processId}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const region = /^([0-9a-f]+)-([0-9a-f]+) rw/u.exec(line);
      if (region === null) continue;
      const end = BigInt(`0x${region[2]}`);
      for (let at = BigInt(`0x${region[1]}`); at < end; at += BigInt(piece - overlap)) {
        const length = Number(end - at < BigInt(piece) ? end - at : BigInt(piece));
        const buffer = Buffer.allocUnsafe(length);
        yield buffer.subarray(0, readMapped(memory, buffer, at));
        if (length < piece) break;
      }
    }
  } finally {
    closeSync(memory);
  }
}

/** Pages that were mapped and never touched, or are gone since, cannot be read: then there is nothing in them. */
function readMapped(memory: number, buffer: Buffer, at: bigint): number {
  try {
    return readSync(memory, buffer, 0, buffer.length, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EIO') return 0;
    throw error;
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
