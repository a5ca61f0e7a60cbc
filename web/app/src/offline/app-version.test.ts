import { expect, test } from 'vitest';
import { AppVersion, lookAgainAfterMs } from './app-version.svelte.ts';
import type { WaitingWorker, WorkerHost, WorkerRegistration } from './app-version.svelte.ts';

class Told {
  readonly #heard = new Map<string, (() => void)[]>();

  addEventListener(event: string, run: () => void): void {
    this.#heard.set(event, [...(this.#heard.get(event) ?? []), run]);
  }

  happens(event: string): void {
    for (const run of this.#heard.get(event) ?? []) run();
  }
}

class Worker extends Told implements WaitingWorker {
  state = 'installing';
  readonly messages: string[] = [];

  postMessage(message: 'take-over'): void {
    this.messages.push(message);
  }

  becomes(state: string): void {
    this.state = state;
    this.happens('statechange');
  }
}

class Registration extends Told implements WorkerRegistration {
  active: Worker | null = null;
  waiting: Worker | null = null;
  installing: Worker | null = null;
  updates = 0;

  async update(): Promise<void> {
    this.updates++;
  }

  brings(): Worker {
    this.installing = new Worker();
    this.happens('updatefound');
    return this.installing;
  }
}

async function followed(registration: Registration) {
  const host = Object.assign(new Told(), { controller: null, register: async () => registration });
  let reloads = 0;
  let nowMs = 0;
  const version = new AppVersion(() => reloads++, () => nowMs);
  await version.follow(host satisfies WorkerHost);
  const wait = (ms: number): number => (nowMs += ms);
  return { version, host, wait, reloads: () => reloads };
}

test('the first version of all is no newer one', async () => {
  const registration = new Registration();
  const { version } = await followed(registration);
  const worker = registration.brings();
  registration.waiting = worker;
  worker.becomes('installed');
  expect([version.isNewerReady, version.opensOffline]).toEqual([false, false]);
  Object.assign(registration, { active: worker, waiting: null, installing: null });
  worker.becomes('activated');
  expect([version.isNewerReady, version.opensOffline]).toEqual([false, true]);
});

test('a newer version waits until it is asked for, and then the page reloads once', async () => {
  const registration = new Registration();
  registration.active = new Worker();
  const { version, host, reloads } = await followed(registration);
  const worker = registration.brings();
  expect(version.isNewerReady).toBe(false);
  Object.assign(registration, { waiting: worker, installing: null });
  worker.becomes('installed');
  expect(version.isNewerReady).toBe(true);
  expect(worker.messages).toEqual([]);

  version.takeOver();
  expect(worker.messages).toEqual(['take-over']);
  expect(reloads()).toBe(0);
  worker.becomes('activated');
  host.happens('controllerchange');
  expect(reloads()).toBe(1);
});

test('one that waited since an earlier visit is offered at once', async () => {
  const registration = new Registration();
  registration.active = new Worker();
  registration.waiting = new Worker();
  expect((await followed(registration)).version.isNewerReady).toBe(true);
});

test('another tab that took the newer version takes this one with it', async () => {
  const registration = new Registration();
  registration.active = new Worker();
  const { host, reloads } = await followed(registration);
  host.happens('controllerchange');
  expect(reloads()).toBe(1);
});

test('asks the server again only after a while', async () => {
  const registration = new Registration();
  const { version, wait } = await followed(registration);
  version.look();
  expect(registration.updates).toBe(0);
  wait(lookAgainAfterMs);
  version.look();
  version.look();
  expect(registration.updates).toBe(1);
});

test('works without, where the browser has no workers or refuses them', async () => {
  const version = new AppVersion(() => expect.unreachable(), () => 0);
  await version.follow(undefined);
  const refusing = { controller: null, register: () => Promise.reject(new Error('no')) };
  await version.follow(Object.assign(new Told(), refusing));
  version.takeOver();
  version.look();
  expect([version.isNewerReady, version.opensOffline]).toEqual([false, false]);
});
