// How long from a key in one browser to the letter in another, in milliseconds. Both pages read the same machine's clock.
//
//   node web/bench/keystroke.mjs http://127.0.0.1:8080 [keys, 200 if not given]
import { chromium } from 'playwright-core';

const [server, keys = '200'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const [writer, reader] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
await writer.goto(server);
await writer.getByTestId('new-text').click();
await writer.locator('[role=status][data-state=saved]').waitFor();
await writer.getByTestId('share').click();
const link = await writer.getByTestId('edit-link').inputValue();
await writer.keyboard.press('Escape');
await writer.locator('.cm-content').click();
await reader.goto(link);
await reader.locator('[role=status][data-state=saved]').waitFor();
await reader.evaluate(() => {
  globalThis.lengthOf = () => document.querySelector('.cm-content').textContent.split('Q').length - 1;
  globalThis.seen = [];
  new MutationObserver(() => globalThis.seen.push([globalThis.lengthOf(), Date.now()])).observe(
    document.querySelector('.cm-content'), { subtree: true, childList: true, characterData: true });
});
await writer.evaluate(() => {
  globalThis.pressed = [];
  document.addEventListener('keydown', () => globalThis.pressed.push(Date.now()), true);
});
const before = await reader.evaluate(() => globalThis.lengthOf());
for (let n = 0; n < Number(keys); n++) {
  await writer.keyboard.press('Q');
  await reader.waitForFunction(([base, count]) => globalThis.seen.some(([length]) => length >= base + count), [before, n + 1]);
}
const [pressed, seen] = [await writer.evaluate(() => globalThis.pressed), await reader.evaluate(() => globalThis.seen)];
const times = pressed.map((at, n) => seen.find(([length]) => length >= before + n + 1)[1] - at).sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
console.log(`${times.length} keys: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${times.at(-1)} ms`);
await browser.close();
