/**
 * What a refusal means to someone who wanted to write: docs/protocol/codes.md says it to programs and operators, in one
 * sentence that stands first on the page; here follow what is safe and what to do.
 */
import { texts } from '../texts.ts';

/** The facts of a refusal that the page reads; the client's `TacitError` has them. */
export interface Refusal {
  /** A name from docs/protocol/codes.md. */
  readonly code: string;
  readonly sentence: string;
  /** The number the code speaks of, if it speaks of one. */
  readonly detail: number | undefined;
  /** Of a damaged link: the part that is wrong (docs/protocol/keys.md §1.3). */
  readonly part?: string | undefined;
}

/** What the one button of the page does, beside the way to the start page. */
export type Remedy = 'retry' | 'reload' | 'none';

export interface Explanation {
  readonly heading: string;
  readonly happened: string;
  readonly safe: string;
  readonly todo: string;
  readonly remedy: Remedy;
}

type Words = Omit<Explanation, 'happened'>;

const nothingChanged = 'Nothing was sent and nothing was changed. The pad, if it exists, is as it was.';
const keptHere = 'What you wrote before is on the server. What was not sent yet is kept on this device.';

const askForLink: Words = {
  heading: 'This link no longer opens the pad',
  safe: keptHere,
  todo: 'Ask whoever shared the pad for a new link.',
  remedy: 'none',
};

const newerProgram: Words = {
  heading: 'This page and the server do not understand each other',
  safe: keptHere,
  todo: 'Reload the page to get its newest version. If that does not help, tell whoever runs the server.',
  remedy: 'reload',
};

const full: Words = {
  heading: 'There is no more room',
  safe: 'All that was saved stays readable. What you wrote since is kept on this device, and can be downloaded.',
  todo: 'Tell whoever runs the server. Sending goes on by itself when there is room.',
  remedy: 'retry',
};

const historyDiffers: Words = {
  heading: 'The server’s history does not add up',
  safe: 'The text on this device is kept as it is, and nothing more is sent. Download a copy.',
  todo: 'Compare your copy with others who have the pad before you trust either. Tell whoever runs the server.',
  remedy: 'none',
};

const passing: Words = {
  heading: 'The server cannot take this right now',
  safe: keptHere,
  todo: 'Wait a moment and try again.',
  remedy: 'retry',
};

