import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { StillClock } from '../clock.ts';
import { History } from './history.svelte.ts';
import type { Past, PastVersion, TimeTravel } from './past.ts';

/** The past of a text that was written in these steps, by two in turn. */
function pastOf(steps: readonly string[], more: Partial<Past> = {}): Past {
  const versions: PastVersion[] = steps.map((_, at) => ({ at, author: at % 4 < 2 ? 'a' : 'b', label: '', time: at * 1_000 }));
  const pairs = versions.filter(({ at }) => at % 2 === 0).map(({ at }) => versions.slice(at, at + 2));
  return {
    versions,
    sessions: pairs.map((pair) => ({ author: pair[0]!.author, versions: pair, added: 1, removed: 0 })),
    startsWith: 'beginning',
    source: 'server',
    documentAt: (index) => {
      const doc = new Y.Doc();
      doc.getText('text').insert(0, steps[index] ?? '');
      return doc;
    },
    ...more,
  };
}

async function opened(steps: readonly string[], travel: Partial<TimeTravel> = {}) {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, 'now');
  const clock = new StillClock();
  const restored: unknown[] = [];
  const history = new History(
    {
      history: async () => pastOf(steps),
      restore: (_past, index, options) => void restored.push([index, options]),
      ...travel,
    },
    doc,
    'text',
    clock,
  );
  await Promise.resolve();
  await Promise.resolve();
  return { history, clock, restored };
}

const steps = ['o', 'on', 'one', 'one t', 'one tw', 'one two'];

test('opens at the newest version, and stays between the ends', async () => {
  const { history } = await opened(steps);
  expect(history.index).toBe(5);
  history.step(1);
  expect(history.index).toBe(5);
  history.step(-99);
  expect(history.index).toBe(0);
  expect(history.document()?.getText('text').toString()).toBe('o');
});

test('steps from session to session', async () => {
  const { history } = await opened(steps);
  history.stepSession(-1);
  expect(history.index).toBe(4);
  history.stepSession(-1);
  expect(history.index).toBe(2);
  expect(history.session?.author).toBe('b');
  history.stepSession(1);
  history.stepSession(1);
  expect(history.index).toBe(5);
});

test('plays from the beginning to the end, and leaves nothing running', async () => {
  const { history, clock } = await opened(steps);
  history.play();
  clock.move(350);
  expect(history.index).toBe(1);
  expect(history.isPlaying).toBe(true);
  clock.move(10_000);
  expect(history.index).toBe(5);
  expect(history.isPlaying).toBe(false);
  history.play();
  history.close();
  expect(clock.waitingCount).toBe(0);
});

test('a long history plays in large strides', async () => {
  const { history, clock } = await opened(Array.from({ length: 1_000 }, (_, i) => `${i}`));
  history.play();
  clock.move(350);
  expect(history.index).toBe(12);
});

test('compares with the version before, and with now', async () => {
  const { history } = await opened(steps);
  history.hold('before');
  const words = () => history.compared().map(({ change, pieces }) => [change, pieces.map(({ kind, text }) => kind + text)]);
  expect(words()).toEqual([['changed', ['sameone ', 'outtw', 'intwo']]]);
  history.hold('now');
  expect(words()).toEqual([['in', ['innow']], ['out', ['outone two']]]);
});

test('restores the version on show, and nothing but the text', async () => {
  const { history, restored } = await opened(steps);
  history.show(2);
  history.restore();
  expect(restored).toEqual([[2, { roots: ['text'] }]]);
});

test('of a rich pad too, comments and the title stay as they are', async () => {
  const restored: unknown[] = [];
  const travel: TimeTravel = {
    history: async () => pastOf(steps),
    restore: (_past, index, options) => void restored.push([index, options]),
  };
  const history = new History(travel, new Y.Doc(), 'rich', new StillClock());
  await expect.poll(() => history.phase.kind).toBe('ready');
  history.show(1);
  history.restore();
  expect(restored).toEqual([[1, { roots: ['rich'] }]]);
});

test('a pad nobody wrote in has no history, and a refusal is told', async () => {
  expect((await opened([])).history.phase.kind).toBe('empty');
  const error = { code: 'epoch-stale', sentence: 'no', detail: undefined };
  const { history } = await opened(steps, { history: () => Promise.reject(error) });
  expect(history.phase).toEqual({ kind: 'failed', error });
});

test('leaving while it loads ends the reading, and says nothing more', async () => {
  let signal: AbortSignal | undefined;
  const { history } = await opened(steps, {
    history: (reading) => {
      signal = reading.signal;
      return new Promise((_resolve, reject) => reading.signal.addEventListener('abort', () => reject(reading.signal.reason)));
    },
  });
  history.close();
  await Promise.resolve();
  expect(signal?.aborted).toBe(true);
  expect(history.phase.kind).toBe('loading');
});
