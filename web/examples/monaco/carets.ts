/** y-monaco marks carets with classes, one for each client, and leaves it to the page how they look. */
import type { Awareness } from 'y-protocols/awareness';
import './carets.css';

export function styleCarets(awareness: Awareness): void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  awareness.on('change', () => sheet.replaceSync([...awareness.getStates()].map(rulesOf).join('')));
}

function rulesOf([client, { user }]: [number, { user?: { name?: unknown; color?: unknown } }]): string {
  // From others: a colour must be one, and a name must not end its string.
  const color = /^#[\da-f]{6}$/iu.test(String(user?.color)) ? String(user?.color) : '#555555';
  const name = JSON.stringify(String(user?.name ?? '').replaceAll(/[^\p{L}\p{N} .-]/gu, ''));
  return `
    .yRemoteSelection-${client} { background: ${color}33; }
    .yRemoteSelectionHead-${client} { --color: ${color}; }
    .yRemoteSelectionHead-${client}::after { content: ${name}; }`;
}