const wordsByCode: Readonly<Record<string, Words>> = {
  'link-damaged': {
    heading: 'This link is damaged',
    safe: nothingChanged,
    todo: 'Copy the link again, whole, from where you got it. If it was sent as a message, it may have been cut there.',
    remedy: 'none',
  },
  'not-a-pad': {
    heading: 'This is not a pad',
    safe: nothingChanged,
    todo: 'Follow it on the command line: tacit channel tail, then the link.',
    remedy: 'none',
  },
  'page-not-loaded': {
    heading: 'A part of the page is missing',
    safe: keptHere,
    todo: 'Check the network, then reload the page.',
    remedy: 'reload',
  },
  'link-newer': {
    heading: 'This link is newer than this page',
    safe: nothingChanged,
    todo: 'Reload the page to get its newest version, or ask for the server to be updated.',
    remedy: 'reload',
  },
  'channel-unknown': {
    heading: 'This server does not have the pad',
    safe: 'Every device that has the pad still has it, and can bring it back by opening it.',
    todo: 'Check that the link is for this server. If it is, ask someone with an edit link to open the pad once.',
    remedy: 'retry',
  },
  'proof-failed': {
    heading: 'The server did not accept this link',
    safe: nothingChanged,
    todo: 'Copy the link again, whole. If it needs a password, check it.',
    remedy: 'retry',
  },
  'address-blocked': {
    heading: 'Too many wrong tries from your network',
    safe: 'The pad is untouched. The server makes everyone at this address wait, so that links cannot be guessed.',
    todo: 'Wait, then open a link that you know is right.',
    remedy: 'retry',
  },
  'epoch-stale': { ...askForLink, heading: 'This link was replaced by a newer one' },
  'grant-expired': { ...askForLink, heading: 'Your right to write here has ended' },
  'grant-invalid': askForLink,
  'author-removed': { ...askForLink, heading: 'This device was removed from the pad' },
  'read-only': {
    heading: 'This link only reads',
    safe: keptHere,
    todo: 'Ask whoever shared the pad for an edit link.',
    remedy: 'none',
  },
  'channel-full': full,
  'instance-full': full,
  'store-full': full,
  'store-unavailable': passing,
  'too-many-connections': passing,
  'rate-limited': passing,
  draining: passing,
  internal: passing,
  offline: {
    heading: 'The server cannot be reached',
    safe: 'What you write is kept on this device and sent later.',
    todo: 'Check the network, then try again.',
    remedy: 'retry',
  },
  'history-forked': historyDiffers,
  'chain-broken': historyDiffers,
  'counter-taken': {
    heading: 'This device’s state was copied or set back',
    safe: 'All that was saved is on the server.',
    todo: 'Reload the page: this browser then goes on as a new device.',
    remedy: 'reload',
  },
  'outbox-damaged': {
    heading: 'The storage of this browser was damaged',
    safe: 'All that was saved is on the server. What could not be read was set aside, not deleted.',
    todo: 'Try again: this browser goes on as a new device.',
    remedy: 'retry',
  },
  'outbox-in-use': {
    heading: 'The pad is open in another tab',
    safe: keptHere,
    todo: 'Close the other tab, or go on writing there.',
    remedy: 'retry',
  },
  'origin-refused': {
    heading: 'The server does not serve this address',
    safe: keptHere,
    todo: 'Open the pad at the server’s own address, or tell whoever runs it.',
    remedy: 'none',
  },
  'audience-mismatch': {
    heading: 'Something between you and the server changes its name',
    safe: 'Nothing was proved to the wrong server.',
    todo: 'Tell whoever runs the server: the proxy before it has to pass on the Host header.',
    remedy: 'retry',
  },
  'version-unsupported': newerProgram,
  malformed: newerProgram,
  'out-of-order': newerProgram,
  'entry-malformed': newerProgram,
};

const otherwise: Words = {
  heading: 'The pad could not be opened',
  safe: keptHere,
  todo: 'Try again. If it stays, tell whoever runs the server and name the code below.',
  remedy: 'retry',
};

/** Which part of a link is wrong, in the order in which docs/protocol/keys.md §1.3 has them checked. */
const partSentences: Readonly<Record<string, string>> = {
  scheme: 'It does not begin with http:// or https://.',
  host: 'The name of the server in it cannot be read.',
  path: 'It is not of the form /#/pad/edit/… after the name of the server.',
  layer: 'It names something that is not a pad.',
  word: 'It should say own, edit or view before the last part.',
  token: 'Its last part holds a character that cannot be there.',
  length: 'Its last part is too short or too long: it was cut, or something was added at the end.',
  checksum: 'A character in its last part was changed.',
  capability: 'It says one thing and holds another: own, edit or view was changed by hand.',
  flags: 'It asks for something that does not exist.',
  epoch: 'The number of its key cannot be read.',
};

/** Never empty, whatever the code: what the page does not know by name it explains in general words. */
export function explain(refusal: Refusal): Explanation {
  const words = wordsByCode[refusal.code] ?? otherwise;
  return { ...words, happened: [asSentence(refusal.sentence), ...particulars(refusal)].join(' ') };
}

function particulars({ code, detail, part }: Refusal): string[] {
  const particular = part === undefined ? undefined : partSentences[part];
  if (particular !== undefined) return [particular];
  const hasWait = code === 'address-blocked' || code === 'rate-limited' || code === 'too-many-connections';
  return hasWait && detail !== undefined && detail > 0 ? [`The wait is ${texts.duration(detail)}.`] : [];
}

/** The list of codes has its sentences in lower case and without a full stop, for use in logs. */
export function asSentence(sentence: string): string {
  const text = sentence.trim() || texts.unknownError;
  const end = /[.!?…]$/u.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
