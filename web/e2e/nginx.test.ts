// Tacit behind nginx as deploy/nginx/tacit.conf sets it up: TLS, WebSockets, files, who may see what.
import { request } from 'node:https';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Nginx } from './nginx.ts';
import { openBrowser, Person } from './people.ts';
import { Server, tacit } from './server.ts';

let browser: Browser;
let server: Server;
let nginx: Nginx;
const people: Person[] = [];

beforeAll(async () => {
  browser = await openBrowser('--ignore-certificate-errors');
  server = await Server.start('--trusted-proxy', '127.0.0.1', '--connections-per-address', '2');
  // The second front is away: nobody must notice.
  nginx = await Nginx.start(new URL(server.url).host, '127.0.0.1:9');
});

afterAll(async () => {
  for (const person of people.splice(0)) await person.leave();
  await browser.close();
  await nginx.dispose();
  await server.dispose();
});

async function arrive(url: string): Promise<Person> {
  const person = await Person.arrive(browser, url);
  people.push(person);
  return person;
}

/** Asks for a WebSocket from an address of this machine, and gives the status of the answer. */
async function statusOfUpgrade(from: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${nginx.url}/sync`, {
      localAddress: from,
      rejectUnauthorized: false,
      family: 4,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-protocol': 'tacit.1',
        'x-forwarded-for': '203.0.113.7',
      },
    });
    const answered = (status: number | undefined): void => {
      resolve(status ?? 0);
      kept.push(asked.destroy.bind(asked));
    };
    asked.on('upgrade', ({ statusCode }) => answered(statusCode));
    asked.on('response', ({ statusCode }) => answered(statusCode));
    asked.on('error', reject);
    asked.end();
  });
}
const kept: (() => void)[] = [];

test('the app and a program write one pad through nginx, and go on when either end of it is restarted', async () => {
  const ada = await arrive(nginx.url);
  const { edit } = await ada.makePad();
  expect(edit.startsWith(`${nginx.url}/#`)).toBe(true);
  await ada.type('Ada was here. ');
  await tacit(['pad', 'edit', edit, '--append'], 'A program too. ', { SSL_CERT_FILE: nginx.certificate });
  await ada.sees('A program too.');

  await server.kill();
  await ada.status('offline');
  await ada.type('Written while the server was dead. ');
  await server.startAgain();
  await ada.saved();

  await nginx.stop();
  await ada.status('offline');
  await ada.type('Written while nginx was away. ');
  await nginx.startAgain();
  await ada.saved();

  const { output } = await tacit(['pad', 'cat', edit], '', { SSL_CERT_FILE: nginx.certificate });
  expect(output.trimEnd()).toBe((await ada.text()).trimEnd());
  for (const person of people.splice(0)) {
    expect(person.complaints).toEqual([]);
    await person.leave();
  }
});

test('limits count the addresses of people, whatever they claim', async () => {
  expect(await statusOfUpgrade('127.0.0.2')).toBe(101);
  expect(await statusOfUpgrade('127.0.0.2')).toBe(101);
  expect(await statusOfUpgrade('127.0.0.2')).toBe(503);
  expect(await statusOfUpgrade('127.0.0.3')).toBe(101);
  for (const end of kept.splice(0)) end();
});

test('plain HTTP leads to TLS, and what is for operators is not there', async () => {
  const answer = await fetch(`${nginx.plainUrl}/some/page?x=1`, { redirect: 'manual' });
  expect(answer.status).toBe(308);
  expect(answer.headers.get('location')).toBe(`${nginx.url}/some/page?x=1`);

  const page = await (await browser.newContext()).newPage();
  for (const path of ['/metrics', '/readyz', '/admin', '/admin/nodes']) {
    expect((await page.goto(`${nginx.url}${path}`))?.status(), path).toBe(404);
  }
  const home = await page.goto(nginx.url);
  expect(home?.headers()['strict-transport-security']).toContain('max-age');
  expect(home?.headers()['content-security-policy']).toContain("default-src 'none'");
  await page.context().close();
});
