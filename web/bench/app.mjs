// What the app feels like, in a real Chromium against a running server, in milliseconds:
//
//   node web/bench/app.mjs http://127.0.0.1:8080 [traces, as automerge-paper.json.gz]
//
// - opening a pad of 10,000 characters in a browser that has nothing cached, from the address to the text on the screen;
// - key to paint at the end of a document of 100,000 characters;
// - the lag of that page's event loop while ten others type in it;
// - the same three of a rich document of 100,000 characters;
// - with a trace: opening its document (a snapshot and 500 live entries).
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { createServer, defaultServerConditions } from 'vite';

const [server, tracePath] = process.argv.slice(2);
if (server === undefined) {
  console.error('app: name the server, as in: node web/bench/app.mjs http://127.0.0.1:8080');
  process.exit(64);
}
const here = fileURLToPath(new URL('.', import.meta.url));
const sources = await createServer({
  configFile: false,
  root: here,
  logLevel: 'error',
  server: { middlewareMode: true },
  ssr: { resolve: { conditions: ['tacit-source', ...defaultServerConditions] } },
});
const documents = await sources.ssrLoadModule('/document.ts');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});

const rounds = 7;
console.log('| what | n | p50 | p95 | p99 | max |\n| --- | --- | --- | --- | --- | --- |');

const small = await documents.padWith(server, documents.prose(10_000));
tell('open a pad of 10,000 characters, nothing cached', await openings(small.edit));

const large = await documents.padWith(server, documents.prose(100_000));
tell('open a pad of 100,000 characters, nothing cached', await openings(large.edit));
const page = await open(large.edit);
tell('key to paint at the end of 100,000 characters', await keyToPaint(page, 200));
tell('lag of the event loop while ten others type there', await lagAmongWriters(page, large.edit, 10, 20_000));
await page.context().close();

const rich = await documents.padOf(server, (doc) => documents.writeRichProse(doc, 100_000));
tell('open a rich pad of 100,000 characters, nothing cached', await openings(rich.edit));
const richPage = await open(rich.edit);
tell('key to paint at the end of 100,000 rich characters', await keyToPaint(richPage, 200));
tell('lag of the event loop while ten others type there', await lagAmongWriters(richPage, rich.edit, 10, 20_000));
await richPage.context().close();

if (tracePath !== undefined) {
  const trace = JSON.parse(gunzipSync(readFileSync(tracePath)).toString());
  const traced = await documents.padFromTrace(server, trace, 500, hasSnapshot);
  tell('open 259,778 edits: a snapshot and 500 live entries', await openings(traced.edit));
}
await browser.close();
await sources.close();

/** One row of the table. */
function tell(what, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
  console.log(`| ${what} | ${sorted.length} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${sorted.at(-1).toFixed(0)} |`);
}

/** A page of a browser that has nothing cached, when it shows the text of the pad. */
async function open(link) {
  const opened = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await opened.goto(link, { waitUntil: 'commit' });
  await opened.waitForFunction(() => (document.querySelector('[data-testid=editor]')?.textContent.length ?? 0) > 200, undefined, {
    polling: 'raf',
  });
  return opened;
}

/** From the start of navigation to the first frame with text, by the page's own clock. */
async function openings(link) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await open(link);
    times.push(await opened.evaluate(() => performance.now()));
    await opened.context().close();
  }
  return times;
}

async function keyToPaint(opened, count) {
  await opened.getByTestId('editor').focus();
  await opened.keyboard.press('Control+End');
  await opened.evaluate(() => {
    globalThis.painted = [];
    document.addEventListener(
      'keydown',
      (event) => requestAnimationFrame(() => setTimeout(() => globalThis.painted.push(performance.now() - event.timeStamp))),
      true,
    );
  });
  for (let n = 0; n < count; n++) {
    await opened.keyboard.press('e');
    await opened.waitForFunction((wanted) => globalThis.painted.length >= wanted, n + 1);
  }
  return opened.evaluate(() => globalThis.painted);
}

/** How much later than asked for a timer of 10 ms rings, while `count` others write five characters a second each. */
async function lagAmongWriters(opened, link, count, durationMs) {
  const writers = Array.from({ length: count }, () => new documents.Writer(link));
  await Promise.all(writers.map((writer) => writer.saved()));
  let seed = 1;
  const random = () => ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647);
  const timers = writers.map((writer) =>
    setInterval(() => writer.writeAt(random()), 200),
  );
  await opened.evaluate(() => {
    globalThis.lags = [];
    globalThis.probe = () => {
      const asked = performance.now();
      setTimeout(() => {
        globalThis.lags.push(Math.max(0, performance.now() - asked - 10));
        globalThis.probe?.();
      }, 10);
    };
    globalThis.probe();
  });
  await opened.waitForTimeout(durationMs);
  timers.forEach(clearInterval);
  const lags = await opened.evaluate(() => {
    globalThis.probe = undefined;
    return globalThis.lags;
  });
  await Promise.all(writers.map((writer) => writer.provider.destroy()));
  return lags;
}

async function hasSnapshot(link) {
  const command = fileURLToPath(new URL('../../tacit', import.meta.url));
  for (;;) {
    const { stdout } = await promisify(execFile)(command, ['channel', 'info', link, '--json']);
    if (JSON.parse(stdout).snapshotCount > 0) return;
  }
}
