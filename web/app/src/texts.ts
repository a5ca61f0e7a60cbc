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

function size(count: Intl.NumberFormat, bytes: number): string {
  const mega = bytes / 1_000_000;
  return mega < 1 ? `${count.format(Math.max(1, Math.round(bytes / 1_000)))} kB` : `${count.format(Math.round(mega * 10) / 10)} MB`;
}

const en = {
  name: 'Tacit',
  skip: 'Skip to the content',

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
    sharedNote:
      'This list is in step on all devices with your profile, encrypted. Removing a pad deletes nothing on the server.',
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
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    motion: 'Motion',
    motions: { system: 'System', off: 'Off' },
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
    deviceMayClear:
      'The browser could clear it if the disk gets short. Installing Tacit as an app, or a bookmark, makes it keep ' +
      'its word.',
    deviceNothing:
      'This browser keeps nothing here: perhaps it is a private window. What is not on the server is in this tab only.',
    serverSaved: (since: string) => `Has everything, encrypted, since ${since}.`,
    serverFilesMissing: (n: number) =>
      `Has all of the text, encrypted. ${plural(english, n, 'file is', 'files are')} not there yet, and kept on this device.`,
    serverReads: (since: string) => `You see all that it has, since ${since}.`,
    serverSending: (n: number) => `${plural(english, n, 'change is', 'changes are')} on the way to it.`,
    serverFetching: 'What others wrote is being fetched.',
    serverConnecting: 'Being asked for.',
    serverUnreached: 'Cannot be reached.',
    serverWaits: (n: number) => `${plural(english, n, 'change waits', 'changes wait')} here until it can be sent.`,
    serverLast: (when: string) => `It last had everything at ${when}.`,
    serverDelays: 'Takes nothing new for now; why stands above the text.',
    serverRefused: 'Takes nothing more from here; why stands above the text.',
    next: (seconds: number) => `Next try in ${seconds} s, or as soon as the network is back.`,
    explain: (state: string) => `${state}. What is saved where`,
  },

  profile: {
    heading: 'Your profile',
    what: 'Who you are to others, and which pads you have.',
    whatHere: 'No account: it is kept on this device.',
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
    moveWhat:
      'Point the other device’s camera at this code, or open its link there. Whoever sees it can open all your pads.',
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
    leaveWhat:
      'This device forgets the key and keeps its own list of pads. Your other devices and the server keep theirs.',
    leave: 'Leave this profile on this device',
    leaveAsk:
      'Have you written down the twelve words, or is the profile on another device? Without either, nobody can ' +
      'bring it back.',
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

  newer: {
    heading: 'This pad was made by a newer Tacit',
    happened: 'It holds something that this page does not know yet, and could not show without damaging it.',
    safe: 'Nothing was changed. All that was written is on the server as it was.',
    todo: 'Reload the page to get its newest version. If that does not help, tell whoever runs the server.',
  },

  keys: { control: 'Ctrl', shift: 'Shift' },

  rich: {
    placeholder: 'Start writing, or type / for a list of what there is…',
    toolbar: 'Formatting',
    selection: 'Format the selection',
    choose: 'Choose',
    undo: 'Undo',
    redo: 'Redo',
    block: 'Kind of paragraph',
    link: 'Link',
    linkAddress: 'Address of the link',
    linkPlaceholder: 'https://…',
    linkSet: 'Set the link',
    linkEdit: 'Edit the link',
    linkRemove: 'Remove the link',
    taskOf: (task: string) => `Done: ${task || 'task without text'}`,
    linkWrong: 'Only addresses that begin with https, http or mailto.',
    commands: {
      bold: 'Bold',
      italic: 'Italic',
      underline: 'Underlined',
      strike: 'Struck through',
      code: 'Code',
      highlight: 'Highlighted',
      paragraph: 'Text',
      heading1: 'Heading 1',
      heading2: 'Heading 2',
      heading3: 'Heading 3',
      bulletList: 'List',
      orderedList: 'Numbered list',
      taskList: 'Tasks',
      blockquote: 'Quote',
      codeBlock: 'Code block',
      table: 'Table',
      rule: 'Line across',
      image: 'Picture',
      attachment: 'File',
      rowAbove: 'Row above',
      rowBelow: 'Row below',
      rowDelete: 'Delete the row',
      columnBefore: 'Column before',
      columnAfter: 'Column after',
      columnDelete: 'Delete the column',
      headerRow: 'Header row',
      tableDelete: 'Delete the table',
    },
  },

  code: {
    language: 'Language',
    view: 'View',
    views: { write: 'Write', both: 'Both', read: 'Read' },
    preview: 'Preview',
  },

  files: {
    picture: 'Picture',
    file: 'File',
    opening: (name: string) => `Opening ${name}…`,
    sealing: (name: string) => `Encrypting ${name}…`,
    sending: (name: string) => `Sending ${name}`,
    waiting: 'Kept on this device, goes to the server when it can be reached',
    full: 'Kept on this device: the server has no room for it. It goes there by itself as soon as there is some.',
    refused: 'Only on this device:',
    cancel: 'Cancel',
    remove: 'Remove',
    download: (name: string) => `Download ${name}`,
    alt: 'Description',
    altHint: 'What does it show?',
    width: 'Width',
    tooLarge: (name: string, bytes: number) => `${name} was not added: files may have at most ${size(english, bytes)}.`,
    notAdded: (name: string) => `${name} was not added.`,
    failed: 'It could not be read. Try again.',
    elsewhere: (what: string, host: string) => `Picture from ${host || 'elsewhere'}, not loaded${what && `: ${what}`}`,
  },

  menu: {
    label: 'More',
    import: 'Import a file…',
    formats: {
      md: 'Download as Markdown',
      html: 'Download as web page',
      docx: 'Download for Word (.docx)',
      txt: 'Download as text',
    },
    print: 'Print, or save as PDF…',
  },

  importing: {
    heading: (name: string) => `“${name}” was not imported`,
    failed: 'The reader for it could not be loaded. Nothing was changed. Try again when you are online.',
    codes: {
      'file-kind': 'Only Markdown, HTML, text and Word (.docx) can be read. Nothing was changed.',
      'file-too-large': 'It is larger than 20 MB. Nothing was changed.',
      'file-damaged': 'It is not what its name says, or it is damaged. Nothing was changed.',
    },
  },

  exporting: {
    heading: 'The file was not made',
    failed: 'Something it needs could not be loaded. Nothing was changed. Try again when you are online.',
    withImages: 'With pictures?',
    imagesAre: (bytes: number) =>
      `The pictures add about ${size(english, bytes)} to the file, and whoever gets the file can see them.`,
    missing: (n: number) => `${plural(english, n, 'picture', 'pictures')} could not be opened, and will be missing.`,
    with: 'With pictures',
    without: 'Without pictures',
  },

  comments: {
    add: 'Comment',
    heading: 'Comments',
    show: (n: number) => (n === 0 ? 'Comments' : plural(english, n, 'open comment', 'open comments')),
    showResolved: 'Show resolved',
    by: (name: string, quote: string) => `Comment by ${name}${quote && ` on “${quote}”`}`,
    empty: 'No comments yet. Select some text and press the comment button, or Ctrl+Alt+M.',
    none: 'No comments.',
    write: 'Write a comment…',
    reply: 'Reply…',
    send: 'Comment',
    save: 'Save',
    cancel: 'Cancel',
    edit: 'Edit',
    remove: 'Delete',
    resolve: 'Resolve',
    reopen: 'Open again',
    resolved: 'Resolved',
    gone: 'The text was removed',
  },

  state: {
    connecting: 'Connecting…',
    sending: 'Sending…',
    waiting: 'Waiting',
    fetching: 'Fetching…',
    saved: 'Saved on the server',
    upToDate: 'Up to date',
    filesMissing: (n: number) => `${plural(english, n, 'file', 'files')} not on the server yet`,
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
    count: (n: number) => plural(english, n, 'person here', 'people here'),
    people: (n: number) => plural(english, n, 'person', 'people'),
    more: (n: number) => `and ${n} more`,
    devices: (n: number) => `${n} devices or tabs with this name and colour`,
    changeName: 'Change your name',
    follow: (name: string) => `Follow ${name}`,
    followShort: 'Follow',
    unfollow: (name: string) => `Stop following ${name}`,
    following: (name: string) => `Following ${name}`,
    nowhere: (name: string) => `Following ${name}, who is not in the text`,
    stop: 'Stop',
    came: (names: string, n: number) => `${names} ${n === 1 ? 'is' : 'are'} here.`,
    left: (names: string, _n: number) => `${names} left.`,
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
    links: {
      own: {
        name: 'Owner’s link',
        allows: 'Whoever has it can do all that you can: end links, remove devices, hand out this link.',
      },
      edit: { name: 'Edit link', allows: 'Whoever has it can read and write, and can pass it on.' },
      view: { name: 'View link', allows: 'Whoever has it can read along live, and can change nothing.' },
    },
    linksTab: 'Links',
    accessTab: 'Who has access',
    ownNote: 'The address of this page is the owner’s link. Keep it to yourself, and share one of these.',
    fragmentNote:
      'The key is in the part after #, which browsers do not send to servers. Pass it on over a channel you trust.',
    copy: 'Copy',
    copyOf: (what: string) => `Copy the ${what.toLowerCase()}`,
    copied: 'Copied',
    copyFailed: 'Selected: press Ctrl+C or ⌘C',
    passOn: 'Send',
    passOnOf: (what: string) => `Send the ${what.toLowerCase()}`,
    qr: 'QR code',
    qrOf: (what: string) => `QR code of the ${what.toLowerCase()}`,
    qrHint: 'Point the camera of a phone here. Whoever films the screen has the link too.',
    close: 'Close',

    conditions: 'Password and end date',
    password: 'Password',
    passwordHint: 'Give the password by another way than the link, on the telephone for instance.',
    noPassword: 'No password',
    losesPassword: 'Your own link has a password. Without one here, these links open without.',
    suggest: 'Suggest one',
    show: 'Show',
    strength: {
      weak: 'Weak: whoever finds the link can try out many.',
      fair: 'Fair: it holds out against one person.',
      strong: 'Strong.',
    },
    ends: 'Ends',
    endings: {
      never: 'Never',
      day: 'In 1 day',
      week: 'In 7 days',
      month: 'In 30 days',
      date: 'On a date',
    },
    dateLabel: 'Last day',
    dateMissing: 'Choose a day that is not over.',
    expiryPromise:
      'From then on Tacit opens the pad with this link no more, and takes nothing more that was written by it. ' +
      'What was read stays with the reader, and an altered program may read on, until you end all links under “Who has access”.',
    apply: 'Make the links',
    making: 'Making the links…',
    clear: 'Without conditions',
    asks: 'Asks for the password',
    endsOn: (date: string) => `Ends ${date}`,
    earlier: 'The links above are new. Links that you gave away before stay as they were.',
    failed: 'The links could not be made.',

    secondOwner: 'Add a second owner',
    secondOwnerWarning:
      'This link cannot be ended or taken back, not even by you. Give it to someone whom you would trust with the whole pad, ' +
      'or to a device of your own.',
    showOwn: 'I understand, show it',
  },

  history: {
    open: 'History',
    heading: 'History',
    back: 'Back to the pad',
    loading: 'Reading the history of the pad…',
    empty: 'Nothing was written here yet. As soon as something is, you can walk through it here.',
    fromDevice: 'The server cannot be reached. This is the history as far as this device has it.',
    trimmed: 'What was written before this was tidied away: only its result is kept.',
    trimmedBefore: (time: string) => `The history before ${time} was tidied away: only its result is kept.`,
    sheet: 'The pad as it was',
    slider: 'Place in the history',
    place: (at: number, of: number) => `Version ${english.format(at)} of ${english.format(of)}`,
    noTime: 'time unknown',
    wrote: (added: number, removed: number) =>
      `this sitting: ${english.format(added)} written, ${english.format(removed)} deleted`,
    writers: 'Who wrote',
    previous: 'One version back',
    next: 'One version on',
    play: 'Play',
    pause: 'Pause',
    compare: 'Show',
    against: { nothing: 'As it was', before: 'What changed', now: 'Compared with now' },
    noChanges: { before: 'No words changed in this version.', now: 'The words are the same as now.' },
    inserted: 'inserted:',
    deleted: 'deleted:',
    image: (name: string) => (name === '' ? 'Image' : `Image: ${name}`),
    restore: 'Restore',
    restoreThis: 'Make the pad what it was in this version',
    restored: 'Restored. Others see it too.',
    undo: 'Undo',
  },

  access: {
    heading: 'Devices that may write',
    explained:
      'Each browser and program that opened this pad with an edit or owner’s link is listed once it wrote something. ' +
      'Those who only read leave no trace, so they are not listed.',
    none: 'Nobody has written here yet.',
    unnamed: (id: string) => `Device ${id}`,
    thisDevice: 'this device',
    here: 'here now',
    owner: 'Owner',
    writer: 'Can edit',
    removed: 'Removed',
    until: (date: string) => `until ${date}`,
    choose: (name: string) => `Mark ${name} for removal`,
    remove: (n: number) => (n === 1 ? 'Remove the device…' : `Remove ${english.format(n)} devices…`),
    endAll: 'End all links handed out so far…',
    onlyOwner: 'Only an owner can remove devices or end links.',

    confirmRemove: (names: string) => `Remove ${names}?`,
    confirmEnd: 'End all links?',
    leaving: (names: string, n: number) =>
      `${names} can no longer write, and no longer read what is written from now on. ` +
      `What ${n === 1 ? 'that device has' : 'those devices have'} stays there.`,
    leavingOwner: 'Someone who has the owner’s link can come back with it: that link cannot be ended.',
    linksEnd: 'All edit and view links handed out so far end, with all their conditions.',
    readersEnd: 'Everyone who only reads is shut out at once, until you give them the new view link.',
    offlineEnd: 'Who was given a link and has never written yet needs a new one.',
    stay: (names: string) => `${names} can go on as if nothing had happened.`,
    ownStays: 'The owner’s link, which is the address of this page, stays.',
    confirm: 'End the links',
    confirmRemoval: 'Remove and end the links',
    cancel: 'Cancel',
    working: 'Changing the keys…',
    done: 'Done. All earlier links have ended; these are the new ones.',
    doneRemoved: (n: number) =>
      `Done. ${n === 1 ? 'The device is' : `${english.format(n)} devices are`} removed and all earlier links have ended; ` +
      'these are the new ones.',
    failed: 'Nothing was changed: the keys are as they were.',
    retry: 'Try again',
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
    wait: (duration: string) => `The wait is ${duration}.`,

    // What happened, by code (docs/protocol/codes.md), in words for someone who wanted to write.
    codes: {
      malformed: 'The server could not read what this page sent.',
      'version-unsupported': 'This page and the server share no version of the protocol: one of them is too old.',
      'message-too-large': 'A change was larger than the server takes at once.',
      'rate-limited': 'This device sent more in a short time than the server takes.',
      'too-many-connections': 'The server has as many visitors as it can serve.',
      'address-blocked': 'Too many wrong links or passwords came from your network.',
      'origin-refused': 'The server was not set up for the address at which this page was opened.',
      'out-of-order': 'The server and this page lost step with each other.',
      draining: 'The server is being restarted.',
      'slow-reader': 'The network was too slow for what the server had to send.',
      'idle-timeout': 'The connection was silent for too long, and the server closed it.',
      internal: 'The server failed at this.',
      'audience-mismatch': 'The server knows itself by another name than the one in the link.',
      'clock-off': 'The clock of this device is more than five minutes off.',
      'channel-unknown': 'This server has no pad for this link.',
      'descriptor-invalid': 'The description of the pad does not fit its link.',
      'proof-failed': 'The server did not accept the key in this link.',
      'grant-invalid': 'The right to write that this device showed was not given by anyone who may give it.',
      'grant-expired': 'The right to write that came with this link has ended.',
      'author-removed': 'An owner of the pad removed this device.',
      'epoch-stale': 'An owner of the pad ended all earlier links, and this is one of them.',
      'cursor-invalid': 'The server was set back to an earlier state, and this page has to begin anew.',
      'too-many-channels': 'More pads are open over one connection than the server allows.',
      'already-joined': 'The pad is open over this connection already.',
      'not-joined': 'The connection to the pad was lost on the server’s side.',
      'read-only': 'This link only reads.',
      'entry-malformed': 'The server did not understand a change that this page sent.',
      'entry-too-large': 'A change was larger than a pad takes at once.',
      'author-mismatch': 'A change was sent under the name of another device.',
      'counter-unexpected': 'An earlier change of this device has not reached the server.',
      'counter-taken': 'Another device writes with this device’s key: its state was copied or set back.',
      'epoch-wrong': 'The keys of the pad were changed while this was on its way.',
      'covers-ahead': 'A summary of the pad was ahead of what the server has.',
      'kind-refused': 'The server does not take this kind of change with this link.',
      'channel-full': 'The pad has used all the room that the server gives it.',
      'instance-full': 'The server has used all the room it was given.',
      'store-full': 'The server’s disk is full.',
      'store-unavailable': 'The server cannot reach its storage.',
      'ephemeral-too-large': 'A message to the people here was larger than the server passes on.',
      'snapshot-unknown': 'The server does not have the summary of the pad that was spoken of.',
      'blob-unknown': 'The server does not have all parts of this file.',
      'blob-damaged':
        'The bytes of this file were changed on the way or where they are kept. Nothing of them is shown.',
      'blob-too-large': 'This file is larger than the server takes.',
      'blob-newer': 'This file was added by a newer version of Tacit.',
      'link-damaged': 'This link cannot be read.',
      'link-newer': 'The link was made by a newer version of Tacit.',
      'link-expired': 'This link was made to end, and its time is over.',
      'password-needed': 'The link needs its password.',
      'password-wrong': 'The password is probably wrong.',
      'chain-broken': 'The server left out, repeated or changed something that was written here.',
      'history-forked': 'The server shows different people different versions of this pad.',
      offline: 'The server does not answer.',
      'outbox-damaged': 'What this browser had kept for sending cannot be read.',
      'outbox-in-use': 'Another tab or program writes as this device.',
      'store-newer': 'What this device keeps was written by a newer version of Tacit, and was not touched.',
      'store-damaged': 'What is kept of the pad is damaged, and was not touched.',
      'store-in-use': 'Another program uses what is kept of the pad.',
      'store-foreign': 'What is kept in this place was not written by Tacit, and was not touched.',
      'not-a-pad': 'This link leads to a log, not to a pad.',
      'page-not-loaded': 'A part of this page could not be loaded from the server.',
      'device-full': 'This browser has no room left for what is written here.',
      'key-lost': 'The phrase or link that you look for is kept nowhere but with you.',
    },

    // The parts of a link, in the order in which docs/protocol/keys.md §1.3 has them checked.
    parts: {
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
      expiry: 'The time of its end cannot be read.',
    },

    // What is safe and what to do, for codes that leave people in the same place.
    cases: {
      linkDamaged: {
        heading: 'This link is damaged',
        safe: 'Nothing was sent and nothing was changed. The pad, if it exists, is as it was.',
        todo:
          'Copy the link again, whole, from where you got it. If it was sent as a message, it may have been cut ' +
          'there.',
      },
      notAPad: {
        heading: 'This is not a pad',
        safe: 'Nothing was sent and nothing was changed.',
        todo: 'Follow it on the command line: tacit channel tail, then the link.',
      },
      pageNotLoaded: {
        heading: 'A part of the page is missing',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Check the network, then reload the page.',
      },
      newerLink: {
        heading: 'This needs a newer page',
        safe: 'Nothing was sent and nothing was changed.',
        todo: 'Reload the page to get its newest version, or ask for the server to be updated.',
      },
      newerStore: {
        heading: 'This device has seen a newer Tacit',
        safe: 'What is kept here stays as it is, and what was sent is on the server.',
        todo: 'Reload the page to get its newest version. Until then open the pad on another device.',
      },
      unknownPad: {
        heading: 'This server does not have the pad',
        safe: 'Every device that has the pad still has it, and can bring it back by opening it.',
        todo: 'Check that the link is for this server. If it is, ask someone with an edit link to open the pad once.',
      },
      proofFailed: {
        heading: 'The server did not accept this link',
        safe: 'Nothing was sent and nothing was changed. The pad, if it exists, is as it was.',
        todo: 'Copy the link again, whole. If it needs a password, check it.',
      },
      blocked: {
        heading: 'Too many wrong tries from your network',
        safe: 'The pad is untouched. The server makes everyone at this address wait, so that links cannot be guessed.',
        todo: 'Wait, then open a link that you know is right.',
      },
      linkReplaced: {
        heading: 'This link was replaced by a newer one',
        safe: 'What this device has of the text stays readable here, and can be downloaded.',
        todo: 'Ask whoever shared the pad for the new link. What was written here and not sent goes with the download.',
      },
      linkExpired: {
        heading: 'This link has ended',
        safe: 'The pad is untouched. What this device has of the text stays readable here, and can be downloaded.',
        todo: 'Ask whoever shared the pad for a new link. If the date of this device is wrong, set it and try again.',
      },
      deviceRemoved: {
        heading: 'This device was removed from the pad',
        safe:
          'What this device has of the text stays readable here, and can be downloaded. What is written ' +
          'elsewhere from now on no longer comes here.',
        todo: 'If you think this is a mistake, ask the owner of the pad for a new link.',
      },
      rightEnded: {
        heading: 'Your right to write here has ended',
        safe: 'What this device has of the text stays readable here, and can be downloaded.',
        todo: 'Ask whoever shared the pad for a new link.',
      },
      readOnly: {
        heading: 'This link only reads',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Ask whoever shared the pad for an edit link.',
      },
      padFull: {
        heading: 'The pad is full',
        safe: 'All that was saved stays readable. What you wrote since is kept on this device, and can be downloaded.',
        todo:
          'Go on in a new pad, or ask whoever runs the server for more room. Sending goes on by itself when ' +
          'there is room.',
      },
      serverFull: {
        heading: 'The server has no more room',
        safe: 'All that was saved stays readable. What you wrote since is kept on this device, and can be downloaded.',
        todo: 'Tell whoever runs the server. Sending goes on by itself when there is room.',
      },
      deviceFull: {
        heading: 'This device has no more room',
        safe: 'All that was saved is on the server. What you wrote since is in this tab only.',
        todo: 'Leave this tab open and download the text. Then free some storage on the device, and try again.',
      },
      tooLarge: {
        heading: 'This is too large',
        safe: 'What you wrote is kept on this device, and can be downloaded. What was saved before is on the server.',
        todo: 'Undo what you pasted last, and paste it in smaller pieces.',
      },
      passing: {
        heading: 'The server cannot take this right now',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Wait a moment and try again.',
      },
      offline: {
        heading: 'The server cannot be reached',
        safe: 'What you write is kept on this device and sent later.',
        todo: 'Check the network, then try again.',
      },
      clockOff: {
        heading: 'The clock of this device is wrong',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Set the date and the time of this device, then try again.',
      },
      doNotTrust: {
        heading: 'The server’s history does not add up',
        safe: 'The text on this device is kept as it is, and nothing more is sent. Download a copy.',
        todo: 'Compare your copy with others who have the pad before you trust either. Tell whoever runs the server.',
      },
      copiedState: {
        heading: 'This device’s state was copied or set back',
        safe: 'All that was saved is on the server.',
        todo: 'Reload the page: this browser then goes on as a new device.',
      },
      outboxDamaged: {
        heading: 'The storage of this browser was damaged',
        safe: 'All that was saved is on the server. What could not be read was set aside, not deleted.',
        todo: 'Try again: this browser goes on as a new device.',
      },
      otherTab: {
        heading: 'The pad is open elsewhere on this device',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Close the other tab or program, or go on writing there.',
      },
      wrongAddress: {
        heading: 'The server does not serve this address',
        safe: 'Nothing was proved to the wrong server. What was not sent yet is kept on this device.',
        todo:
          'Open the pad at the server’s own address, or tell whoever runs it: the proxy before it has to pass on ' +
          'the Host header.',
      },
      oldPage: {
        heading: 'This page and the server do not understand each other',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Reload the page to get its newest version. If that does not help, tell whoever runs the server.',
      },
      operator: {
        heading: 'The pad’s storage cannot be used',
        safe: 'Nothing was deleted or changed. What was not sent yet is kept on this device.',
        todo: 'Tell whoever runs the server, and name the code below.',
      },
      fileMissing: {
        heading: 'The file is not complete yet',
        safe: 'The text of the pad is complete. The file is on the device that added it.',
        todo: 'Ask whoever added the file to open the pad, then try again.',
      },
      fileDamaged: {
        heading: 'The file was damaged',
        safe: 'The text of the pad is untouched, and nothing of the damaged file was opened.',
        todo: 'Try again. If it stays, ask whoever added the file to add it again.',
      },
      fileTooLarge: {
        heading: 'The file is too large',
        safe: 'Nothing was sent and nothing was changed. The file on your device is untouched.',
        todo: 'Make it smaller, or share it by another way and put a link into the pad.',
      },
      keyLost: {
        heading: 'A lost key cannot be replaced',
        safe: 'Every device that has the pad open or on its list can still read it.',
        todo:
          'Open it on such a device, look for the link in your messages, or ask someone who has it. Nobody else ' +
          'can open the pad, the server’s operator included: it has no key.',
      },
      unknown: {
        heading: 'The pad could not be opened',
        safe: 'What you wrote before is on the server. What was not sent yet is kept on this device.',
        todo: 'Try again. If it stays, tell whoever runs the server and name the code below.',
      },
    },
  },

  unknownError: 'something went wrong in this page that it does not know how to mend',

  bytes: (n: number) => size(english, n),
  duration: (ms: number) => duration(english, ms, ['second', 'seconds'], ['minute', 'minutes']),
  justNow: 'just now',
  onDate: (date: string) => `on ${date}`,
};

