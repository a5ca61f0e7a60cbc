// @ts-check
/**
 * What the server tells of each node (src/Server/Watch/NodeFigures.cs).
 * @typedef {{ peer: string, isUp: boolean, queuedBytes: number }} LinkFigures
 * @typedef {{
 *   node: string, role: string, isUp: boolean, isCutOff: boolean, version: string, connections: number,
 *   channels: number, appendsPerSecond: number, deliveriesPerSecond: number, receivedBytesPerSecond: number, sentBytesPerSecond: number,
 *   commitP50Seconds: number | null, commitP99Seconds: number | null, queued: number, storedBytes: number,
 *   processors: number, memoryBytes: number, diskFree: number | null, links: readonly LinkFigures[]
 * }} NodeFigures
 */

/** Below this part of a disk, somebody should look. */
export const diskFreeMin = 0.1;

/** @param {NodeFigures} node */
export function stateOf(node) {
  if (!node.isUp) return 'down';
  return node.isCutOff ? 'cut' : 'up';
}

/** @param {string} role */
const rank = (role) => ['front', 'core', 'storage'].indexOf(role);

/** A node that never answered is told by its name alone. @param {NodeFigures} node */
export const roleOf = (node) => node.role || (node.node.split(':')[0] ?? '');

/**
 * Which nodes are linked, seen from both ends: it stands if nobody says that it does not.
 * @param {readonly NodeFigures[]} nodes
 * @returns {readonly { from: string, to: string, isUp: boolean, queuedBytes: number }[]}
 */
export function edgesOf(nodes) {
  const edges = new Map();
  for (const node of nodes) {
    for (const { peer, isUp, queuedBytes } of node.links) {
      const [from, to] = rank(roleOf(node)) < rank(peer.split(':')[0] ?? '') ? [node.node, peer] : [peer, node.node];
      const known = edges.get(`${from} ${to}`);
      edges.set(`${from} ${to}`, {
        from,
        to,
        isUp: isUp && (known?.isUp ?? true),
        queuedBytes: queuedBytes + (known?.queuedBytes ?? 0),
      });
    }
  }
  const down = new Set(nodes.filter((node) => !node.isUp).map((node) => node.node));
  return [...edges.values()].map((edge) => ({
    ...edge,
    isUp: edge.isUp && !down.has(edge.from) && !down.has(edge.to),
  }));
}
