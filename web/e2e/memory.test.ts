import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

/** Bytes that JavaScript holds once garbage is gone. */
async function heapBytes(devtools: CDPSession): Promise<number> {
  // Twice: finalizers of the first collection free what the second takes.
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize;
}

/** A line written and taken away again, through the editor as a hand would, a few hundred times faster. */
async function writeLines(page: Page, count: number): Promise<void> {
  await page.locator('.cm-content').focus();
  for (let line = 0; line < count; line++) {
    await page.keyboard.insertText('A line of some sixty characters that nobody will read, ever.');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Delete');
  }
}

test('an hour of editing leaves no more behind than what the document needs', async () => {
  const server = await Server.start();
  const browser = await openBrowser();
  try {
    const writer = await Person.arrive(browser, server.url);
    const { edit } = await writer.makePad();
    const reader = await Person.arrive(browser, edit);
    await reader.saved();
    const devtools = await Promise.all([writer, reader].map(({ page }) => page.context().newCDPSession(page)));

    // Sixty quarters of a busy minute each: 60 × 20 lines of 60 characters, what an hour of fast typing writes.
    const quarter = async (): Promise<number[]> => {
      for (let minute = 0; minute < 15; minute++) {
        await writeLines(writer.page, 20);
        await writer.saved();
      }
      await reader.sees('');
      return Promise.all(devtools.map(heapBytes));
    };
    const quarters = [await quarter(), await quarter(), await quarter(), await quarter()];

    for (const [seat, name] of (['writer', 'reader'] as const).entries()) {
      const sizes = quarters.map((sizesOfAll) => sizesOfAll[seat]!);
      console.log(`${name}: ${sizes.map((bytes) => `${(bytes / 1024 / 1024).toFixed(2)} MiB`).join(', ')}`);
      // Deleted text leaves tombstones of some bytes for each run, and nothing that grows with what was typed.
      expect(sizes[3]! - sizes[1]!, name).toBeLessThan(1024 * 1024);
    }
  } finally {
    await browser.close();
    await server.dispose();
  }
});
