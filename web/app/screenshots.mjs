// Makes the pictures of the documents from a running server:
//
//   node screenshots.mjs http://127.0.0.1:8080 [folder, docs/screenshots if not given]
//
// Three people write one pad, each in a browser profile of their own. Needs Chromium; CHROMIUM names another than
// Debian's.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [server, folder = fileURLToPath(new URL('../../docs/screenshots', import.meta.url))] = process.argv.slice(2);
if (server === undefined) {
  console.error('screenshots: name the server, as in: node screenshots.mjs http://127.0.0.1:8080');
  process.exit(64);
}

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const title = 'Harbour walk, notes';
const before = `We met at the old crane at nine. The tide was out and the boats lay on the mud, so the
way along the quay was dry for once. Seven of us came, and one dog.

What we saw

The lamp by the lock has been dark since January. Two planks of the bench are gone. Somebody
has planted marigolds around the bollards, and nobody admits to it.

What we decided

1. Grace writes to the council about the lamp.
2. Noor brings paint for the bench, and brushes if the rain stops.
3. `;

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
});

try {
  const ada = await visitor('Ada', '#0b6e69');
  await ada.goto(server);
  await picture(ada, 'start-empty');

  await ada.getByTestId('new-text').click();
  await ada.getByTestId('title').fill(title);
  await ada.getByTestId('editor').click();
  // Pasted whole, because each line would be wrapped anew: the breaks above are this file's.
  await ada.keyboard.insertText(before.replace(/(?<=[^\n])\n(?=[a-z])/gu, ' '));
  await ada.locator('[role=status][data-state=saved]').waitFor();

  await ada.getByTestId('share').click();
  const link = await ada.getByTestId('edit-link').inputValue();
  await picture(ada, 'share');
  await ada.keyboard.press('Escape');

  const grace = await visitor('Grace', '#b3411e');
  const noor = await visitor('Noor', '#6a4cc0');
  for (const page of [grace, noor]) {
    await page.goto(link);
    await page.getByTestId('editor').getByText('brushes if the rain stops').waitFor();
  }

  // Noor marks a few words, and Grace goes on with the list: her flag is up because she is writing.
  await noor.getByText('Noor brings paint').click();
  await noor.keyboard.press('End');
  for (let i = 0; i < 'if the rain stops.'.length; i++) await noor.keyboard.press('Shift+ArrowLeft');
  await grace.getByTestId('editor').click();
  await grace.keyboard.press('Control+End');
  await grace.keyboard.type('We walk again on the first Sunday of May');
  await ada.getByText('first Sunday of May').waitFor();
  await ada.getByTestId('other').nth(1).waitFor();
  await ada.bringToFront();
  await raiseFlags();
  await picture(ada, 'pad');

  await ada.emulateMedia({ colorScheme: 'dark' });
  await raiseFlags();
  await picture(ada, 'pad-dark');
  await ada.emulateMedia({ colorScheme: 'light' });

  await ada.setViewportSize(phone);
  await raiseFlags();
  await picture(ada, 'pad-phone');
  await ada.setViewportSize(desk);

  await ada.goto(server);
  await ada.getByText(title).waitFor();
  await picture(ada, 'start');

  /** Flags go down after a few seconds; a step to and fro puts them up again. */
  async function raiseFlags() {
    for (const page of [noor, grace]) {
      await page.bringToFront();
      await page.keyboard.press(page === noor ? 'Shift+ArrowLeft' : 'ArrowLeft');
      await page.keyboard.press(page === noor ? 'Shift+ArrowRight' : 'ArrowRight');
    }
    await ada.bringToFront();
    for (const name of ['Grace', 'Noor']) {
      const flag = ada.locator('.other-flag', { hasText: name });
      await flag.evaluate((element) => Promise.all(element.getAnimations().map((animation) => animation.ready)));
    }
  }
} finally {
  await browser.close();
}

async function visitor(name, color) {
  const context = await browser.newContext({ viewport: desk, colorScheme: 'light' });
  await context.addInitScript(
    ([theirName, theirColor]) => {
      localStorage.setItem('tacit.name', theirName);
      localStorage.setItem('tacit.color', theirColor);
    },
    [name, color],
  );
  return context.newPage();
}

async function picture(page, name) {
  const path = `${folder}/${name}.png`;
  await page.screenshot({ path });
  console.log(path);
}
