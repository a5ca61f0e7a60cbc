// @ts-check
/** The operator's page: asks the server every two seconds how its nodes are, while somebody looks. */
import { diskFreeMin, edgesOf, roleOf, stateOf } from './figures.js';
import { drawGraph, svg } from './graph.js';
import { bytes, count, language, seconds, share, texts } from './texts.js';

/** @typedef {import('./figures.js').NodeFigures} NodeFigures */

const lookEveryMs = 2_000;
const pastMax = 60;
const nothing = '–';
const tokenKey = 'tacit-admin-token';

/** @template {HTMLElement} T @param {string} id @param {new () => T} type @returns {T} */
function part(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

const door = part('door', HTMLFormElement);
const field = part('token', HTMLInputElement);
const wrong = part('wrong', HTMLElement);
const view = part('view', HTMLElement);
const health = part('health', HTMLElement);
const forget = part('forget', HTMLButtonElement);
const graph = part('graph', HTMLElement);
const totals = part('totals', HTMLElement);
const table = part('nodes', HTMLTableElement);

/** What is shown now, and the totals of the last two minutes. @type {readonly NodeFigures[]} */
let shown = [];
/** @type {{ clients: number, appends: number, deliveries: number }[]} */
const past = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let next;

/** @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} children */
function html(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Says it once, not every two seconds: it is read out. @param {string} text @param {boolean} isWell */
function say(text, isWell) {
  if (health.textContent !== text) health.textContent = text;
  health.className = isWell ? 'well' : 'ill';
}

async function look() {
  clearTimeout(next);
  const token = sessionStorage.getItem(tokenKey);
  if (token === null) return showDoor('');
  try {
    const response = await fetch('/admin/nodes', {
      headers: { authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 401) {
      sessionStorage.removeItem(tokenKey);
      return showDoor(texts.tokenWrong);
    }
    if (!response.ok) throw new Error(String(response.status));
    const { nodes } = await response.json();
    show(nodes);
  } catch {
    say(texts.unreachable, false);
  }
  next = setTimeout(() => document.hidden || void look(), lookEveryMs);
}

/** @param {string} why */
function showDoor(why) {
  view.hidden = forget.hidden = true;
  door.hidden = false;
  wrong.textContent = why;
  say('', true);
  field.value = '';
  field.focus();
}

/** @param {readonly NodeFigures[]} nodes */
function show(nodes) {
  door.hidden = true;
  view.hidden = forget.hidden = false;
  shown = nodes;
  const sum = (/** @type {(node: NodeFigures) => number} */ of) => nodes.reduce((all, node) => all + of(node), 0);
  past.push({
    clients: sum((node) => node.connections),
    appends: sum((node) => node.appendsPerSecond),
    deliveries: sum((node) => node.deliveriesPerSecond),
  });
  if (past.length > pastMax) past.shift();
  showHealth(nodes);
  showTotals();
  showGraph();
  showTable(nodes);
}

/** @param {readonly NodeFigures[]} nodes */
function showHealth(nodes) {
  const down = nodes.filter((node) => !node.isUp).map((node) => node.node);
  const cut = edgesOf(nodes)
    .filter((edge) => !edge.isUp && !down.includes(edge.from) && !down.includes(edge.to))
    .map((edge) => `${edge.from} – ${edge.to}`);
  const full = nodes.filter((node) => node.diskFree !== null && node.diskFree < diskFreeMin).map((node) => node.node);
  const ills = [
    ...(down.length > 0 ? [texts.down(down)] : []),
    ...(cut.length > 0 ? [texts.cut(cut)] : []),
    ...(full.length > 0 ? [texts.diskFull(full)] : []),
  ];
  say(ills.length > 0 ? ills.join(' ') : texts.allWell(nodes.length), ills.length === 0);
}

function showTotals() {
  const { columns } = texts;
  totals.replaceChildren(
    ...[
      { name: columns.clients, of: past.map((one) => one.clients) },
      { name: columns.appends, of: past.map((one) => one.appends) },
      { name: columns.deliveries, of: past.map((one) => one.deliveries) },
    ].map(({ name, of }) =>
      html('div', { class: 'total' }, html('h2', {}, name), html('p', {}, count(of.at(-1) ?? 0)), drawPast(of))),
  );
}

/** The last two minutes as a line; the figure beside it is for who cannot see it. @param {readonly number[]} values */
function drawPast(values) {
  const highest = Math.max(1, ...values);
  const points = values.map((value, at) => {
    const x = ((pastMax - values.length + at) / (pastMax - 1)) * 100;
    return `${x},${30 - (value / highest) * 28}`;
  });
  return svg(
    'svg',
    { viewBox: '0 0 100 31', preserveAspectRatio: 'none', class: 'past', 'aria-hidden': 'true' },
    svg('polyline', { points: points.join(' ') }),
  );
}

function showGraph() {
  // What has the focus is drawn anew: it keeps it.
  const focused = document.activeElement?.closest('#graph a')?.getAttribute('data-box');
  graph.replaceChildren(drawGraph(shown, graph.clientWidth));
  if (focused === undefined || focused === null) return;
  for (const box of graph.querySelectorAll('a')) {
    if (box.getAttribute('data-box') === focused) /** @type {SVGAElement} */ (/** @type {unknown} */ (box)).focus();
  }
}

/** @param {readonly NodeFigures[]} nodes */
function showTable(nodes) {
  const { columns } = texts;
  const head = html('tr', {}, ...Object.values(columns).map((name) => html('th', { scope: 'col' }, name)));
  const rows = nodes.map((node) => {
    const state = stateOf(node);
    const isFront = ['front', 'all'].includes(roleOf(node));
    const cells = node.isUp
      ? {
          clients: isFront ? count(node.connections) : nothing,
          channels: count(node.channels),
          appends: ['core', 'all'].includes(roleOf(node)) ? count(node.appendsPerSecond) : nothing,
          deliveries: isFront ? count(node.deliveriesPerSecond) : nothing,
          received: isFront ? bytes(node.receivedBytesPerSecond) : nothing,
          sent: isFront ? bytes(node.sentBytesPerSecond) : nothing,
          commit: node.commitP50Seconds === null
            ? nothing
            : `${seconds(node.commitP50Seconds)} · ${seconds(node.commitP99Seconds)}`,
          queued: count(node.queued),
          stored: ['storage', 'all'].includes(roleOf(node)) ? bytes(node.storedBytes) : nothing,
          processors: share(node.processors),
          memory: bytes(node.memoryBytes),
          disk: node.diskFree === null ? nothing : share(node.diskFree),
          version: node.version,
        }
      : {};
    const others = Object.keys(columns).length - 2;
    return html(
      'tr',
      { id: `node-${node.node}`, tabindex: '-1' },
      html('th', { scope: 'row' }, node.node),
      html('td', { 'data-column': columns.state, class: `state ${state}` }, texts.state[state]),
      ...(node.isUp ? [] : [html('td', { class: 'none', colspan: String(others) })]),
      ...Object.entries(cells).map(([key, value]) => html(
        'td',
        { 'data-column': columns[/** @type {keyof typeof columns} */ (key)], class: value === nothing ? 'none' : '' },
        value,
      )),
    );
  });
  table.replaceChildren(html('thead', {}, head), html('tbody', {}, ...rows));
}

document.documentElement.lang = language;
document.title = `Tacit · ${texts.heading}`;
for (const element of document.querySelectorAll('[data-text]')) {
  element.textContent = /** @type {any} */ (texts)[element.getAttribute('data-text') ?? ''];
}
for (const element of document.querySelectorAll('[data-label]')) {
  element.setAttribute('aria-label', /** @type {any} */ (texts)[element.getAttribute('data-label') ?? '']);
}

door.addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(tokenKey, field.value.trim());
  void look();
});
forget.addEventListener('click', () => {
  sessionStorage.removeItem(tokenKey);
  void look();
});
document.addEventListener('visibilitychange', () => document.hidden || void look());
new ResizeObserver(() => shown.length > 0 && showGraph()).observe(graph);
say(texts.looking, true);
void look();
