// A whole topology behind nginx as deploy/nginx/tacit.conf sets it up: a front that dies costs a reconnect only.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, Nginx } from './nginx.ts';
import { openBrowser, Person } from './people.ts';
import { tacit, tacitCommand } from './server.ts';

let browser: Browser;
let folder: string;
let up: ChildProcess;
let nginx: Nginx;
const processes = new Map<string, number>();

beforeAll(async () => {
  browser = await openBrowser('--ignore-certificate-errors');
  folder = await mkdtemp(join(tmpdir(), 'tacit-fronts-'));
  const ports = await Promise.all(Array.from({ length: 8 }, () => freePort()));
  const node = (at: number, http?: number): object =>
    ({ host: '127.0.0.1', port: ports[at], ...(http === undefined ? {} : { http: ports[http] }) });
  const infra = { front: [node(0), node(1)], core: [node(2, 3), node(4, 5)], storage: [node(6, 7)] };
  await writeFile(join(folder, 'topology.json'), JSON.stringify({ infra }));
  up = spawn('dotnet', [tacitCommand(), 'up', join(folder, 'topology.json'), '--data', join(folder, 'data')]);
  await new Promise<void>((resolve, reject) => {
    let output = '';
    up.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const [, name, id] of output.matchAll(/^(\S+) at .* \(process (\d+)\): ready$/gmu)) {
        processes.set(name!, Number(id));
      }
      if (processes.size === 5) resolve();
    });
    up.once('exit', () => reject(new Error(`tacit up ended\n${output}`)));
  });
  nginx = await Nginx.start(`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await nginx.dispose();
  up.kill('SIGINT');
  await once(up, 'exit');
  await rm(folder, { recursive: true, force: true });
});

test('two people write on while one front after the other is killed, and nothing is lost', async () => {
  const ada = await Person.arrive(browser, nginx.url);
  const { edit } = await ada.makePad();
  const grace = await Person.arrive(browser, edit);
  await ada.type('Before. ');
  await grace.sees('Before.');
  for (const front of ['front:0', 'front:1']) {
    process.kill(processes.get(front)!, 'SIGKILL');
    await ada.type(`Ada after ${front}. `);
    await grace.sees(`Ada after ${front}.`);
    await grace.type(`Grace after ${front}. `);
    await ada.sees(`Grace after ${front}.`);
    await Promise.all([ada.saved(), grace.saved()]);
  }
  const { output } = await tacit(['pad', 'cat', edit], '', { SSL_CERT_FILE: nginx.certificate });
  expect(output.trimEnd()).toBe((await ada.text()).trimEnd());
  expect(await grace.text()).toBe(await ada.text());
  await ada.leave();
  await grace.leave();
});
