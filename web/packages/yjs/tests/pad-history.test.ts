import { systemClock, type AuthorId, type LogRead, type ViewEvent } from '@tacit/client/layer';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeAll, encodeUpdate } from '../src/pad-content.ts';
import { PadHistory } from '../src/pad-history.ts';

const AUTHOR = '0011223344556677' as AuthorId;

function read(contents: readonly Uint8Array[], more: Partial<LogRead> = {}): LogRead {
  const events = contents.map(
    (content, at) =>
      ({ kind: 'update', seq: at + 2, author: AUTHOR, counter: at + 2, id: '', content }) as unknown as ViewEvent,
  );
  return { events, isWhole: true, source: 'server', unsent: [], ...more };
}

/** A document that grows by short words and loses some, an update for each change. */
function typed(count: number, looked: readonly number[] = []): { contents: Uint8Array[]; texts: Map<number, string> } {
  const doc = new Y.Doc();
  const contents: Uint8Array[] = [];
  const texts = new Map<number, string>();
  doc.on('update', (update: Uint8Array) => contents.push(encodeUpdate(1000 * contents.length, '', update)));
  const text = doc.getText('text');
  for (let at = 0; at < count; at++) {
    if (at % 5 === 4) text.delete((at * 7) % (text.length - 3), 3);
    else text.insert((at * 13) % (text.length + 1), `w${at} `);
    if (looked.includes(at)) texts.set(at, text.toString());
  }
  return { contents, texts };
}

test('every one of ten thousand versions is what it was, from whichever side it is looked at', async () => {
  const looked = [9_999, 0, 1, 99, 100, 101, 5_000, 4_999, 7_777, 9_998];
  const { contents, texts } = typed(10_000, looked);
  const history = await PadHistory.of(read(contents), systemClock);
  expect(history.versions).toHaveLength(10_000);
  for (const index of looked) {
    expect(history.documentAt(index).getText('text').toString()).toBe(texts.get(index));
  }
  const { added, removed } = history.sessions[0]!;
  expect(history.sessions).toHaveLength(1);
  expect(added - removed).toBe(texts.get(9_999)!.length);
});

test('a trimmed history begins with the snapshot, and one that says nothing new is no version', async () => {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, 'before');
  const document = encodeAll(Y.encodeStateAsUpdateV2(doc), new Map());
  const place = (seq: number): object => ({ seq, author: AUTHOR, counter: seq, id: '' });
  const snapshot = (seq: number): ViewEvent =>
    ({ kind: 'snapshot', ...place(seq), covers: new Map(), document, heads: 'unknown' }) as unknown as ViewEvent;
  const history = await PadHistory.of({ ...read([]), events: [snapshot(7), snapshot(8)], isWhole: false }, systemClock);
  expect(history.startsWith).toBe('snapshot');
  expect(history.versions).toMatchObject([{ at: 0, kind: 'snapshot', time: undefined }]);
  expect(history.documentAt(0).getText('text').toString()).toBe('before');
});

test('a sub-document has its place among the versions, and is read by its guid', async () => {
  const [root, chapter] = [new Y.Doc(), new Y.Doc({ guid: 'one' })];
  const contents: Uint8Array[] = [];
  for (const [guid, doc] of [['', root], ['one', chapter]] as const) {
    doc.on('update', (update: Uint8Array) => contents.push(encodeUpdate(0, guid, update)));
  }
  root.getMap('chapters').set('one', chapter);
  chapter.getText('text').insert(0, 'in it');
  const history = await PadHistory.of(read(contents), systemClock);
  expect(history.versions.map(({ guids }) => guids)).toEqual([[''], ['one']]);
  expect(history.documentAt(1, 'one').getText('text').toString()).toBe('in it');
  expect(history.documentAt(0, 'one').getText('text').toString()).toBe('');
});

test('what is no update is passed over, as everywhere', async () => {
  const { contents } = typed(3);
  const log = [contents[0]!, Uint8Array.of(9, 9), contents[1]!, Uint8Array.of(3)];
  const history = await PadHistory.of(read(log), systemClock);
  expect(history.versions).toHaveLength(2);
});
