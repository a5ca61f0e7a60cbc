// People at pads: each in a browser profile of its own, in a real Chromium.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export async function openBrowser(...options: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...options,
    ],
  });
}

/** One person at one pad. */
export class Person {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** What the browser complained about: a policy that blocked something, an exception. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      const text = message.text();
      // A server that is down is part of the tests; what the page does about it is what they look at.
      if (message.type() === 'error' && !/WebSocket connection|ERR_CONNECTION_REFUSED/u.test(text)) {
        this.complaints.push(text);
      }
    });
  }

  /** Another tab of the same person. */
  async openTab(url: string): Promise<Person> {
    const tab = new Person(this.#context, await this.#context.newPage());
    await tab.page.goto(url);
    return tab;
  }

  static async arrive(browser: Browser, url: string): Promise<Person> {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const person = new Person(context, await context.newPage());
    await person.page.goto(url);
    return person;
  }

  /** Makes a pad from the start page and returns its links. */
  async makePad(kind: 'rich' | 'code' | 'text' = 'text'): Promise<{ edit: string; view: string }> {
    await this.page.getByTestId(`new-${kind}`).click();
    await this.saved();
    await this.page.getByTestId('share').click();
    const edit = await this.page.getByTestId('edit-link').inputValue();
    const view = await this.page.getByTestId('view-link').inputValue();
    await this.page.keyboard.press('Escape');
    return { edit, view };
  }

  async type(text: string): Promise<void> {
    await this.page.locator('.cm-content').focus();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
  }

  /** The document's text, as the editor shows it. */
  async text(): Promise<string> {
    return this.page.locator('.cm-content').evaluate((content) =>
      [...content.querySelectorAll('.cm-line')]
        .map((line) => {
          const copy = line.cloneNode(true) as HTMLElement;
          for (const mark of copy.querySelectorAll('.other-caret')) mark.remove();
          return (copy.textContent ?? '').replaceAll('\u2060', '');
        })
        .join('\n'),
    );
  }

  async sees(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => (document.querySelector('.cm-content')?.textContent ?? '').includes(wanted),
      text,
    );
  }

  async saved(): Promise<void> {
    await this.status('saved');
  }

  async status(kind: string): Promise<void> {
    await this.page.locator(`[role=status][data-state=${kind}]`).first().waitFor();
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
