import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { textOfRich } from './fragment-text.ts';
import { safeHref, typedHref } from './links.ts';
import { markNames, nodeNames } from './names.ts';
import { holdsNewer, watchForNewer } from './newer.ts';
import { richSchema } from './schema.ts';

test('the names that load without the editor are those of its schema', () => {
  const { nodes, marks } = richSchema();
  expect(new Set(Object.keys(nodes).filter((name) => name !== 'doc' && name !== 'text'))).toEqual(nodeNames);
  expect(new Set(Object.keys(marks))).toEqual(markNames);
});

function element(name: string, text = '', marks: object = {}): Y.XmlElement {
  const made = new Y.XmlElement(name);
  const inside = new Y.XmlText();
  inside.insert(0, text, marks);
  made.insert(0, [inside]);
  return made;
}

test('what a newer version wrote is found, at any depth, as a node and as a mark', () => {
  const rich = new Y.Doc().getXmlFragment('rich');
  const overlapping = { 'comment--AbCd+/9=': { thread: 't' }, comment: { thread: 'u' }, bold: {} };
  rich.push([element('paragraph', 'known', overlapping)]);
  expect(holdsNewer(rich)).toBe(false);
  const quote = new Y.XmlElement('blockquote');
  quote.insert(0, [element('hologram')]);
  rich.push([quote]);
  expect(holdsNewer(rich)).toBe(true);

  const marked = new Y.Doc().getXmlFragment('rich');
  marked.push([element('paragraph', 'x', { glow: {} })]);
  expect(holdsNewer(marked)).toBe(true);
});

test('what others write is looked at before an editor hears of it', () => {
  const [here, there] = [new Y.Doc(), new Y.Doc()];
  const heard: string[] = [];
  here.getXmlFragment('rich').observeDeep(() => heard.push('editor'));
  watchForNewer(here, () => heard.push('newer'));
  there.getXmlFragment('rich').push([element('paragraph', 'known')]);
  Y.applyUpdate(here, Y.encodeStateAsUpdate(there));
  expect(heard).toEqual(['editor']);
  const paragraph = there.getXmlFragment('rich').get(0) as Y.XmlElement;
  (paragraph.get(0) as Y.XmlText).insert(0, 'x', { glow: {} });
  Y.applyUpdate(here, Y.encodeStateAsUpdate(there));
  expect(heard).toEqual(['editor', 'newer', 'editor']);
});

test('the text of a rich document has a line for each block and a tab between cells', () => {
  const rich = new Y.Doc().getXmlFragment('rich');
  const row = new Y.XmlElement('tableRow');
  const [one, other] = [new Y.XmlElement('tableCell'), new Y.XmlElement('tableCell')];
  one.insert(0, [element('paragraph', 'a')]);
  other.insert(0, [element('paragraph', 'b')]);
  row.insert(0, [one, other]);
  const greeting = element('paragraph', 'Dear ');
  const mention = new Y.XmlElement('mention');
  mention.setAttribute('label', 'Grace');
  greeting.push([mention]);
  rich.push([element('heading', 'Title', { bold: {} }), greeting, row]);
  expect(textOfRich(rich)).toBe('Title\nDear @Grace\na\tb');
});

test.each([
  ['https://example.org/a?b#c', true],
  ['HTTP://example.org', true],
  ['mailto:ada@example.org', true],
  ['javascript:alert(1)', false],
  ['java\nscript:alert(1)', false],
  ['\u0001javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['vbscript:x', false],
  ['file:///etc/passwd', false],
  ['//example.org', false],
  ['/relative', false],
  [['https://example.org'], false],
])('%j may be followed: %s', (href, isSafe) => {
  expect(safeHref(href) !== undefined).toBe(isSafe);
});

test('a typed address may lack its scheme', () => {
  expect(typedHref(' example.org/a ')).toBe('https://example.org/a');
  expect(typedHref('ada@example.org')).toBe('mailto:ada@example.org');
  expect(typedHref('localhost:8080')).toBe('https://localhost:8080/');
  expect(typedHref('javascript:alert(1)')).toBeUndefined();
  expect(typedHref('two words')).toBeUndefined();
});
