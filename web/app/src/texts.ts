/**
 * Every word the page shows, in each language it speaks: to be read as a whole, and translated as a whole.
 *
 * `texts` is the language of this visit. Read it when something is shown, never when a module loads: `speak` comes first.
 */

const english = new Intl.NumberFormat('en');
const german = new Intl.NumberFormat('de');

function plural(count: Intl.NumberFormat, n: number, one: string, many: string): string {
  return `${count.format(n)} ${n === 1 ? one : many}`;
}

function duration(count: Intl.NumberFormat, ms: number, second: [string, string], minute: [string, string]): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds < 90 ? plural(count, seconds, ...second) : plural(count, Math.ceil(seconds / 60), ...minute);
}

const en = {
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
    words: (n: number) => plural(english, n, 'word', 'words'),
    characters: (n: number) => plural(english, n, 'character', 'characters'),
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
    kept: (n: number) => `${plural(english, n, 'change', 'changes')} kept on this device`,
    onlyHere: (n: number) => `${plural(english, n, 'change', 'changes')} only in this tab, leave it open`,
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
    // What a new device is called until its owner says otherwise; as many in every language.
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

  duration: (ms: number) => duration(english, ms, ['second', 'seconds'], ['minute', 'minutes']),
  justNow: 'just now',
  onDate: (date: string) => `on ${date}`,
};

/** What a language must have: all that English has. */
export type Texts = typeof en;

