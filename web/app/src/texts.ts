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
    kinds: { rich: 'Rich text', code: 'Markdown & code', text: 'Plain text' },
    kindsWhat: {
      rich: 'Headings, lists, tables and images.',
      code: 'With a preview beside it, or colours for code.',
      text: 'Just words.',
    },
    newerKind: 'Made by a newer version',
    makingPad: 'Making a pad…',
    newPadFailed: 'The pad could not be made. Reload this page and try again.',
    import: 'Import a file…',
    importWhat: 'or drop a Markdown, text, HTML or Word file here',
    drop: 'Drop it to make a pad of it',
    importFailed: (name: string) => `“${name}” could not be read as a document. Nothing was made.`,
    findLabel: 'Search your pads, or paste a link',
    open: 'Open the link',
    linkDamaged: (why: string) => `This link does not open. ${why}`,
    pinnedHeading: 'Pinned',
    recentHeading: 'Recent',
    foundHeading: (n: number) => plural(english, n, 'pad found', 'pads found'),
    foundNone: (wanted: string) => `No title on this device has “${wanted}” in it.`,
    recentEmpty:
      'No pads yet. Make one above, or open a link that somebody gave you: it then stands here. ' +
      'There are no accounts, so a pad’s link is the one way in.',
    recentNote: 'This list stays on this device. Removing a pad from it deletes nothing on the server.',
    sharedNote: 'This list is in step on all devices with your profile, encrypted. Removing a pad deletes nothing on the server.',
    opened: (when: string) => `opened ${when}`,
    with: (people: readonly string[]) => `with ${people.join(', ')}`,
    pin: (title: string) => `Pin “${title}”`,
    unpin: (title: string) => `Unpin “${title}”`,
    remove: (title: string) => `Remove “${title}” from the list`,
    removed: (title: string) => `Removed “${title}” from this list.`,
    removedOwn: 'It held the owner’s link, which is kept nowhere else.',
    undo: 'Undo',
    keys: 'Keys',
    keyNew: 'new pad: arrows choose, Enter makes it',
    keyFind: 'search',
  },

  settings: {
    heading: 'Settings',
    where: 'Kept on this device.',
    language: 'Language',
    languageSystem: 'As the browser',
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    motion: 'Motion',
    motions: { system: 'As the system', off: 'Off' },
    close: 'Close',
  },

  offline: {
    newer: 'A new version is ready.',
    newerWhat: 'All tabs of Tacit reload; what you wrote is kept.',
    takeOver: 'Use it now',
  },

  where: {
    heading: 'What is saved where',
    device: 'This device',
    server: 'The server',
    deviceReads: 'Keeps what it has seen of this pad, so that it opens without a network.',
    deviceKeeps: 'Keeps all of this pad, also what you write without a network.',
    deviceMayClear: 'The browser could clear it if the disk gets short. Installing Tacit as an app, or a bookmark, makes it keep its word.',
    deviceNothing:
      'This browser keeps nothing here: perhaps it is a private window. What is not on the server is in this tab only.',
    serverSaved: (since: string) => `Has everything, encrypted, since ${since}.`,
    serverReads: (since: string) => `You see all that it has, since ${since}.`,
    serverSending: (n: number) => `${plural(english, n, 'change is', 'changes are')} on the way to it.`,
    serverFetching: 'What others wrote is being fetched.',
    serverConnecting: 'Being asked for.',
    serverUnreached: 'Cannot be reached.',
    serverWaits: (n: number) => `${plural(english, n, 'change waits', 'changes wait')} here until it can be sent.`,
    serverLast: (when: string) => `It last had everything at ${when}.`,
    serverRefused: 'Takes nothing more from here; why stands above the text.',
    next: (seconds: number) => `Next try in ${seconds} s, or as soon as the network is back.`,
    explain: (state: string) => `${state}. What is saved where`,
    skip: 'Skip to the text',
  },

  profile: {
    heading: 'Your profile',
    what: 'Who you are to others, and which pads you have. No account: it is kept on this device.',
    open: (name: string) => `Your profile, ${name}`,
    nameLabel: 'Name',
    nameHint: 'Others on a pad see it beside your cursor.',
    color: 'Colour',
    colors: ['Teal', 'Rust', 'Violet', 'Plum', 'Blue', 'Olive', 'Amber', 'Orchid'],
    stepHeading: 'All your devices',
    stepOff:
      'Name, colour and the list of pads can be kept in step on all your devices. The server gets them encrypted, and cannot read them. ' +
      'The key is twelve words, which you keep.',
    stepOn: 'Keep in step on all my devices',
    turningOn: 'Making the key…',
    isOn: 'Name, colour and list of pads are in step on all devices with this profile.',
    moveHeading: 'Add another device',
    moveWhat: 'Point the other device’s camera at this code, or open its link there. Whoever sees it can open all your pads.',
    showCode: 'Show the code',
    hideCode: 'Hide',
    codeLabel: 'Code with the link to your profile',
    copyLink: 'Copy the link',
    copied: 'Copied',
    phraseHeading: 'Recovery phrase',
    phraseWhat: 'Twelve words bring everything back when all your devices are lost. Write them down on paper.',
    showPhrase: 'Show the words',
    phraseAsk: 'The words open all your pads. Is nobody looking over your shoulder?',
    phraseYes: 'Show them',
    phraseNo: 'Not now',
    leaveHeading: 'Leave',
    leaveWhat: 'This device forgets the key and keeps its own list of pads. Your other devices and the server keep theirs.',
    leave: 'Leave this profile on this device',
    leaveAsk: 'Have you written down the twelve words, or is the profile on another device? Without either, nobody can bring it back.',
    leaveYes: 'Leave',
    joinHeading: 'Have a profile already?',
    joinWhat: 'Type or paste your twelve words, or open the link from your other device.',
    joinOpen: 'Enter my twelve words',
    word: (n: number) => `Word ${n}`,
    wordUnknown: (n: number) => `Word ${n} is not on the list of words.`,
    phraseWrong: 'These are twelve words of the list, but not a phrase: one is another, or the order is.',
    find: 'Find my profile',
    finding: 'Looking for your profile…',
    notFound: 'This server has no profile under this phrase. Check the words, and that this is the server you used.',
    notReached: 'The server cannot be reached. Nothing was changed; try again when it can.',
    tokenDamaged: 'The link to the profile is damaged: copy it again, whole, or scan the code again.',
    tokenNewer: 'The link was made by a newer Tacit. Reload the page to get its newest version.',
    found: (name: string) => `The profile of ${name}`,
    foundWhat: (theirs: number, mine: number) =>
      `It has ${plural(english, theirs, 'pad', 'pads')}. ` +
      (mine === 0
        ? 'They will be listed on this device.'
        : `They will be listed on this device, and the ${plural(english, mine, 'pad', 'pads')} of this device on yours.`),
    foundMe: (name: string) => `This device takes the name ${name}.`,
    replaces: 'The profile that this device has now is left; its words bring it back.',
    join: 'Use this profile on this device',
    cancel: 'Cancel',
    back: 'All pads',
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
    kinds: { rich: 'Formatierter Text', code: 'Markdown und Code', text: 'Reiner Text' },
    kindsWhat: {
      rich: 'Überschriften, Listen, Tabellen und Bilder.',
      code: 'Mit Vorschau daneben, oder Farben für Code.',
      text: 'Nur Wörter.',
    },
    newerKind: 'Von einer neueren Version',
    makingPad: 'Das Pad entsteht …',
    newPadFailed: 'Das Pad konnte nicht angelegt werden. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
    import: 'Datei importieren …',
    importWhat: 'oder eine Markdown-, Text-, HTML- oder Word-Datei hier ablegen',
    drop: 'Ablegen, um ein Pad daraus zu machen',
    importFailed: (name: string) => `„${name}“ lässt sich nicht als Dokument lesen. Es wurde nichts angelegt.`,
    findLabel: 'Pads suchen oder Link einfügen',
    open: 'Link öffnen',
    linkDamaged: (why: string) => `Dieser Link öffnet nichts. ${why}`,
    pinnedHeading: 'Angeheftet',
    recentHeading: 'Zuletzt geöffnet',
    foundHeading: (n: number) => `${plural(german, n, 'Pad', 'Pads')} gefunden`,
    foundNone: (wanted: string) => `Kein Titel auf diesem Gerät enthält „${wanted}“.`,
    recentEmpty:
      'Noch keine Pads. Legen Sie oben eines an oder öffnen Sie einen Link, den man Ihnen gab: Dann steht es hier. ' +
      'Konten gibt es nicht, der Link ist der einzige Weg in ein Pad.',
    recentNote: 'Diese Liste bleibt auf diesem Gerät. Wer ein Pad daraus entfernt, löscht nichts auf dem Server.',
    sharedNote:
      'Diese Liste ist auf allen Geräten mit Ihrem Profil gleich, verschlüsselt. Wer ein Pad entfernt, löscht nichts auf dem Server.',
    opened: (when: string) => `geöffnet ${when}`,
    with: (people: readonly string[]) => `mit ${people.join(', ')}`,
    pin: (title: string) => `„${title}“ anheften`,
    unpin: (title: string) => `„${title}“ lösen`,
    remove: (title: string) => `„${title}“ aus der Liste entfernen`,
    removed: (title: string) => `„${title}“ wurde aus der Liste entfernt.`,
    removedOwn: 'Hier lag der Link des Eigentümers, der sonst nirgends steht.',
    undo: 'Rückgängig',
    keys: 'Tasten',
    keyNew: 'neues Pad: Pfeile wählen, Eingabe legt es an',
    keyFind: 'suchen',
  },

  settings: {
    heading: 'Einstellungen',
    where: 'Sie bleiben auf diesem Gerät.',
    language: 'Sprache',
    languageSystem: 'Wie der Browser',
    theme: 'Aussehen',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    motion: 'Bewegung',
    motions: { system: 'Wie das System', off: 'Aus' },
    close: 'Schließen',
  },

  offline: {
    newer: 'Eine neue Version ist bereit.',
    newerWhat: 'Alle Tabs von Tacit laden neu; was Sie schrieben, bleibt.',
    takeOver: 'Jetzt benutzen',
  },

  where: {
    heading: 'Was wo gespeichert ist',
    device: 'Dieses Gerät',
    server: 'Der Server',
    deviceReads: 'Hebt auf, was es von diesem Pad gesehen hat, damit es auch ohne Netz aufgeht.',
    deviceKeeps: 'Hebt dieses Pad ganz auf, auch was Sie ohne Netz schreiben.',
    deviceMayClear:
      'Wird der Platz knapp, könnte der Browser es löschen. Wer Tacit als App installiert oder ein Lesezeichen setzt, beugt dem vor.',
    deviceNothing:
      'Dieser Browser hebt hier nichts auf, vielleicht ist es ein privates Fenster. Was nicht auf dem Server ist, steht nur in diesem Tab.',
    serverSaved: (since: string) => `Hat alles, verschlüsselt, seit ${since}.`,
    serverReads: (since: string) => `Sie sehen alles, was er hat, seit ${since}.`,
    serverSending: (n: number) => `${plural(german, n, 'Änderung ist', 'Änderungen sind')} unterwegs zu ihm.`,
    serverFetching: 'Was andere schrieben, wird geholt.',
    serverConnecting: 'Wird gefragt.',
    serverUnreached: 'Ist nicht zu erreichen.',
    serverWaits: (n: number) => `${plural(german, n, 'Änderung wartet', 'Änderungen warten')} hier, bis sie gesendet werden können.`,
    serverLast: (when: string) => `Zuletzt hatte er alles um ${when}.`,
    serverRefused: 'Nimmt von hier nichts mehr an; warum, steht über dem Text.',
    next: (seconds: number) => `Nächster Versuch in ${seconds} s, oder sobald das Netz zurück ist.`,
    explain: (state: string) => `${state}. Was wo gespeichert ist`,
    skip: 'Zum Text springen',
  },

  profile: {
    heading: 'Ihr Profil',
    what: 'Wer Sie für andere sind und welche Pads Sie haben. Kein Konto: Es bleibt auf diesem Gerät.',
    open: (name: string) => `Ihr Profil, ${name}`,
    nameLabel: 'Ihr Name',
    nameHint: 'Andere in einem Pad sehen ihn neben Ihrer Schreibmarke.',
    color: 'Farbe',
    colors: ['Petrol', 'Rost', 'Veilchen', 'Pflaume', 'Blau', 'Oliv', 'Bernstein', 'Orchidee'],
    stepHeading: 'Alle Ihre Geräte',
    stepOff:
      'Name, Farbe und die Liste der Pads können auf allen Ihren Geräten gleich bleiben. Der Server bekommt sie verschlüsselt und ' +
      'kann sie nicht lesen. Der Schlüssel sind zwölf Wörter, die Sie aufheben.',
    stepOn: 'Auf allen meinen Geräten gleich halten',
    turningOn: 'Der Schlüssel entsteht …',
    isOn: 'Name, Farbe und Liste der Pads sind auf allen Geräten mit diesem Profil gleich.',
    moveHeading: 'Ein weiteres Gerät',
    moveWhat:
      'Richten Sie die Kamera des anderen Geräts auf diesen Code oder öffnen Sie dort den Link. Wer ihn sieht, kann alle Ihre Pads öffnen.',
    showCode: 'Code zeigen',
    hideCode: 'Verbergen',
    codeLabel: 'Code mit dem Link zu Ihrem Profil',
    copyLink: 'Link kopieren',
    copied: 'Kopiert',
    phraseHeading: 'Die zwölf Wörter',
    phraseWhat: 'Zwölf Wörter bringen alles zurück, wenn alle Ihre Geräte verloren sind. Schreiben Sie sie auf Papier.',
    showPhrase: 'Wörter zeigen',
    phraseAsk: 'Die Wörter öffnen alle Ihre Pads. Schaut Ihnen niemand über die Schulter?',
    phraseYes: 'Zeigen',
    phraseNo: 'Jetzt nicht',
    leaveHeading: 'Verlassen',
    leaveWhat:
      'Dieses Gerät vergisst den Schlüssel und behält seine eigene Liste der Pads. Ihre anderen Geräte und der Server behalten ihre.',
    leave: 'Dieses Profil auf diesem Gerät verlassen',
    leaveAsk:
      'Haben Sie die zwölf Wörter aufgeschrieben, oder ist das Profil noch auf einem anderen Gerät? Ohne eines von beiden bringt es niemand zurück.',
    leaveYes: 'Profil verlassen',
    joinHeading: 'Sie haben schon ein Profil?',
    joinWhat: 'Geben Sie Ihre zwölf Wörter ein oder öffnen Sie den Link von Ihrem anderen Gerät.',
    joinOpen: 'Meine zwölf Wörter eingeben',
    word: (n: number) => `Wort ${n}`,
    wordUnknown: (n: number) => `Wort ${n} steht nicht auf der Liste der Wörter.`,
    phraseWrong: 'Das sind zwölf Wörter der Liste, aber keine Phrase: Eines ist ein anderes, oder die Reihenfolge stimmt nicht.',
    find: 'Mein Profil suchen',
    finding: 'Ihr Profil wird gesucht …',
    notFound: 'Unter diesen Wörtern hat dieser Server kein Profil. Prüfen Sie die Wörter, und ob es der richtige Server ist.',
    notReached: 'Der Server ist nicht zu erreichen. Nichts wurde geändert; versuchen Sie es später noch einmal.',
    tokenDamaged: 'Der Link zum Profil ist beschädigt: Kopieren Sie ihn noch einmal ganz, oder scannen Sie den Code neu.',
    tokenNewer: 'Der Link stammt von einem neueren Tacit. Laden Sie die Seite neu, um ihre neueste Version zu bekommen.',
    found: (name: string) => `Das Profil von ${name}`,
    foundWhat: (theirs: number, mine: number) =>
      `Es hat ${plural(german, theirs, 'Pad', 'Pads')}. ` +
      (mine === 0
        ? 'Sie werden auf diesem Gerät aufgelistet.'
        : `Sie werden auf diesem Gerät aufgelistet, und ${plural(german, mine, 'Pad', 'Pads')} dieses Geräts auf Ihren anderen.`),
    foundMe: (name: string) => `Dieses Gerät nimmt den Namen ${name} an.`,
    replaces: 'Das Profil, das dieses Gerät jetzt hat, wird verlassen; seine Wörter bringen es zurück.',
    join: 'Dieses Profil hier benutzen',
    cancel: 'Abbrechen',
    back: 'Alle Pads',
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
