// What a test does and sees in a rich pad.
import type { Person } from './people.ts';

/** The editor's document; `undefined` while there is none. */
export async function documentOf(person: Person): Promise<unknown> {
  return person.page.evaluate(() => {
    const dom = document.querySelector('.tiptap') as (Element & { editor?: { getJSON(): unknown } }) | null;
    return dom?.editor?.getJSON();
  });
}

export async function write(person: Person, text: string): Promise<void> {
  await person.page.locator('.tiptap').focus();
  await person.page.keyboard.type(text);
}

export async function seesRich(person: Person, text: string): Promise<void> {
  await person.page.locator('.tiptap').getByText(text).first().waitFor();
}

/** Pastes as the browser would, with these forms of the same content. */
export async function paste(person: Person, forms: Readonly<Record<string, string>>): Promise<void> {
  await person.page.locator('.tiptap').evaluate((target, given) => {
    const data = new DataTransfer();
    for (const [type, content] of Object.entries(given)) data.setData(type, content);
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, forms);
}