const de: Texts = {
  name: 'Tacit',

  capability: { own: 'Eigentum', edit: 'Darf schreiben', view: 'Nur lesen' },

  start: {
    heading: 'Zusammen schreiben, ungelesen.',
    what:
      'Tacit hält Pads zwischen Menschen und Geräten im Gleichstand und kann sie nicht lesen: ' +
      'Jedes Pad wird im Browser verschlüsselt, und nur sein Link öffnet es.',
    newPad: 'Neues Pad',
    makingPad: 'Das Pad entsteht …',
    newPadFailed: 'Das Pad konnte nicht angelegt werden. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
    pasteLabel: 'Sie haben einen Link?',
    pastePlaceholder: 'Hier einfügen',
    pasteOpen: 'Öffnen',
    recentHeading: 'Pads auf diesem Gerät',
    recentEmpty:
      'Hier stehen die Pads, die Sie öffnen, nur auf diesem Gerät. Konten gibt es nicht: Der Link ist der einzige Weg ' +
      'in ein Pad. Heben Sie die Links auf, die Sie brauchen.',
    recentNote: 'Diese Liste bleibt auf diesem Gerät. Wer ein Pad daraus entfernt, löscht nichts auf dem Server.',
    opened: (when: string) => `geöffnet ${when}`,
    remove: (title: string) => `„${title}“ aus der Liste entfernen`,
    removed: (title: string) => `„${title}“ wurde aus der Liste entfernt.`,
    removedOwn: 'Hier lag der Link des Eigentümers, der sonst nirgends steht.',
    undo: 'Rückgängig',
  },

  pad: {
    untitled: 'Pad ohne Titel',
    titleLabel: 'Titel des Pads',
    editorLabel: 'Text des Pads',
    placeholder: 'Hier schreiben …',
    home: 'Tacit, Startseite',
    opening: 'Das Pad wird geöffnet …',
    loadFailed: 'Der Editor konnte nicht vom Server geladen werden.',
    download: 'Als Text herunterladen',
    share: 'Teilen',
    words: (n: number) => plural(german, n, 'Wort', 'Wörter'),
    characters: (n: number) => plural(german, n, 'Zeichen', 'Zeichen'),
    firstVisit:
      'Dieses Pad war noch nicht auf diesem Gerät. Was andere geschrieben haben, erscheint, sobald der Server antwortet.',
    viewOnly: 'Dieser Link liest nur. Zum Schreiben brauchen Sie einen Schreiblink.',
    notAPad: 'dieser Link führt zu einem Protokoll, nicht zu einem Pad',
  },

  state: {
    connecting: 'Verbinden …',
    sending: 'Senden …',
    fetching: 'Holen …',
    saved: 'Auf dem Server gespeichert',
    upToDate: 'Auf dem neuesten Stand',
    offline: 'Offline',
    kept: (n: number) => `${plural(german, n, 'Änderung', 'Änderungen')} auf diesem Gerät aufgehoben`,
    onlyHere: (n: number) =>
      `${plural(german, n, 'Änderung', 'Änderungen')} nur in diesem Tab, bitte offen lassen`,
    retryIn: (seconds: number) => `neuer Versuch in ${seconds} s`,
    retryNow: 'neuer Versuch …',
    refused: 'Abgelehnt',
    forked: 'Angehalten',
  },

  presence: {
    label: 'Wer hier ist',
    you: (name: string) => `${name} (Sie)`,
    more: (n: number) => `und ${n} mehr`,
    rename: (name: string) => `Sie heißen ${name}. Namen ändern`,
    nameHeading: 'Ihr Name',
    nameHint: 'Andere in diesem Pad sehen ihn neben Ihrer Schreibmarke. Er bleibt auf diesem Gerät.',
    nameLabel: 'Name',
    save: 'Speichern',
    cancel: 'Abbrechen',
    guests: [
      ...['Dachs', 'Biber', 'Dommel', 'Brachvogel', 'Amsel', 'Fink', 'Hase', 'Reiher', 'Steinbock', 'Dohle', 'Falke'],
      ...['Kiebitz', 'Luchs', 'Elster', 'Marder', 'Kleiber', 'Otter', 'Eule', 'Regenpfeifer', 'Igel', 'Zeisig', 'Meise'],
    ],
  },

  share: {
    heading: 'Dieses Pad teilen',
    edit: 'Schreiblink',
    editAllows: 'Wer ihn hat, kann lesen und schreiben und ihn weitergeben.',
    view: 'Leselink',
    viewAllows: 'Wer ihn hat, kann live mitlesen und nichts ändern.',
    ownNote: 'Die Adresse dieser Seite ist der Link des Eigentümers. Behalten Sie ihn für sich und teilen Sie einen von diesen.',
    fragmentNote:
      'Der Schlüssel steht hinter dem Zeichen #, und Browser schicken diesen Teil an keinen Server. ' +
      'Geben Sie ihn auf einem Weg weiter, dem Sie trauen.',
    copy: 'Kopieren',
    copyOf: (what: string) => `${what} kopieren`,
    copied: 'Kopiert',
    copyFailed: 'Ausgewählt: Strg+C oder ⌘C drücken',
    close: 'Schließen',
  },

  password: {
    heading: 'Dieses Pad hat ein Passwort',
    what: 'Wer Ihnen den Link gab, kennt es. Es wird nur in diesem Browser gebraucht und nicht an den Server geschickt.',
    label: 'Passwort',
    open: 'Pad öffnen',
    opening: 'Wird geprüft …',
    wrong: 'Der Server hat es abgelehnt: Das Passwort ist wohl falsch. Nach zu vielen Versuchen lässt er Sie warten.',
  },

  refused: {
    happened: 'Was geschehen ist',
    safe: 'Was sicher ist',
    todo: 'Was Sie tun können',
    retry: 'Noch einmal versuchen',
    reload: 'Seite neu laden',
    home: 'Zur Startseite',
    download: 'Text herunterladen',
    code: (code: string) => `Kennung: ${code}`,
  },

  unknownError: 'auf dieser Seite ist etwas schiefgegangen, das sie nicht zu beheben weiß',

  duration: (ms: number) => duration(german, ms, ['Sekunde', 'Sekunden'], ['Minute', 'Minuten']),
  justNow: 'gerade eben',
  onDate: (date: string) => `am ${date}`,
};

const languages = { en, de };

export type Language = keyof typeof languages;

export const LANGUAGES: readonly Language[] = ['en', 'de'];

/** The texts of this visit. */
export let texts: Texts = en;

/** The language of this visit, as `lang` attributes and `Intl` have it. */
export let language: Language = 'en';

/** Chooses the language of this visit. Before anything is shown; a change later needs a reload. */
export function speak(chosen: Language): void {
  language = chosen;
  texts = languages[chosen];
}

/** The first of the wanted languages (BCP 47) that the page speaks, else English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((one) => one === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}
