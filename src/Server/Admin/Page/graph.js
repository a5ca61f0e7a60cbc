// @ts-check
/** Draws the topology: clients, fronts, cores, storages, and the links between them. From left to right, or, where the
 * page is narrow, from top to bottom. */
import { edgesOf, roleOf, stateOf } from './figures.js';
import { bytes, count, seconds, texts } from './texts.js';

/** @typedef {import('./figures.js').NodeFigures} NodeFigures */
/** @typedef {{ name: string, state: string, lines: readonly string[], target: string | null }} Box */

const boxWidth = 148;
const boxHeight = 66;
const narrowBelow = 640;

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** @param {readonly NodeFigures[]} nodes @param {number} width How much room there is, in pixels. */
export function drawGraph(nodes, width) {
  const whole = nodes.length === 1 && nodes[0]?.role === 'all' ? nodes[0] : undefined;
  const ranks = whole ? ranksOfOne(whole) : ranksOf(nodes);
  const edges = whole
    ? [
        { from: 'front', to: 'core', isUp: whole.isUp, queuedBytes: 0 },
        { from: 'core', to: 'storage', isUp: whole.isUp, queuedBytes: 0 },
      ]
    : edgesOf(nodes);
  const connected = nodes.reduce((sum, node) => sum + node.connections, 0);
  const clients = { name: texts.clients, state: 'clients', lines: [count(connected)], target: null };
  const columns = [[clients], ...ranks];

  const isNarrow = width < narrowBelow;
  const most = Math.max(...columns.map((column) => column.length));
  // Boxes that do not fit beside each other in a narrow page go on in the next line.
  const perLine = isNarrow ? Math.max(1, Math.min(most, Math.floor((width + 12) / (boxWidth + 12)))) : most;
  /** @type {Map<string, { x: number, y: number }>} */
  const places = new Map();
  let bottom = 0;
  let right = 0;
  let line = 0;
  columns.forEach((column, at) => {
    column.forEach((box, number) => {
      const place = isNarrow
        ? spread(Math.min(perLine, column.length - perLine * Math.floor(number / perLine)), number % perLine, perLine)
        : spread(column.length, number, most);
      const [x, y] = isNarrow
        ? [place * (boxWidth + 12), line + Math.floor(number / perLine) * (boxHeight + 12)]
        : [at * (boxWidth + gap(columns.length, width)), place * (boxHeight + 16)];
      places.set(box.name, { x, y });
      right = Math.max(right, x + boxWidth);
      bottom = Math.max(bottom, y + boxHeight);
    });
    line = bottom + 36;
  });

  const lines = [
    ...(ranks[0] ?? []).map((front) => (
      { from: clients.name, to: front.name, isUp: front.state !== 'down', queuedBytes: 0 }
    )),
    ...edges,
  ];
  return svg(
    'svg',
    { viewBox: `-2 -2 ${right + 4} ${bottom + 4}`, width: right + 4, height: bottom + 4, role: 'group' },
    ...lines.map((edge) => drawEdge(edge, places, isNarrow)),
    ...columns.flat().map((box) => drawBox(box, places.get(box.name) ?? { x: 0, y: 0 })),
  );
}

/** Centres a short line among long ones. @param {number} length @param {number} at @param {number} longest */
const spread = (length, at, longest) => at + (longest - length) / 2;

/** @param {number} columns @param {number} width */
const gap = (columns, width) => Math.max(36, Math.min(140, (width - 4 - columns * boxWidth) / (columns - 1)));

/** @param {readonly NodeFigures[]} nodes @returns {readonly (readonly Box[])[]} */
function ranksOf(nodes) {
  return ['front', 'core', 'storage'].map((role) =>
    nodes.filter((node) => roleOf(node) === role).map((node) => ({
      name: node.node,
      state: stateOf(node),
      lines: node.isUp ? linesOf(role, node) : [texts.state.down],
      target: node.node,
    })));
}

/** One process is all three, and shows them. @param {NodeFigures} node @returns {readonly (readonly Box[])[]} */
function ranksOfOne(node) {
  return ['front', 'core', 'storage'].map((role) => [
    {
      name: role,
      state: stateOf(node),
      lines: node.isUp ? linesOf(role, node) : [texts.state.down],
      target: node.node,
    },
  ]);
}

/** @param {string} role @param {NodeFigures} node */
function linesOf(role, node) {
  const { columns } = texts;
  if (role === 'front') {
    return [`${count(node.connections)} ${texts.clients}`, `${count(node.deliveriesPerSecond)} ${columns.deliveries}`];
  }
  if (role === 'core') {
    return [`${count(node.channels)} ${columns.channels}`, `${count(node.appendsPerSecond)} ${columns.appends}`];
  }
  return [bytes(node.storedBytes), `p99 ${seconds(node.commitP99Seconds)}`];
}

/** @param {Box} box @param {{ x: number, y: number }} place */
function drawBox(box, { x, y }) {
  const middle = x + boxWidth / 2;
  const first = y + (box.lines.length > 1 ? 22 : 29);
  const drawn = [
    svg('rect', { x, y, width: boxWidth, height: boxHeight, rx: 12 }),
    svg('circle', { cx: x + 15, cy: y + 15, r: 4.5 }),
    svg('text', { x: middle, y: first, class: 'name' }, box.name),
    // With a space between them, as they are read.
    ...box.lines.flatMap((text, at) => [' ', svg('text', { x: middle, y: first + 17 * (at + 1) }, text)]),
  ];
  if (box.target === null) return svg('g', { class: `box ${box.state}` }, ...drawn);
  const state = texts.state[/** @type {'up' | 'down' | 'cut'} */ (box.state)];
  const label = `${[box.name, ...box.lines].join(' ')}, ${state}`;
  const link = { href: `#node-${box.target}`, class: `box ${box.state}`, 'aria-label': label, 'data-box': box.name };
  return svg('a', link, ...drawn);
}

/**
 * @param {{ from: string, to: string, isUp: boolean, queuedBytes: number }} edge
 * @param {ReadonlyMap<string, { x: number, y: number }>} places
 * @param {boolean} isNarrow
 */
function drawEdge({ from, to, isUp, queuedBytes }, places, isNarrow) {
  const [one, other] = [places.get(from), places.get(to)];
  if (one === undefined || other === undefined) return svg('g', {});
  const [x1, y1, x2, y2] = isNarrow
    ? [one.x + boxWidth / 2, one.y + boxHeight, other.x + boxWidth / 2, other.y]
    : [one.x + boxWidth, one.y + boxHeight / 2, other.x, other.y + boxHeight / 2];
  const [dx, dy] = isNarrow ? [0, (y2 - y1) / 2] : [(x2 - x1) / 2, 0];
  const path = `M${x1} ${y1}C${x1 + dx} ${y1 + dy} ${x2 - dx} ${y2 - dy} ${x2} ${y2}`;
  const title = svg('title', {}, texts.edge(from, to, isUp) + (queuedBytes > 0 ? ` (${bytes(queuedBytes)})` : ''));
  return svg('path', { d: path, class: isUp ? 'edge' : 'edge down' }, title);
}
