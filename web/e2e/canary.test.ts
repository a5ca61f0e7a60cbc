import { readdir, readFile, open } from 'node:fs/promises';
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

test('what is typed is nowhere in the files, the output or the memory of the server, and neither is the link', async () => {
  const canary = `canary-${crypto.randomUUID()}`;
  const ada = await Person.arrive(browser, server.url);
  const { edit } = await ada.makePad();
  await ada.page.getByTestId('title').fill(`${canary} title`);
  await ada.type(`${canary} text`);
  await ada.saved();
  const grace = await Person.arrive(browser, edit);
  await grace.sees(canary);

  // The token is the secret; what is before it is a path.
  const token = edit.slice(edit.lastIndexOf('/') + 1);
  const secret = Buffer.from(token, 'base64url').subarray(36, 68);
  const wanted = [canary, token].flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  wanted.push(secret);

  // The memory holds what the server was sent: a control that the scan would find something.
  const control = Buffer.from('Sec-WebSocket-Protocol', 'utf16le');
  const found = new Set<string>();
  let controls = 0;
  for await (const chunk of memoryOf(server.processId)) {
    for (const bytes of wanted) if (chunk.includes(bytes)) found.add(bytes.toString('latin1'));
    if (chunk.includes(control)) controls++;
  }
  for (const file of await filesUnder(server.folder)) {
    const content = await readFile(file);
    for (const bytes of wanted) if (content.includes(bytes)) found.add(`${file}: ${bytes.toString('latin1')}`);
  }
  for (const bytes of wanted) if (server.output.includes(bytes.toString('utf8'))) found.add('output');

  expect([...found]).toEqual([]);
  expect(controls).toBeGreaterThan(0);
  await ada.leave();
  await grace.leave();
});

/** All memory of a process that it may write to, in pieces that overlap by what is looked for. */
async function* memoryOf(processId: number): AsyncGenerator<Buffer> {
  const piece = 16 * 1024 * 1024;
  const overlap = 4096;
  const maps = await readFile(`/proc/${processId}/maps`, 'utf8');
  const memory = await open(`/proc/${processId}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const region = /^([0-9a-f]+)-([0-9a-f]+) rw/u.exec(line);
      if (region === null) continue;
      const end = BigInt(`0x${region[2]}`);
      for (let at = BigInt(`0x${region[1]}`); at < end; at += BigInt(piece - overlap)) {
        const length = Number(end - at < BigInt(piece) ? end - at : BigInt(piece));
        const { buffer, bytesRead } = await memory
          .read({ buffer: Buffer.allocUnsafe(length), position: at })
          .catch(() => ({ buffer: Buffer.alloc(0), bytesRead: 0 }));
        if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
        if (length < piece) break;
      }
    }
  } finally {
    await memory.close();
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
