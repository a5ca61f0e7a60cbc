// Every screen, as everybody may have it: light and dark, on a phone and on a wide screen, in each language, from left to
// right and from right to left. A new screen gets a line in `screens`.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, Person } from './people.ts';
import { Server } from './server.ts';

const axe = readFileSync(join(dirname(createRequire(import.meta.url).resolve('axe-core')), 'axe.min.js'), 'utf8');

let browser: Browser;
let server: Server;
/** A pad of each kind, with a title, made once; and a profile on the server. */
let pad: { edit: string; view: string };
let rich: string;
let code: string;
/** A view link that asks for a password. */
let locked: string;
let profileLink: string;

beforeAll(async () => {
  [browser, server] = [await openBrowser(), await Server.start()];
  const ada = await Person.arrive(browser, server.url);
  pad = await ada.makePad('text');
  await ada.page.getByTestId('title').fill('Harbour walk, with a title that is longer than a phone is wide');
  await ada.saved();
  await ada.page.goto(`${server.url}/#/`);
  rich = (await ada.makePad('rich')).edit;
  await ada.page.locator('.ProseMirror').click();
  await ada.page.keyboard.type('# What we saw\n\nThe tide was **out** early.\n- [ ] Tell Grace\n');
  await ada.page.locator('.tiptap strong', { hasText: 'out' }).dblclick();
  await ada.page.getByTestId('bubble').waitFor();
  await ada.page.keyboard.press('Control+Alt+m');
  await ada.page.keyboard.type('At which hour?');
  await ada.page.keyboard.press('Control+Enter');
  await ada.page.getByTestId('thread').getByText('At which hour?').waitFor();
  await ada.saved();
  await ada.page.goto(`${server.url}/#/`);
  code = (await ada.makePad('code')).edit;
  await ada.type('# A heading\n\nSome *text*, `code` and a [link](https://pads.example).\n');
  await ada.saved();
  await ada.page.getByTestId('share').click();
  await ada.page.locator('summary').first().click();
  await ada.page.getByTestId('share-password').fill('marsh lantern otter');
  await ada.page.getByTestId('make-links').click();
  await ada.page.getByTestId('conditions').waitFor();
  locked = await ada.page.getByTestId('view-link').inputValue();
  await ada.page.goto(`${server.url}/#/profile`);
  await ada.page.getByTestId('turn-on').click();
  await ada.page.locator('[data-profile-state=saved]').waitFor();
  await ada.page.getByTestId('show-code').click();
  profileLink = await ada.page.getByTestId('profile-link').inputValue();
  await ada.leave();
});

afterAll(async () => {
  await browser.close();
  await server.dispose();
});

/** A picture of one pixel. */
const picture = {
  name: 'dot.gif',
  mimeType: 'image/gif',
  buffer: Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64'),
};

interface Screen {
  readonly name: string;
  readonly go: (page: Page) => Promise<void>;
}

const home = async (page: Page): Promise<void> => {
  await page.goto(`${server.url}/#/`);
  await page.getByTestId('find').waitFor();
};

const openPad = async (page: Page, link: string): Promise<void> => {
  await page.goto(link);
  await page.locator('[role=status][data-state=saved]').waitFor();
};