/** What a language must have: all that English has. */
export type Texts = typeof en;

const de: Texts = {
  name: 'Tacit',
  skip: 'Zum Inhalt springen',

  capability: { own: 'Eigentum', edit: 'Darf schreiben', view: 'Nur lesen' },

  start: {
    heading: 'Zusammen schreiben, ungelesen.',
    what:
      'Tacit hält Pads zwischen Menschen und Geräten im Gleichstand und kann sie nicht lesen: ' +
      'Jedes Pad wird im Browser verschlüsselt, und nur sein Link öffnet es.',
    newPad: 'Neues Pad',
    kinds: { rich: 'Formatiert', code: 'Markdown und Code', text: 'Reiner Text' },
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
    themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    motion: 'Bewegung',
    motions: { system: 'System', off: 'Aus' },
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
    serverFilesMissing: (n: number) =>
      `Hat den ganzen Text, verschlüsselt. ${plural(german, n, 'Datei fehlt', 'Dateien fehlen')} dort noch, auf diesem Gerät aufgehoben.`,
    serverReads: (since: string) => `Sie sehen alles, was er hat, seit ${since}.`,
    serverSending: (n: number) => `${plural(german, n, 'Änderung ist', 'Änderungen sind')} unterwegs zu ihm.`,
    serverFetching: 'Was andere schrieben, wird geholt.',
    serverConnecting: 'Wird gefragt.',
    serverUnreached: 'Ist nicht zu erreichen.',
    serverWaits: (n: number) =>
      `${plural(german, n, 'Änderung wartet', 'Änderungen warten')} hier, bis sie gesendet werden können.`,
    serverLast: (when: string) => `Zuletzt hatte er alles um ${when}.`,
    serverDelays: 'Nimmt vorerst nichts Neues an; warum, steht über dem Text.',
    serverRefused: 'Nimmt von hier nichts mehr an; warum, steht über dem Text.',
    next: (seconds: number) => `Nächster Versuch in ${seconds} s, oder sobald das Netz zurück ist.`,
    explain: (state: string) => `${state}. Was wo gespeichert ist`,
  },

  profile: {
    heading: 'Ihr Profil',
    what: 'Wer Sie für andere sind und welche Pads Sie haben.',
    whatHere: 'Kein Konto: Es bleibt auf diesem Gerät.',
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
    phraseWrong:
      'Das sind zwölf Wörter der Liste, aber keine Phrase: Eines ist ein anderes, oder die Reihenfolge stimmt nicht.',
    find: 'Mein Profil suchen',
    finding: 'Ihr Profil wird gesucht …',
    notFound:
      'Unter diesen Wörtern hat dieser Server kein Profil. Prüfen Sie die Wörter, und ob es der richtige Server ist.',
    notReached: 'Der Server ist nicht zu erreichen. Nichts wurde geändert; versuchen Sie es später noch einmal.',
    tokenDamaged:
      'Der Link zum Profil ist beschädigt: Kopieren Sie ihn noch einmal ganz, oder scannen Sie den Code neu.',
    tokenNewer:
      'Der Link stammt von einem neueren Tacit. Laden Sie die Seite neu, um ihre neueste Version zu bekommen.',
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

  newer: {
    heading: 'Dieses Pad stammt von einem neueren Tacit',
    happened: 'Es enthält etwas, das diese Seite noch nicht kennt und nicht zeigen könnte, ohne es zu beschädigen.',
    safe: 'Nichts wurde geändert. Alles Geschriebene liegt auf dem Server, wie es war.',
    todo: 'Laden Sie die Seite neu, um ihre neueste Fassung zu bekommen. Hilft das nicht, sagen Sie es dem Betreiber.',
  },

  keys: { control: 'Strg', shift: 'Umschalt' },

  rich: {
    placeholder: 'Hier schreiben, oder / tippen für alles, was es gibt …',
    toolbar: 'Gestaltung',
    selection: 'Auswahl gestalten',
    choose: 'Auswählen',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    block: 'Art des Absatzes',
    link: 'Verweis',
    linkAddress: 'Adresse des Verweises',
    linkPlaceholder: 'https:// …',
    linkSet: 'Verweis setzen',
    linkEdit: 'Verweis bearbeiten',
    linkRemove: 'Verweis entfernen',
    taskOf: (task: string) => `Erledigt: ${task || 'Aufgabe ohne Text'}`,
    linkWrong: 'Nur Adressen, die mit https, http oder mailto beginnen.',
    commands: {
      bold: 'Fett',
      italic: 'Kursiv',
      underline: 'Unterstrichen',
      strike: 'Durchgestrichen',
      code: 'Quelltext',
      highlight: 'Hervorgehoben',
      paragraph: 'Fließtext',
      heading1: 'Überschrift 1',
      heading2: 'Überschrift 2',
      heading3: 'Überschrift 3',
      bulletList: 'Liste',
      orderedList: 'Nummerierte Liste',
      taskList: 'Aufgaben',
      blockquote: 'Zitat',
      codeBlock: 'Quelltextblock',
      table: 'Tabelle',
      rule: 'Trennlinie',
      image: 'Bild',
      attachment: 'Datei',
      rowAbove: 'Zeile darüber',
      rowBelow: 'Zeile darunter',
      rowDelete: 'Zeile löschen',
      columnBefore: 'Spalte davor',
      columnAfter: 'Spalte danach',
      columnDelete: 'Spalte löschen',
      headerRow: 'Kopfzeile',
      tableDelete: 'Tabelle löschen',
    },
  },

  code: {
    language: 'Sprache',
    view: 'Ansicht',
    views: { write: 'Schreiben', both: 'Beides', read: 'Lesen' },
    preview: 'Vorschau',
  },

  files: {
    picture: 'Bild',
    file: 'Datei',
    opening: (name: string) => `${name} wird geöffnet …`,
    sealing: (name: string) => `${name} wird verschlüsselt …`,
    sending: (name: string) => `${name} wird gesendet`,
    waiting: 'Auf diesem Gerät aufgehoben, geht zum Server, sobald er erreichbar ist',
    full: 'Auf diesem Gerät aufgehoben: Der Server hat keinen Platz dafür. Sobald er welchen hat, geht es von selbst hin.',
    refused: 'Nur auf diesem Gerät:',
    cancel: 'Abbrechen',
    remove: 'Entfernen',
    download: (name: string) => `${name} herunterladen`,
    alt: 'Beschreibung',
    altHint: 'Was ist zu sehen?',
    width: 'Breite',
    tooLarge: (name: string, bytes: number) =>
      `${name} wurde nicht eingefügt: Dateien dürfen höchstens ${size(german, bytes)} haben.`,
    notAdded: (name: string) => `${name} wurde nicht eingefügt.`,
    failed: 'Sie ließ sich nicht lesen. Versuchen Sie es noch einmal.',
    elsewhere: (what: string, host: string) =>
      `Bild von ${host || 'anderswo'}, nicht geladen${what && `: ${what}`}`,
  },

  menu: {
    label: 'Mehr',
    import: 'Datei einfügen …',
    formats: {
      md: 'Als Markdown herunterladen',
      html: 'Als Webseite herunterladen',
      docx: 'Für Word herunterladen (.docx)',
      txt: 'Als Text herunterladen',
    },
    print: 'Drucken oder als PDF speichern …',
  },

  importing: {
    heading: (name: string) => `„${name}“ wurde nicht eingefügt`,
    failed: 'Was sie liest, konnte nicht geladen werden. Nichts wurde geändert. Versuchen Sie es online noch einmal.',
    codes: {
      'file-kind': 'Gelesen werden Markdown, HTML, Text und Word (.docx). Nichts wurde geändert.',
      'file-too-large': 'Sie ist größer als 20 MB. Nichts wurde geändert.',
      'file-damaged': 'Sie ist nicht, was ihr Name sagt, oder beschädigt. Nichts wurde geändert.',
    },
  },

  exporting: {
    heading: 'Die Datei ist nicht entstanden',
    failed:
      'Etwas, das sie braucht, konnte nicht geladen werden. Nichts wurde geändert. Versuchen Sie es online noch ' +
      'einmal.',
    withImages: 'Mit Bildern?',
    imagesAre: (bytes: number) =>
      `Die Bilder machen die Datei um etwa ${size(german, bytes)} größer, und wer die Datei bekommt, sieht sie.`,
    missing: (n: number) => `${plural(german, n, 'Bild ließ', 'Bilder ließen')} sich nicht öffnen.`,
    with: 'Mit Bildern',
    without: 'Ohne Bilder',
  },

  comments: {
    add: 'Kommentieren',
    heading: 'Kommentare',
    show: (n: number) => (n === 0 ? 'Kommentare' : plural(german, n, 'offener Kommentar', 'offene Kommentare')),
    showResolved: 'Erledigte zeigen',
    by: (name: string, quote: string) => `Kommentar von ${name}${quote && ` zu „${quote}“`}`,
    empty: 'Noch keine Kommentare. Wählen Sie Text aus und drücken Sie den Knopf dafür oder Strg+Alt+M.',
    none: 'Keine Kommentare.',
    write: 'Kommentar schreiben …',
    reply: 'Antworten …',
    send: 'Kommentieren',
    save: 'Speichern',
    cancel: 'Abbrechen',
    edit: 'Bearbeiten',
    remove: 'Löschen',
    resolve: 'Erledigt',
    reopen: 'Wieder öffnen',
    resolved: 'Erledigt',
    gone: 'Der Text wurde entfernt',
  },

  state: {
    connecting: 'Verbinden …',
    sending: 'Senden …',
    waiting: 'Wartet',
    fetching: 'Holen …',
    saved: 'Auf dem Server gespeichert',
    upToDate: 'Auf dem neuesten Stand',
    filesMissing: (n: number) => `${plural(german, n, 'Datei', 'Dateien')} noch nicht auf dem Server`,
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
    count: (n: number) => plural(german, n, 'Person hier', 'Personen hier'),
    people: (n: number) => plural(german, n, 'Person', 'Personen'),
    more: (n: number) => `und ${n} mehr`,
    devices: (n: number) => `${n} Geräte oder Tabs mit diesem Namen und dieser Farbe`,
    changeName: 'Namen ändern',
    follow: (name: string) => `${name} folgen`,
    followShort: 'Folgen',
    unfollow: (name: string) => `${name} nicht mehr folgen`,
    following: (name: string) => `Sie folgen ${name}`,
    nowhere: (name: string) => `Sie folgen ${name}, gerade nicht im Text`,
    stop: 'Beenden',
    came: (names: string, n: number) => `${names} ${n === 1 ? 'ist' : 'sind'} hier.`,
    left: (names: string, n: number) => `${names} ${n === 1 ? 'ist' : 'sind'} gegangen.`,
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
    links: {
      own: {
        name: 'Eigentumslink',
        allows: 'Wer ihn hat, kann alles, was Sie können: Links beenden, Geräte entfernen, diesen Link weitergeben.',
      },
      edit: { name: 'Schreiblink', allows: 'Wer ihn hat, kann lesen und schreiben und ihn weitergeben.' },
      view: { name: 'Leselink', allows: 'Wer ihn hat, kann live mitlesen und nichts ändern.' },
    },
    linksTab: 'Links',
    accessTab: 'Wer Zugang hat',
    ownNote:
      'Die Adresse dieser Seite ist der Link des Eigentümers. Behalten Sie ihn für sich und teilen Sie einen von diesen.',
    fragmentNote:
      'Der Schlüssel steht hinter dem Zeichen #, und Browser schicken diesen Teil an keinen Server. ' +
      'Geben Sie ihn auf einem Weg weiter, dem Sie trauen.',
    copy: 'Kopieren',
    copyOf: (what: string) => `${what} kopieren`,
    copied: 'Kopiert',
    copyFailed: 'Ausgewählt: Strg+C oder ⌘C drücken',
    passOn: 'Senden',
    passOnOf: (what: string) => `${what} senden`,
    qr: 'QR-Code',
    qrOf: (what: string) => `QR-Code für den ${what}`,
    qrHint: 'Halten Sie die Kamera eines Telefons darauf. Wer den Bildschirm filmt, hat den Link auch.',
    close: 'Schließen',

    conditions: 'Passwort und Enddatum',
    password: 'Passwort',
    passwordHint: 'Geben Sie das Passwort auf einem anderen Weg weiter als den Link, zum Beispiel am Telefon.',
    noPassword: 'Kein Passwort',
    losesPassword: 'Ihr eigener Link hat ein Passwort. Ohne eines hier öffnen sich diese Links ohne.',
    suggest: 'Vorschlagen',
    show: 'Zeigen',
    strength: {
      weak: 'Schwach: Wer den Link findet, kann viele durchprobieren.',
      fair: 'Mittel: Es hält einer einzelnen Person stand.',
      strong: 'Stark.',
    },
    ends: 'Endet',
    endings: {
      never: 'Nie',
      day: 'In 1 Tag',
      week: 'In 7 Tagen',
      month: 'In 30 Tagen',
      date: 'An einem Tag',
    },
    dateLabel: 'Letzter Tag',
    dateMissing: 'Wählen Sie einen Tag, der noch nicht vorbei ist.',
    expiryPromise:
      'Von da an öffnet Tacit das Pad mit diesem Link nicht mehr und nimmt nichts mehr an, was mit ihm geschrieben wird. ' +
      'Gelesenes bleibt bei dem, der es gelesen hat, und ein verändertes Programm kann weiterlesen, bis Sie unter „Wer Zugang hat“ alle Links beenden.',
    apply: 'Links anlegen',
    making: 'Die Links entstehen …',
    clear: 'Ohne Bedingungen',
    asks: 'Fragt nach dem Passwort',
    endsOn: (date: string) => `Endet ${date}`,
    earlier: 'Die Links oben sind neu. Links, die Sie vorher weitergegeben haben, bleiben, wie sie waren.',
    failed: 'Die Links konnten nicht angelegt werden.',

    secondOwner: 'Zweiten Eigentümer hinzufügen',
    secondOwnerWarning:
      'Dieser Link lässt sich nicht beenden oder zurücknehmen, auch nicht von Ihnen. Geben Sie ihn nur jemandem, dem Sie das ganze Pad anvertrauen, ' +
      'oder einem eigenen Gerät.',
    showOwn: 'Verstanden, zeigen',
  },

  history: {
    open: 'Verlauf',
    heading: 'Verlauf',
    back: 'Zurück zum Pad',
    loading: 'Der Verlauf des Pads wird gelesen …',
    empty: 'Hier wurde noch nichts geschrieben. Sobald es etwas gibt, können Sie hier hindurchgehen.',
    fromDevice: 'Der Server ist nicht zu erreichen. Das ist der Verlauf, soweit ihn dieses Gerät hat.',
    trimmed: 'Was davor geschrieben wurde, ist aufgeräumt: Nur das Ergebnis ist aufgehoben.',
    trimmedBefore: (time: string) => `Der Verlauf vor ${time} ist aufgeräumt: Nur das Ergebnis ist aufgehoben.`,
    sheet: 'Das Pad, wie es war',
    slider: 'Stelle im Verlauf',
    place: (at: number, of: number) => `Fassung ${german.format(at)} von ${german.format(of)}`,
    noTime: 'Zeit unbekannt',
    wrote: (added: number, removed: number) =>
      `in dieser Sitzung: ${german.format(added)} geschrieben, ${german.format(removed)} gelöscht`,
    writers: 'Wer geschrieben hat',
    previous: 'Eine Fassung zurück',
    next: 'Eine Fassung weiter',
    play: 'Abspielen',
    pause: 'Anhalten',
    compare: 'Anzeige',
    against: { nothing: 'Wie es war', before: 'Was sich änderte', now: 'Verglichen mit jetzt' },
    noChanges: { before: 'In dieser Fassung änderten sich keine Wörter.', now: 'Die Wörter sind dieselben wie jetzt.' },
    inserted: 'eingefügt:',
    deleted: 'gelöscht:',
    image: (name: string) => (name === '' ? 'Bild' : `Bild: ${name}`),
    restore: 'Wiederherstellen',
    restoreThis: 'Das Pad wieder so machen, wie es in dieser Fassung war',
    restored: 'Wiederhergestellt. Auch die anderen sehen es.',
    undo: 'Rückgängig',
  },

  access: {
    heading: 'Geräte, die schreiben dürfen',
    explained:
      'Jeder Browser und jedes Programm, das dieses Pad mit einem Schreib- oder Eigentumslink geöffnet hat, steht hier, sobald es etwas geschrieben hat. ' +
      'Wer nur liest, hinterlässt keine Spur und steht nicht in der Liste.',
    none: 'Hier hat noch niemand geschrieben.',
    unnamed: (id: string) => `Gerät ${id}`,
    thisDevice: 'dieses Gerät',
    here: 'gerade hier',
    owner: 'Eigentum',
    writer: 'Darf schreiben',
    removed: 'Entfernt',
    until: (date: string) => `bis ${date}`,
    choose: (name: string) => `${name} zum Entfernen vormerken`,
    remove: (n: number) => (n === 1 ? 'Gerät entfernen …' : `${german.format(n)} Geräte entfernen …`),
    endAll: 'Alle bisherigen Links beenden …',
    onlyOwner: 'Nur ein Eigentümer kann Geräte entfernen oder Links beenden.',

    confirmRemove: (names: string) => `${names} entfernen?`,
    confirmEnd: 'Alle Links beenden?',
    leaving: (names: string, n: number) =>
      `${names} ${n === 1 ? 'kann' : 'können'} nicht mehr schreiben und nicht mehr lesen, was ab jetzt geschrieben wird. ` +
      `Was ${n === 1 ? 'dieses Gerät hat' : 'diese Geräte haben'}, bleibt dort.`,
    leavingOwner: 'Wer den Eigentumslink hat, kann damit wiederkommen: Dieser Link lässt sich nicht beenden.',
    linksEnd: 'Alle bisher weitergegebenen Schreib- und Leselinks enden, mit allen ihren Bedingungen.',
    readersEnd: 'Wer nur liest, ist sofort ausgeschlossen, bis Sie den neuen Leselink weitergeben.',
    offlineEnd: 'Wer einen Link bekommen und noch nie geschrieben hat, braucht einen neuen.',
    stay: (names: string) => `Weiter wie bisher: ${names}.`,
    ownStays: 'Der Eigentumslink, die Adresse dieser Seite, bleibt.',
    confirm: 'Links beenden',
    confirmRemoval: 'Entfernen und Links beenden',
    cancel: 'Abbrechen',
    working: 'Die Schlüssel werden gewechselt …',
    done: 'Erledigt. Alle früheren Links sind beendet; dies sind die neuen.',
    doneRemoved: (n: number) =>
      `Erledigt. ${n === 1 ? 'Das Gerät ist' : `${german.format(n)} Geräte sind`} entfernt und alle früheren Links beendet; ` +
      'dies sind die neuen.',
    failed: 'Nichts wurde verändert: Die Schlüssel sind, wie sie waren.',
    retry: 'Noch einmal versuchen',
  },

  password: {
    heading: 'Dieses Pad hat ein Passwort',
    what:
      'Wer Ihnen den Link gab, kennt es. Es wird nur in diesem Browser gebraucht und nicht an den Server geschickt.',
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
    wait: (duration: string) => `Die Wartezeit beträgt ${duration}.`,

    codes: {
      malformed: 'Der Server konnte nicht lesen, was diese Seite geschickt hat.',
      'version-unsupported':
        'Seite und Server haben keine Version des Protokolls gemeinsam: Eines von beiden ist zu alt.',
      'message-too-large': 'Eine Änderung war größer, als der Server auf einmal annimmt.',
      'rate-limited': 'Dieses Gerät hat in kurzer Zeit mehr geschickt, als der Server annimmt.',
      'too-many-connections': 'Der Server hat so viele Besucher, wie er bedienen kann.',
      'address-blocked': 'Aus Ihrem Netz kamen zu viele falsche Links oder Passwörter.',
      'origin-refused': 'Der Server ist nicht für die Adresse eingerichtet, unter der diese Seite geöffnet wurde.',
      'out-of-order': 'Server und Seite sind aus dem Takt geraten.',
      draining: 'Der Server wird gerade neu gestartet.',
      'slow-reader': 'Das Netz war zu langsam für das, was der Server zu schicken hatte.',
      'idle-timeout': 'Die Verbindung war zu lange still, und der Server hat sie geschlossen.',
      internal: 'Auf dem Server ist dabei etwas schiefgegangen.',
      'audience-mismatch': 'Der Server kennt sich unter einem anderen Namen als dem im Link.',
      'clock-off': 'Die Uhr dieses Geräts geht um mehr als fünf Minuten falsch.',
      'channel-unknown': 'Dieser Server hat kein Pad zu diesem Link.',
      'descriptor-invalid': 'Die Beschreibung des Pads passt nicht zu seinem Link.',
      'proof-failed': 'Der Server hat den Schlüssel in diesem Link nicht angenommen.',
      'grant-invalid': 'Das Schreibrecht dieses Geräts stammt von niemandem, der es geben darf.',
      'grant-expired': 'Das Schreibrecht, das mit diesem Link kam, ist abgelaufen.',
      'author-removed': 'Der Eigentümer des Pads hat dieses Gerät entfernt.',
      'epoch-stale': 'Der Eigentümer des Pads hat alle früheren Links beendet, und dieser ist einer davon.',
      'cursor-invalid': 'Der Server wurde auf einen früheren Stand gesetzt, und diese Seite muss neu beginnen.',
      'too-many-channels': 'Über eine Verbindung sind mehr Pads offen, als der Server erlaubt.',
      'already-joined': 'Das Pad ist über diese Verbindung schon offen.',
      'not-joined': 'Die Verbindung zum Pad ging auf der Seite des Servers verloren.',
      'read-only': 'Dieser Link liest nur.',
      'entry-malformed': 'Der Server hat eine Änderung nicht verstanden, die diese Seite geschickt hat.',
      'entry-too-large': 'Eine Änderung war größer, als ein Pad auf einmal annimmt.',
      'author-mismatch': 'Eine Änderung wurde unter dem Namen eines anderen Geräts geschickt.',
      'counter-unexpected': 'Eine frühere Änderung dieses Geräts hat den Server nicht erreicht.',
      'counter-taken':
        'Ein anderes Gerät schreibt mit dem Schlüssel dieses Geräts: Sein Zustand wurde kopiert oder ' +
        'zurückgesetzt.',
      'epoch-wrong': 'Die Schlüssel des Pads wurden gewechselt, während dies unterwegs war.',
      'covers-ahead': 'Eine Zusammenfassung des Pads war weiter als das, was der Server hat.',
      'kind-refused': 'Der Server nimmt mit diesem Link diese Art von Änderung nicht an.',
      'channel-full': 'Das Pad hat allen Platz verbraucht, den der Server ihm gibt.',
      'instance-full': 'Der Server hat allen Platz verbraucht, der ihm zugeteilt ist.',
      'store-full': 'Die Platte des Servers ist voll.',
      'store-unavailable': 'Der Server erreicht seinen Speicher nicht.',
      'ephemeral-too-large': 'Eine Nachricht an die Anwesenden war größer, als der Server weitergibt.',
      'snapshot-unknown': 'Der Server hat die Zusammenfassung des Pads nicht, von der die Rede war.',
      'blob-unknown': 'Der Server hat nicht alle Teile dieser Datei.',
      'blob-damaged': 'Die Bytes dieser Datei wurden unterwegs oder am Ablageort verändert. Nichts davon wird gezeigt.',
      'blob-too-large': 'Diese Datei ist größer, als der Server annimmt.',
      'blob-newer': 'Diese Datei wurde mit einer neueren Version von Tacit hinzugefügt.',
      'link-damaged': 'Dieser Link lässt sich nicht lesen.',
      'link-newer': 'Der Link wurde mit einer neueren Version von Tacit gemacht.',
      'link-expired': 'Dieser Link war befristet, und seine Zeit ist vorbei.',
      'password-needed': 'Der Link braucht sein Passwort.',
      'password-wrong': 'Das Passwort ist wohl falsch.',
      'chain-broken': 'Der Server hat etwas ausgelassen, wiederholt oder verändert, das hier geschrieben wurde.',
      'history-forked': 'Der Server zeigt verschiedenen Menschen verschiedene Fassungen dieses Pads.',
      offline: 'Der Server antwortet nicht.',
      'outbox-damaged': 'Was dieser Browser zum Senden aufgehoben hatte, lässt sich nicht lesen.',
      'outbox-in-use': 'Ein anderer Tab oder ein Programm schreibt als dieses Gerät.',
      'store-newer': 'Was dieses Gerät aufhebt, stammt von einer neueren Version von Tacit und wurde nicht angerührt.',
      'store-damaged': 'Was vom Pad aufgehoben ist, ist beschädigt und wurde nicht angerührt.',
      'store-in-use': 'Ein anderes Programm benutzt, was vom Pad aufgehoben ist.',
      'store-foreign': 'Was an dieser Stelle liegt, hat nicht Tacit geschrieben. Es wurde nicht angerührt.',
      'not-a-pad': 'Dieser Link führt zu einem Protokoll, nicht zu einem Pad.',
      'page-not-loaded': 'Ein Teil dieser Seite konnte nicht vom Server geladen werden.',
      'device-full': 'Dieser Browser hat keinen Platz mehr für das, was hier geschrieben wird.',
      'key-lost': 'Die Wörter oder der Link, die Sie suchen, liegen nirgends außer bei Ihnen.',
    },

    parts: {
      scheme: 'Er beginnt nicht mit http:// oder https://.',
      host: 'Der Name des Servers darin lässt sich nicht lesen.',
      path: 'Nach dem Namen des Servers fehlt die Form /#/pad/edit/….',
      layer: 'Er nennt etwas, das kein Pad ist.',
      word: 'Vor dem letzten Teil sollte own, edit oder view stehen.',
      token: 'Sein letzter Teil enthält ein Zeichen, das dort nicht stehen kann.',
      length: 'Sein letzter Teil ist zu kurz oder zu lang: Er wurde abgeschnitten, oder am Ende kam etwas dazu.',
      checksum: 'In seinem letzten Teil wurde ein Zeichen verändert.',
      capability: 'Er sagt das eine und enthält das andere: own, edit oder view wurde von Hand geändert.',
      flags: 'Er verlangt etwas, das es nicht gibt.',
      epoch: 'Die Nummer seines Schlüssels lässt sich nicht lesen.',
      expiry: 'Der Zeitpunkt seines Endes lässt sich nicht lesen.',
    },

    cases: {
      linkDamaged: {
        heading: 'Dieser Link ist beschädigt',
        safe: 'Nichts wurde gesendet und nichts verändert. Das Pad, falls es existiert, ist, wie es war.',
        todo:
          'Kopieren Sie den Link noch einmal, ganz, von dort, wo Sie ihn herhaben. In einer Nachricht kann er ' +
          'abgeschnitten worden sein.',
      },
      notAPad: {
        heading: 'Das ist kein Pad',
        safe: 'Nichts wurde gesendet und nichts verändert.',
        todo: 'Folgen Sie ihm auf der Befehlszeile: tacit channel tail, dann der Link.',
      },
      pageNotLoaded: {
        heading: 'Ein Teil der Seite fehlt',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo: 'Prüfen Sie das Netz und laden Sie die Seite neu.',
      },
      newerLink: {
        heading: 'Dafür braucht es eine neuere Seite',
        safe: 'Nichts wurde gesendet und nichts verändert.',
        todo:
          'Laden Sie die Seite neu, um die neueste Fassung zu bekommen, oder bitten Sie darum, den Server zu ' +
          'aktualisieren.',
      },
      newerStore: {
        heading: 'Dieses Gerät kennt schon ein neueres Tacit',
        safe: 'Was hier liegt, bleibt, wie es ist, und was gesendet wurde, ist auf dem Server.',
        todo:
          'Laden Sie die Seite neu, um die neueste Fassung zu bekommen. Öffnen Sie das Pad bis dahin auf einem ' +
          'anderen Gerät.',
      },
      unknownPad: {
        heading: 'Dieser Server hat das Pad nicht',
        safe: 'Jedes Gerät, das das Pad hat, hat es noch und bringt es zurück, sobald es das Pad öffnet.',
        todo:
          'Prüfen Sie, ob der Link zu diesem Server gehört. Wenn ja, bitten Sie jemanden mit Schreiblink, das ' +
          'Pad einmal zu öffnen.',
      },
      proofFailed: {
        heading: 'Der Server hat diesen Link nicht angenommen',
        safe: 'Nichts wurde gesendet und nichts verändert. Das Pad, falls es existiert, ist, wie es war.',
        todo: 'Kopieren Sie den Link noch einmal, ganz. Braucht er ein Passwort, prüfen Sie es.',
      },
      blocked: {
        heading: 'Zu viele falsche Versuche aus Ihrem Netz',
        safe:
          'Das Pad ist unberührt. Der Server lässt alle an dieser Adresse warten, damit niemand Links erraten ' +
          'kann.',
        todo: 'Warten Sie und öffnen Sie dann einen Link, von dem Sie wissen, dass er stimmt.',
      },
      linkReplaced: {
        heading: 'Dieser Link wurde durch einen neueren ersetzt',
        safe: 'Was dieses Gerät vom Text hat, bleibt hier lesbar und lässt sich herunterladen.',
        todo:
          'Bitten Sie, wer das Pad geteilt hat, um den neuen Link. Was hier geschrieben und nicht gesendet ' +
          'wurde, steht mit im heruntergeladenen Text.',
      },
      linkExpired: {
        heading: 'Dieser Link ist abgelaufen',
        safe: 'Das Pad ist unberührt. Was dieses Gerät vom Text hat, bleibt hier lesbar und lässt sich herunterladen.',
        todo:
          'Bitten Sie, wer das Pad geteilt hat, um einen neuen Link. Stimmt das Datum dieses Geräts nicht, ' +
          'stellen Sie es und versuchen Sie es noch einmal.',
      },
      deviceRemoved: {
        heading: 'Dieses Gerät wurde vom Pad entfernt',
        safe:
          'Was dieses Gerät vom Text hat, bleibt hier lesbar und lässt sich herunterladen. Was anderswo ab jetzt ' +
          'geschrieben wird, kommt nicht mehr hierher.',
        todo: 'Halten Sie das für ein Versehen, bitten Sie den Eigentümer des Pads um einen neuen Link.',
      },
      rightEnded: {
        heading: 'Ihr Schreibrecht hier ist zu Ende',
        safe: 'Was dieses Gerät vom Text hat, bleibt hier lesbar und lässt sich herunterladen.',
        todo: 'Bitten Sie, wer das Pad geteilt hat, um einen neuen Link.',
      },
      readOnly: {
        heading: 'Dieser Link liest nur',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo: 'Bitten Sie, wer das Pad geteilt hat, um einen Schreiblink.',
      },
      padFull: {
        heading: 'Das Pad ist voll',
        safe:
          'Alles Gespeicherte bleibt lesbar. Was Sie seither geschrieben haben, liegt auf diesem Gerät und lässt ' +
          'sich herunterladen.',
        todo:
          'Schreiben Sie in einem neuen Pad weiter, oder bitten Sie, wer den Server betreibt, um mehr Platz. ' +
          'Sobald Platz ist, wird von selbst weitergesendet.',
      },
      serverFull: {
        heading: 'Der Server hat keinen Platz mehr',
        safe:
          'Alles Gespeicherte bleibt lesbar. Was Sie seither geschrieben haben, liegt auf diesem Gerät und lässt ' +
          'sich herunterladen.',
        todo: 'Sagen Sie es dem, der den Server betreibt. Sobald Platz ist, wird von selbst weitergesendet.',
      },
      deviceFull: {
        heading: 'Dieses Gerät hat keinen Platz mehr',
        safe: 'Alles Gespeicherte ist auf dem Server. Was Sie seither geschrieben haben, ist nur in diesem Tab.',
        todo:
          'Lassen Sie diesen Tab offen und laden Sie den Text herunter. Schaffen Sie dann Platz auf dem Gerät ' +
          'und versuchen Sie es noch einmal.',
      },
      tooLarge: {
        heading: 'Das ist zu groß',
        safe:
          'Was Sie geschrieben haben, liegt auf diesem Gerät und lässt sich herunterladen. Das vorher ' +
          'Gespeicherte ist auf dem Server.',
        todo: 'Nehmen Sie das zuletzt Eingefügte zurück und fügen Sie es in kleineren Stücken ein.',
      },
      passing: {
        heading: 'Der Server kann das gerade nicht annehmen',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo: 'Warten Sie einen Augenblick und versuchen Sie es noch einmal.',
      },
      offline: {
        heading: 'Der Server ist nicht zu erreichen',
        safe: 'Was Sie schreiben, bleibt auf diesem Gerät und wird später gesendet.',
        todo: 'Prüfen Sie das Netz und versuchen Sie es noch einmal.',
      },
      clockOff: {
        heading: 'Die Uhr dieses Geräts geht falsch',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo: 'Stellen Sie Datum und Uhrzeit dieses Geräts und versuchen Sie es noch einmal.',
      },
      doNotTrust: {
        heading: 'Die Geschichte des Servers geht nicht auf',
        safe:
          'Der Text auf diesem Gerät bleibt, wie er ist, und nichts mehr wird gesendet. Laden Sie eine Kopie ' +
          'herunter.',
        todo:
          'Vergleichen Sie Ihre Kopie mit anderen, die das Pad haben, bevor Sie einer trauen. Sagen Sie es dem, ' +
          'der den Server betreibt.',
      },
      copiedState: {
        heading: 'Der Zustand dieses Geräts wurde kopiert oder zurückgesetzt',
        safe: 'Alles Gespeicherte ist auf dem Server.',
        todo: 'Laden Sie die Seite neu: Dieser Browser macht dann als neues Gerät weiter.',
      },
      outboxDamaged: {
        heading: 'Der Speicher dieses Browsers wurde beschädigt',
        safe: 'Alles Gespeicherte ist auf dem Server. Was nicht zu lesen war, wurde beiseitegelegt und nicht gelöscht.',
        todo: 'Versuchen Sie es noch einmal: Dieser Browser macht als neues Gerät weiter.',
      },
      otherTab: {
        heading: 'Das Pad ist auf diesem Gerät noch einmal offen',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo: 'Schließen Sie den anderen Tab oder das Programm, oder schreiben Sie dort weiter.',
      },
      wrongAddress: {
        heading: 'Der Server bedient diese Adresse nicht',
        safe: 'Dem falschen Server wurde nichts bewiesen. Was noch nicht gesendet ist, bleibt auf diesem Gerät.',
        todo:
          'Öffnen Sie das Pad unter der eigenen Adresse des Servers, oder sagen Sie es dem, der ihn betreibt: ' +
          'Der Proxy davor muss die Kopfzeile Host weitergeben.',
      },
      oldPage: {
        heading: 'Seite und Server verstehen einander nicht',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo:
          'Laden Sie die Seite neu, um die neueste Fassung zu bekommen. Hilft das nicht, sagen Sie es dem, der ' +
          'den Server betreibt.',
      },
      operator: {
        heading: 'Die Ablage des Pads lässt sich nicht benutzen',
        safe: 'Nichts wurde gelöscht oder verändert. Was noch nicht gesendet ist, bleibt auf diesem Gerät.',
        todo: 'Sagen Sie es dem, der den Server betreibt, und nennen Sie die Kennung unten.',
      },
      fileMissing: {
        heading: 'Die Datei ist noch nicht vollständig',
        safe: 'Der Text des Pads ist vollständig. Die Datei ist auf dem Gerät, das sie hinzugefügt hat.',
        todo: 'Bitten Sie, wer die Datei hinzugefügt hat, das Pad zu öffnen, und versuchen Sie es dann noch einmal.',
      },
      fileDamaged: {
        heading: 'Die Datei wurde beschädigt',
        safe: 'Der Text des Pads ist unberührt, und von der beschädigten Datei wurde nichts geöffnet.',
        todo:
          'Versuchen Sie es noch einmal. Bleibt es dabei, bitten Sie, wer die Datei hinzugefügt hat, es noch ' +
          'einmal zu tun.',
      },
      fileTooLarge: {
        heading: 'Die Datei ist zu groß',
        safe: 'Nichts wurde gesendet und nichts verändert. Die Datei auf Ihrem Gerät ist unberührt.',
        todo: 'Verkleinern Sie sie, oder geben Sie sie auf anderem Weg weiter und setzen Sie einen Link ins Pad.',
      },
      keyLost: {
        heading: 'Ein verlorener Schlüssel lässt sich nicht ersetzen',
        safe: 'Jedes Gerät, auf dem das Pad offen ist oder auf der Liste steht, kann es noch lesen.',
        todo:
          'Öffnen Sie es auf einem solchen Gerät, suchen Sie den Link in Ihren Nachrichten, oder fragen Sie ' +
          'jemanden, der ihn hat. Sonst kann niemand das Pad öffnen, auch nicht, wer den Server betreibt: Er hat ' +
          'keinen Schlüssel.',
      },
      unknown: {
        heading: 'Das Pad konnte nicht geöffnet werden',
        safe:
          'Was Sie vorher geschrieben haben, ist auf dem Server. Was noch nicht gesendet ist, bleibt auf diesem ' +
          'Gerät.',
        todo:
          'Versuchen Sie es noch einmal. Bleibt es dabei, sagen Sie es dem, der den Server betreibt, und nennen ' +
          'Sie die Kennung unten.',
      },
    },
  },

  unknownError: 'auf dieser Seite ist etwas schiefgegangen, das sie nicht zu beheben weiß',

  bytes: (n: number) => size(german, n),
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
