/** Every word the page shows, in one place: to be read as a whole, and translated as a whole. */

const count = new Intl.NumberFormat('en');

function plural(n: number, one: string, many: string): string {
  return `${count.format(n)} ${n === 1 ? one : many}`;
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds < 90 ? plural(seconds, 'second', 'seconds') : plural(Math.ceil(seconds / 60), 'minute', 'minutes');
}

export const texts = {
  name: 'Tacit',

  capability: { own: 'Owner', edit: 'Can edit', view: 'View only' },

  start: {
    heading: 'Write together, unread.',
    what:
      'Tacit keeps your pads in sync between people and devices, and cannot read them: ' +
      'each pad is encrypted in the browser, and only its link opens it.',
    newPad: 'New pad',
    makingPad: 'Making a pad…',
    newPadFailed: 'The pad could not be made. Reload this page and try again.',
    pasteLabel: 'Have a link?',
    pastePlaceholder: 'Paste it here',
    pasteOpen: 'Open',
    recentHeading: 'Pads on this device',
    recentEmpty:
      'Pads you open are listed here, on this device only. There are no accounts: a pad’s link is the one way in, ' +
      'so keep the links you need.',
    recentNote: 'This list stays on this device. Removing a pad from it deletes nothing on the server.',
    opened: (when: string) => `opened ${when}`,
    remove: (title: string) => `Remove “${title}” from the list`,
    removed: (title: string) => `Removed “${title}” from this list.`,
    removedOwn: 'It held the owner’s link, which is kept nowhere else.',
    undo: 'Undo',
  },

  pad: {
    untitled: 'Untitled pad',
    titleLabel: 'Title of the pad',
    editorLabel: 'Text of the pad',
    placeholder: 'Start writing…',
    home: 'Tacit, start page',
    opening: 'Opening the pad…',
    loadFailed: 'The editor could not be loaded from the server.',
    download: 'Download as text',
    share: 'Share',
    words: (n: number) => plural(n, 'word', 'words'),
    characters: (n: number) => plural(n, 'character', 'characters'),
    firstVisit:
      'This pad has not been on this device yet. What others wrote appears here as soon as the server answers.',
    viewOnly: 'This link only reads. To write, ask for an edit link.',
    notAPad: 'this link leads to a log, not to a pad',
  },

  state: {
    connecting: 'Connecting…',
    sending: 'Sending…',
    fetching: 'Fetching…',
    saved: 'Saved on the server',
    upToDate: 'Up to date',
    offline: 'Offline',
    kept: (n: number) => `${plural(n, 'change', 'changes')} kept on this device`,
    onlyHere: (n: number) => `${plural(n, 'change', 'changes')} only in this tab, leave it open`,
    retryIn: (seconds: number) => `trying again in ${seconds} s`,
    retryNow: 'trying again…',
    refused: 'Refused',
    forked: 'Stopped',
  },

  presence: {
    label: 'People here',
    you: (name: string) => `${name} (you)`,
    more: (n: number) => `and ${n} more`,
    rename: (name: string) => `You are ${name}. Change your name`,
    nameHeading: 'Your name',
    nameHint: 'Others on this pad see it beside your cursor. It is kept on this device.',
    nameLabel: 'Name',
    save: 'Save',
    cancel: 'Cancel',
    // What a new device is called until its owner says otherwise.
    guests: [
      ...['Badger', 'Beaver', 'Bittern', 'Curlew', 'Dipper', 'Finch', 'Hare', 'Heron', 'Ibex', 'Jackdaw', 'Kestrel'],
      ...['Lapwing', 'Lynx', 'Magpie', 'Marten', 'Nuthatch', 'Otter', 'Owl', 'Plover', 'Robin', 'Siskin', 'Wren'],
    ],
  },

  share: {
    heading: 'Share this pad',
    edit: 'Edit link',
    editAllows: 'Whoever has it can read and write, and can pass it on.',
    view: 'View link',
    viewAllows: 'Whoever has it can read along live, and can change nothing.',
    ownNote: 'The address of this page is the owner’s link. Keep it to yourself, and share one of these.',
    fragmentNote: 'The key is in the part after #, which browsers do not send to servers. Pass it on over a channel you trust.',
    copy: 'Copy',
    copyOf: (what: string) => `Copy the ${what.toLowerCase()}`,
    copied: 'Copied',
    copyFailed: 'Selected: press Ctrl+C or ⌘C',
    close: 'Close',
  },

  password: {
    heading: 'This pad has a password',
    what: 'Whoever gave you the link knows it. It is used in this browser only, and is not sent to the server.',
    label: 'Password',
    open: 'Open the pad',
    opening: 'Checking…',
    wrong: 'The server refused it: the password is probably wrong. After too many tries it makes you wait.',
  },

  refused: {
    happened: 'What happened',
    safe: 'What is safe',
    todo: 'What you can do',
    retry: 'Try again',
    reload: 'Reload the page',
    home: 'Go to the start page',
    download: 'Download the text',
    code: (code: string) => `Code: ${code}`,
  },

  unknownError: 'something went wrong in this page that it does not know how to mend',
  duration,
};
