// Makes the pictures of the documents from a running server:
//
//   node screenshots.mjs http://127.0.0.1:8080 [folder, docs/screenshots if not given]
//
// Each screen in four ways: light and dark, on a phone (360 px) and on a wide screen (1,440 px). Three people write, each in a
// browser profile of their own. Needs Chromium; CHROMIUM names another than Debian's.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [server, folder = fileURLToPath(new URL('../../docs/screenshots', import.meta.url))] = process.argv.slice(2);
if (server === undefined) {
  console.error('screenshots: name the server, as in: node screenshots.mjs http://127.0.0.1:8080');
  process.exit(64);
}

const wide = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };
const title = 'Harbour walk, notes';
const notes = `# What we saw

We met at the **old crane** at nine. The tide was out and the boats lay on the mud, so the way along the quay was dry for once. Seven of us came, and one dog.

- The lamp by the lock has been dark since January.
- Two planks of the bench are gone.
- Somebody has planted marigolds around the bollards, and nobody admits to it.

## What we decided

| Who | What | When |
| --- | --- | --- |
| Grace | writes to the council about the lamp | this week |
| Noor | brings paint for the bench | if the rain stops |
`;

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
  await ada.getByTestId('find').waitFor();
  await pictures(ada, 'start-empty');

  await makePad(ada, 'rich');
  await paste(ada, '.ProseMirror', notes);
  const link = await shareLink(ada);
  await pictures(ada, 'share');
  await ada.getByTestId('access-tab').click();
  await pictures(ada, 'access');
  await ada.keyboard.press('Escape');

  const grace = await visitor('Grace', '#b3411e');
  const noor = await visitor('Noor', '#6a4cc0');
  for (const page of [grace, noor]) {
    await page.goto(link);
    await page.locator('.ProseMirror').getByText('if the rain stops').waitFor();
  }
  await noor.locator('.ProseMirror').getByText('Two planks').dblclick();
  await grace.locator('.ProseMirror').getByText('What we decided').click();
  await grace.keyboard.press('End');
  await grace.keyboard.type(', in May');
  await ada.locator('.ProseMirror').getByText('in May').waitFor();
  await ada.bringToFront();
  await pictures(ada, 'pad-rich', raiseFlags);

  await ada.locator('.ProseMirror').getByText('Somebody has planted').click({ clickCount: 3 });
  await ada.keyboard.press('Control+Alt+m');
  await ada.keyboard.type('It was the dog.');
  await ada.keyboard.press('Control+Enter');
  await ada.getByTestId('thread').first().waitFor();
  await pictures(ada, 'comments');

  await ada.locator('.ProseMirror').getByText('We met at').click();
  await ada.keyboard.type(' ');
  await saved(ada);
  await ada.getByTestId('history-open').click();
  await ada.getByTestId('history-slider').waitFor();
  await ada.keyboard.press('ArrowLeft');
  await pictures(ada, 'history');
  await ada.keyboard.press('Escape');
  await leave(grace, noor);

  await home(ada);
  await makePad(ada, 'code', 'Tide tables');
  await paste(ada, '.cm-content', '# Tide tables\n\nHigh water **twice** a day:\n\n| Day | First | Second |\n| --- | --- | --- |\n| Monday | 04:12 | 16:40 |\n| Tuesday | 05:01 | 17:28 |\n\n- [x] Ask the harbour master\n- [ ] Print them\n\n```js\nconst next = last + 12 * 60 + 25;\n```\n');
  await ada.getByTestId('preview').getByText('High water').waitFor();
  await pictures(ada, 'pad-code');

  await home(ada);
  await makePad(ada, 'text', 'Shopping');
  await paste(ada, '.cm-content', 'Paint, two brushes\nBread\nA lamp that works\n');
  await pictures(ada, 'pad-text');

  await home(ada);
  await ada.getByTestId('pin').first().click();
  await pictures(ada, 'start');
  await ada.getByTestId('settings').click();
  await pictures(ada, 'settings');
  await ada.keyboard.press('Escape');

  await ada.goto(`${server}/#/profile`);
  await ada.getByTestId('turn-on').click();
  await ada.locator('[data-profile-state=saved]').waitFor();
  await pictures(ada, 'profile');
  await ada.getByTestId('show-code').click();
  const profileLink = await ada.getByTestId('profile-link').inputValue();
  await pictures(ada, 'profile-code');

  const elsewhere = await visitor('Otter', '#0b6e69');
  await elsewhere.goto(profileLink);
  await elsewhere.getByTestId('join').waitFor();
  await pictures(elsewhere, 'profile-join');
  await elsewhere.goto('about:blank');
  await elsewhere.goto(`${link.slice(0, -6)}AAAAAA`);
  await elsewhere.getByTestId('refused').waitFor();
  await pictures(elsewhere, 'refused');
  await leave(elsewhere, ada);

  /** The names at carets go down after a few seconds; a step to and fro puts them up again. */
  async function raiseFlags() {
    for (const page of [noor, grace]) {
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
    }
    for (const name of ['Grace', 'Noor']) {
      const flag = ada.locator('.other-flag', { hasText: name });
      await flag.waitFor();
      await flag.evaluate((element) => Promise.all(element.getAnimations().map((animation) => animation.ready)));
    }
  }
} finally {
  await browser.close();
}

async function visitor(name, color) {
  const context = await browser.newContext({ viewport: wide, colorScheme: 'light', locale: 'en-GB' });
  await context.addInitScript(
    ([theirName, theirColor]) => {
      localStorage.setItem('tacit.name', theirName);
      localStorage.setItem('tacit.color', theirColor);
    },
    [name, color],
  );
  return context.newPage();
}

async function home(page) {
  await page.goto(`${server}/#/`);
  await page.getByTestId('find').waitFor();
}

async function makePad(page, kind, name = title) {
  await page.getByTestId(`new-${kind}`).click();
  await saved(page);
  await page.getByTestId('title').fill(name);
}

/** Pasted whole, as from another program: rich text makes headings and tables of Markdown, the others keep the letters. */
async function paste(page, editor, text) {
  await page.locator(editor).click();
  await page.locator(editor).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await saved(page);
}

async function shareLink(page) {
  await page.getByTestId('share').click();
  return page.getByTestId('edit-link').inputValue();
}

async function saved(page) {
  await page.locator('[role=status][data-state=saved]').first().waitFor();
}

async function leave(...pages) {
  for (const page of pages) await page.context().close();
}

async function pictures(page, name, before = async () => {}) {
  for (const [size, viewport] of [[1440, wide], [360, phone]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
      await before();
      const path = `${folder}/${name}-${colorScheme}-${size}.png`;
      await page.screenshot({ path });
      console.log(path);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
}
