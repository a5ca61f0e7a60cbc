// The examples for developers, built as they are and served beside a real server, each with two people in it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createPad } from '@tacit/yjs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Cable } from './cable.ts';
import { openBrowser, Person } from './people.ts';
import { run } from './run.ts';
import { Server } from './server.ts';

const folder = fileURLToPath(new URL('../examples', import.meta.url));
const vite = fileURLToPath(new URL('../examples/node_modules/vite/bin/vite.js', import.meta.url));
const deno = fileURLToPath(new URL('../examples/node_modules/@deno/linux-x64-glibc/deno', import.meta.url));

/** Where one types, and where the text of each line stands, without the others' carets. */
const surfaces = {
  tiptap: { editor: '.tiptap', lines: '.tiptap > p', carets: '.collaboration-carets__caret' },
  codemirror: { editor: '.cm-content', lines: '.cm-line', carets: '.cm-ySelectionCaret' },
  monaco: { editor: '.monaco-editor .view-lines', lines: '.view-line', carets: '.none' },
  quill: { editor: '.ql-editor', lines: '.ql-editor > p', carets: '.none' },
  blocknote: { editor: '.bn-editor', lines: '.bn-inline-content', carets: '.bn-collaboration-cursor__base' },
  react: { editor: 'input', lines: 'li', carets: '.none' },
  svelte: { editor: 'input', lines: 'li', carets: '.none' },
} as const;
type Example = keyof typeof surfaces;

let browser: Browser;
let server: Server;
let preview: ChildProcess;
let address = '';
const guests: Guest[] = [];

/** Somebody at an example. */
class Guest {
  readonly person: Person;
  readonly #example: Example;

  private constructor(person: Person, example: Example) {
    this.person = person;
    this.#example = example;
  }

  static async arrive(example: Example, url = `${address}/${example}/`): Promise<Guest> {
    const guest = new Guest(await Person.arrive(browser, url), example);
    guests.push(guest);
    await guest.person.saved();
    return guest;
  }

  /** The link that the page shows. */
  async link(): Promise<string> {
    return (await this.person.page.locator('#share').getAttribute('href')) ?? '';
  }

  /** Writes a line of its own at the end. */
  async write(line: string): Promise<void> {
    const { keyboard } = this.person.page;
    await this.person.page.locator(surfaces[this.#example].editor).first().click();
    await keyboard.press('Control+End');
    await keyboard.type(line);
    await keyboard.press('Enter');
  }

  /** The lines that are not empty. */
  lines(): Promise<string[]> {
    const { lines, carets } = surfaces[this.#example];
    return this.person.page.locator(lines).evaluateAll(
      (elements, marks) =>
        elements
          .toSorted((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
          .map((element) => {
            const copy = element.cloneNode(true) as HTMLElement;
            for (const mark of copy.querySelectorAll(marks)) mark.remove();
            return (copy.textContent ?? '').replaceAll('\u00a0', ' ').replaceAll('\u2060', '').trim();
          })
          .filter((line) => line !== ''),
      carets,
    );
  }

  async sees(...wanted: string[]): Promise<void> {
    for (const text of wanted) {
      await expect.poll(async () => (await this.lines()).join('\n'), { timeout: 30_000 }).toContain(text);
    }
  }
}

beforeAll(async () => {
  if (!existsSync(vite)) throw new Error('the examples are not installed: run npm ci in web/examples; ./dev setup does that');
  [browser, server] = [await openBrowser(), await Server.start()];
  await Promise.all([
    run(folder, process.execPath, vite, 'build', '--logLevel', 'warn').ended,
    run(folder, process.execPath, vite, 'build', '--logLevel', 'warn', '--config', 'node/vite.config.ts').ended,
  ]);
  await startPreview();
}, 120_000);

afterAll(async () => {
  preview.kill();
  await browser.close();
  await server.dispose();
});

afterEach(async () => {
  for (const { person } of guests.splice(0)) {
    expect(person.complaints).toEqual([]);
    await person.leave();
  }
});

test.for(Object.keys(surfaces) as Example[])('two people write at the same time in %s, through a cut', async (example) => {
  const ada = await Guest.arrive(example);
  const cable = await Cable.to(address);
  const grace = await Guest.arrive(example, cable.over(await ada.link()));
  await ada.write('Ada was here.');
  await grace.sees('Ada was here.');
  await grace.write('Grace too.');
  await ada.sees('Grace too.');

  await cable.cut();
  await grace.person.status('offline');
  await Promise.all([ada.write('Ada meanwhile.'), grace.write('Grace on a train.')]);
  await ada.person.saved();
  await cable.mend();
  await grace.person.saved();

  await ada.sees('Grace on a train.', 'Ada meanwhile.');
  await grace.sees('Grace on a train.', 'Ada meanwhile.');
  await expect.poll(() => grace.lines()).toEqual(await ada.lines());
  await cable.cut();
});

test.for(Object.keys(surfaces) as Example[])('a view link takes no key in %s', async (example) => {
  const { own, view } = await createPad(address);
  const ada = await Guest.arrive(example, `${address}/${example}/${new URL(own).hash}`);
  await ada.write('Ada was here.');
  await ada.person.saved();
  const reader = await Guest.arrive(example, `${address}/${example}/${new URL(view).hash}`);
  await reader.sees('Ada was here.');
  await reader.write('Touched.');
  await ada.write('Still mine.');
  await reader.sees('Still mine.');
  await reader.person.saved();
  expect(await reader.lines()).toEqual(['Ada was here.', 'Still mine.']);
  expect(await ada.lines()).toEqual(['Ada was here.', 'Still mine.']);
});

test('a pad of CodeMirror opens in Monaco', async () => {
  const ada = await Guest.arrive('codemirror');
  await ada.write('Ada was here.');
  const grace = await Guest.arrive('monaco', (await ada.link()).replace('/codemirror/', '/monaco/'));
  await grace.sees('Ada was here.');
});

test('a bot in Node.js answers in a pad', async () => {
  const ada = await Guest.arrive('codemirror');
  await ada.write('one two three');
  const bot = run(folder, process.execPath, 'node/dist/bot.js', await ada.link());
  await ada.write('@bot words');
  await ada.sees('Bot: 3 words');
  bot.child.kill('SIGTERM');
  await bot.ended;
});

// Its binary comes with the examples for one platform; elsewhere it would have to be installed first.
test.skipIf(!existsSync(deno))('a script in Deno reads a pad and greets in it', async () => {
  const ada = await Guest.arrive('codemirror');
  await ada.write('Ada was here.');
  await ada.person.saved();
  const script = run(
    folder,
    deno,
    ...['run', '--conditions=tacit-source', '--no-prompt', '--allow-net', '--allow-env', 'deno/greet.ts'],
    await ada.link(),
  );
  await ada.sees('Hello from Deno');
  expect(await script.ended).toContain('Ada was here.');
});

/** Serves what was built, at a free port, with a way to the server behind it. */
async function startPreview(): Promise<void> {
  const env = { ...process.env, TACIT_SERVER: server.url, NO_COLOR: '1' };
  preview = spawn(process.execPath, [vite, 'preview', '--host', '127.0.0.1', '--port', '0'], { cwd: folder, env });
  address = await new Promise<string>((resolve, reject) => {
    let heard = '';
    preview.stdout!.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/u.exec(heard);
      if (found) resolve(found[0]);
    });
    preview.once('exit', () => reject(new Error(`vite ended before it listened\n${heard}`)));
  });
}
