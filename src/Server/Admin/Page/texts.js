// @ts-check
/** Every word of the page, in each language it speaks. */

const en = {
  heading: 'Operation',
  token: 'Token',
  tokenWhat: 'The one in the file that --admin-token-file names. It is kept until this tab is closed.',
  tokenWrong: 'This is not the token.',
  open: 'Open',
  forget: 'Lock',
  totals: 'Together',
  graph: 'Topology',
  nodes: 'Nodes',
  clients: 'clients',
  looking: 'Looking…',
  unreachable: 'This node does not answer. Trying again…',
  allWell: (/** @type {number} */ n) => (n === 1 ? 'One process, and all is well.' : `All ${n} nodes are up.`),
  down: (/** @type {readonly string[]} */ names) =>
    `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} not answer.`,
  cut: (/** @type {readonly string[]} */ names) => `No link: ${names.join(', ')}.`,
  diskFull: (/** @type {readonly string[]} */ names) => `Disk nearly full: ${names.join(', ')}.`,
  state: { up: 'up', down: 'down', cut: 'cut off' },
  edge: (/** @type {string} */ one, /** @type {string} */ other, /** @type {boolean} */ up) =>
    `${one} – ${other}: ${up ? 'linked' : 'no link'}`,
  columns: {
    node: 'Node',
    state: 'State',
    clients: 'Clients',
    channels: 'Channels',
    appends: 'Appends/s',
    deliveries: 'Deliveries/s',
    received: 'In/s',
    sent: 'Out/s',
    commit: 'Commit p50 · p99',
    queued: 'Queued',
    stored: 'Stored',
    processors: 'CPU',
    memory: 'Memory',
    disk: 'Disk free',
    version: 'Version',
  },
};

/** @type {typeof en} */
const de = {
  heading: 'Betrieb',
  token: 'Schlüsselwort',
  tokenWhat: 'Das aus der Datei, die --admin-token-file nennt. Es bleibt, bis dieser Tab geschlossen wird.',
  tokenWrong: 'Das ist nicht das Schlüsselwort.',
  open: 'Öffnen',
  forget: 'Sperren',
  totals: 'Zusammen',
  graph: 'Topologie',
  nodes: 'Knoten',
  clients: 'Clients',
  looking: 'Schaue nach…',
  unreachable: 'Dieser Knoten antwortet nicht. Neuer Versuch…',
  allWell: (n) => (n === 1 ? 'Ein Prozess, und alles ist gut.' : `Alle ${n} Knoten laufen.`),
  down: (names) => `${names.join(', ')} ${names.length === 1 ? 'antwortet' : 'antworten'} nicht.`,
  cut: (names) => `Keine Verbindung: ${names.join(', ')}.`,
  diskFull: (names) => `Platte fast voll: ${names.join(', ')}.`,
  state: { up: 'läuft', down: 'steht', cut: 'getrennt' },
  edge: (one, other, up) => `${one} – ${other}: ${up ? 'verbunden' : 'keine Verbindung'}`,
  columns: {
    node: 'Knoten',
    state: 'Zustand',
    clients: 'Clients',
    channels: 'Kanäle',
    appends: 'Einträge/s',
    deliveries: 'Zustellungen/s',
    received: 'Ein/s',
    sent: 'Aus/s',
    commit: 'Commit p50 · p99',
    queued: 'Wartend',
    stored: 'Gespeichert',
    processors: 'CPU',
    memory: 'Speicher',
    disk: 'Platte frei',
    version: 'Version',
  },
};

export const language = navigator.languages.find((one) => /^(de|en)\b/u.test(one))?.slice(0, 2) ?? 'en';
export const texts = language === 'de' ? de : en;

const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });

/** @param {number} value */
export const count = (value) => (value < 10 ? number : whole).format(value);

/** @param {number | null} value */
export const share = (value) => (value === null ? '–' : percent.format(value));

/** @param {number} value */
export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  for (; value >= 1024 && at < units.length - 1; at++) value /= 1024;
  return `${(value < 10 && at > 0 ? number : whole).format(value)} ${units[at]}`;
}

/** @param {number | null} value */
export function seconds(value) {
  if (value === null) return '–';
  if (value < 0.001) return `${whole.format(value * 1e6)} µs`;
  return value < 1 ? `${number.format(value * 1e3)} ms` : `${number.format(value)} s`;
}
