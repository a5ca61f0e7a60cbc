/** What all examples share, and nothing of Yjs: the link, who one is, and the line under the title. */
import { createPad, type Status, type TacitProvider } from '@tacit/yjs';

const { hash, origin, pathname, search } = location;
const asked = new URLSearchParams(search);

/** Where pads are kept: here, for Vite passes /sync on to Tacit; or `?server=`, which must allow this page's origin. */
const server = asked.get('server') ?? origin;

/** The pad of the address, behind `#`, where no server sees it; without one, a new pad. */
export const link = hash.length > 1 ? `${server}/${hash}` : await newPad();

/** Who one is to the others. */
export const me = somebody(asked.get('name'));

export function statusText(status: Status): string {
  switch (status.kind) {
    case 'saved':
      return 'Saved';
    case 'syncing':
      return 'Saving…';
    case 'connecting':
      return 'Connecting…';
    case 'offline':
      return status.unsentCount > 0 ? 'Offline. Your changes wait on this device' : 'Offline';
    case 'refused':
    case 'forked':
      return status.error.sentence;
  }
}

/** The address of this example for others who may write, or, from a reader, read. */
export function shareAddress({ links }: TacitProvider): string | undefined {
  const given = links.edit ?? links.view;
  const query = asked.has('server') ? `?server=${encodeURIComponent(server)}` : '';
  return given && `${origin}${pathname}${query}${new URL(given).hash}`;
}

/** Keeps the status and the link of the page's header true. */
export function show(provider: TacitProvider): void {
  const status = document.querySelector<HTMLElement>('[role=status]')!;
  const share = document.querySelector<HTMLAnchorElement>('#share')!;
  const draw = (): void => {
    status.dataset['state'] = provider.status.kind;
    status.textContent = statusText(provider.status);
    share.href = shareAddress(provider) ?? '';
  };
  draw();
  provider.on('status', draw);
}

/** Draws the keys of a pad here; the server learns of it when the own link is opened. */
async function newPad(): Promise<string> {
  const { own } = await createPad(server);
  history.replaceState(null, '', new URL(own).hash);
  return own;
}

function somebody(name: string | null): { name: string; color: string } {
  const names = ['Ada', 'Alan', 'Barbara', 'Edsger', 'Grace', 'Hedy', 'Katherine', 'Tim'];
  const colors = ['#b3261e', '#8a5000', '#386a20', '#006a6a', '#00639b', '#4a52b8', '#7d4698', '#9c3f70'];
  const drawn = Math.floor(Math.random() * names.length);
  const known = names.indexOf(name ?? '');
  const at = known < 0 ? drawn : known;
  return { name: name ?? names[at]!, color: colors[at]! };
}