const screens: readonly Screen[] = [
  { name: 'the empty start page', go: home },
  {
    name: 'the start page with pads',
    go: async (page) => {
      await openPad(page, pad.edit);
      await home(page);
      await page.getByTestId('pin').click();
    },
  },
  {
    name: 'a search that finds nothing, and a link that opens nothing',
    go: async (page) => {
      await page.getByTestId('find').fill('nothing of this name');
      await page.getByRole('status').getByText('nothing of this name').waitFor();
    },
  },
  {
    name: 'the settings',
    go: async (page) => {
      await page.getByTestId('settings').click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'the profile of this device',
    go: async (page) => {
      await page.goto(`${server.url}/#/profile`);
      await page.getByTestId('turn-on').waitFor();
      await page.getByTestId('enter-phrase').click();
      await page.getByTestId('phrase-form').waitFor();
    },
  },
  {
    name: 'a profile that was found',
    go: async (page) => {
      await page.goto(profileLink);
      await page.getByTestId('found').waitFor();
    },
  },
  {
    name: 'a profile that is shared, with its code',
    go: async (page) => {
      await page.getByTestId('join').click();
      await page.getByTestId('show-code').click();
      await page.getByTestId('profile-link').waitFor();
    },
  },
  {
    name: 'the twelve words',
    go: async (page) => {
      await page.getByTestId('show-phrase').click();
      await page.getByTestId('phrase-yes').click();
      await page.getByTestId('phrase').waitFor();
    },
  },
  { name: 'a pad', go: (page) => openPad(page, pad.edit) },
  {
    name: 'what is saved where',
    go: async (page) => {
      await page.getByTestId('status').click();
      await page.getByTestId('where').waitFor();
    },
  },
  {
    name: 'who is here',
    go: async (page) => {
      // On a wide screen the list is behind its button only while there are more people than faces.
      await page.getByTestId('people-list').evaluate((list: HTMLElement) => list.showPopover());
      await page.getByTestId('people-list').waitFor();
    },
  },
  { name: 'a pad of rich text', go: (page) => openPad(page, rich) },
  {
    name: 'the comments beside the text, or above it',
    go: async (page) => {
      await page.getByTestId('comments-button').click();
      await page.getByTestId('thread').click();
      await page.getByTestId('thread').getByRole('textbox').waitFor();
    },
  },
  {
    name: 'a picture that the server does not take',
    go: async (page) => {
      await page.route('**/blobs/**', (route) => route.fulfill({ status: 413, body: '' }));
      await openPad(page, rich);
      await page.getByTestId('pick-file').first().setInputFiles(picture);
      await page.locator('[data-testid=upload][data-state=refused]').waitFor();
    },
  },
  {
    name: 'the pad without the picture',
    go: async (page) => {
      await page.getByTestId('upload').getByRole('button').click();
      await page.getByTestId('upload').waitFor({ state: 'detached' });
      await page.unroute('**/blobs/**');
    },
  },
  {
    name: 'the ways to share',
    go: async (page) => {
      await page.getByTestId('share').click();
      await page.getByTestId('edit-link').waitFor();
    },
  },
  {
    name: 'who has access',
    go: async (page) => {
      await page.getByTestId('share').click();
      await page.getByTestId('access-tab').click();
      await page.getByTestId('access').waitFor();
    },
  },
  { name: 'a pad of Markdown', go: (page) => openPad(page, code) },
  {
    name: 'Markdown as it will be read',
    go: async (page) => {
      await page.locator('[data-view=read]').click();
      await page.getByTestId('preview').getByRole('heading').waitFor();
    },
  },
  {
    name: 'the history',
    go: async (page) => {
      await page.getByTestId('history-open').click();
      await page.getByTestId('history-sheet').waitFor();
    },
  },
  {
    name: 'a version compared with now',
    go: async (page) => {
      await page.getByTestId('history-open').click();
      await page.getByTestId('history-slider').press('Home');
      await page.getByTestId('against-now').check({ force: true });
      await page.getByTestId('compared').locator('ins').first().waitFor();
    },
  },
  {
    name: 'a pad of one\'s own, and how to end its links',
    go: async (page) => {
      await page.getByTestId('history').waitFor({ state: 'detached' });
      await home(page);
      await page.getByTestId('new-text').click();
      await page.locator('[role=status][data-state=saved]').waitFor();
      await page.getByTestId('share').click();
      await page.getByTestId('access-tab').click();
      await page.getByTestId('end-links').click();
      await page.getByTestId('end-links-confirm').waitFor();
    },
  },
  {
    name: 'a link that asks for its password, and was given a wrong one',
    go: async (page) => {
      await page.goto(locked);
      await page.locator('#password').fill('guess');
      await page.locator('#password').press('Enter');
      await page.locator('#password[aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'a pad that only reads',
    go: async (page) => {
      await page.goto(`${server.url}/#/`);
      await openPad(page, pad.view);
    },
  },
  {
    name: 'a link that is damaged',
    go: async (page) => {
      await page.goto(pad.edit.slice(0, -2));
      await page.getByTestId('refused').waitFor();
    },
  },
];

interface Looks {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly locale: 'en' | 'de';
  readonly dir: 'ltr' | 'rtl';
}

const looks: readonly Looks[] = [
  { colorScheme: 'light', width: 1440, locale: 'en', dir: 'ltr' },
  { colorScheme: 'light', width: 360, locale: 'de', dir: 'ltr' },
  { colorScheme: 'dark', width: 1440, locale: 'de', dir: 'rtl' },
  { colorScheme: 'dark', width: 360, locale: 'en', dir: 'rtl' },
];

test.each(looks)('every screen in $colorScheme, $width px wide, in $locale, $dir', async ({ width, dir, ...rest }) => {
  const context = await browser.newContext({ ...rest, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const turn = (): Promise<void> => page.evaluate((value) => void (document.documentElement.dir = value), dir);
  const found: string[] = [];
  for (const { name, go } of screens) {
    await go(page);
    await turn();
    for (const problem of await problemsOf(page)) found.push(`${name}: ${problem}`);
    await page.keyboard.press('Escape');
  }
  await context.close();
  expect(found).toEqual([]);
});

/** What axe finds, and what it does not look for: a page that scrolls sideways, without a language or a title. */
async function problemsOf(page: Page): Promise<string[]> {
  // Not as a script element: the page's policy would refuse it, and is right.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    const problems = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
    const { documentElement: root } = document;
    if (root.scrollWidth > root.clientWidth) problems.push(`scrolls sideways, ${root.scrollWidth} in ${root.clientWidth}`);
    if (!['en', 'de'].includes(root.lang)) problems.push('has no language');
    if (document.title === '') problems.push('has no title');
    return problems;
  });
}

test('the keyboard reaches everything on the start page, in the order in which it stands', async () => {
  const ada = await Person.arrive(browser, pad.edit);
  await ada.saved();
  await home(ada.page);
  await ada.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const reached: string[] = [];
  const order = ['profile', 'settings', 'new-rich', 'new-code', 'new-text', 'import', 'find', 'pad', 'pin', 'remove'];
  for (let step = 0; step <= order.length; step++) {
    await ada.page.keyboard.press('Tab');
    reached.push(
      await ada.page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        return at.dataset['testid'] ?? (at.matches('[data-pad]') ? 'pad' : at.textContent);
      }),
    );
  }
  expect(reached).toEqual(['Skip to the content', ...order]);
  await ada.leave();
});
