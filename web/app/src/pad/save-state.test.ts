import { expect, test } from 'vitest';
import { StillClock } from '../clock.ts';
import { SaveState } from './save-state.svelte.ts';

const writer = { readsOnly: false, isDurable: true, unsentFiles: 0 };

function watched(circumstances = writer): { clock: StillClock; state: SaveState } {
  const clock = new StillClock();
  return { clock, state: new SaveState(clock, () => circumstances) };
}

test('says when everything is saved, and when it is on its way', () => {
  const { state } = watched();
  state.heard({ kind: 'syncing', unsentCount: 2 });
  expect(state.text).toBe('Sending…');

  state.heard({ kind: 'saved' });
  expect(state.text).toBe('Saved on the server');
  expect(state.next).toBeUndefined();
});

test('counts down to the next try, and never says zero while it waits', () => {
  const { clock, state } = watched();
  state.heard({ kind: 'offline', unsentCount: 3, retryInMs: 3_200 });
  expect(state.text).toBe('Offline: 3 changes kept on this device');
  expect(state.next).toBe('trying again in 4 s');

  clock.move(200);
  expect(state.next).toBe('trying again in 3 s');
  clock.move(2_999);
  expect(state.next).toBe('trying again in 1 s');
  clock.move(1);
  expect(state.next).toBe('trying again…');
  expect(clock.waitingCount).toBe(0);
});

test('stops counting when it is back, or when the page is left', () => {
  const { clock, state } = watched();
  state.heard({ kind: 'offline', unsentCount: 0, retryInMs: 30_000 });
  expect(state.text).toBe('Offline');
  state.heard({ kind: 'connecting', unsentCount: 0 });
  expect(state.next).toBeUndefined();
  expect(clock.waitingCount).toBe(0);

  state.heard({ kind: 'offline', unsentCount: 1, retryInMs: 30_000 });
  state.stop();
  expect(clock.waitingCount).toBe(0);
});

test('does not claim that a change is kept where the browser keeps nothing', () => {
  const { state } = watched({ ...writer, isDurable: false });
  state.heard({ kind: 'offline', unsentCount: 1 });
  expect(state.text).toBe('Offline: 1 change only in this tab, leave it open');
});

test('says that it waits when the server takes nothing more, not that it sends', () => {
  const { state } = watched();
  const error = { code: 'channel-full', sentence: 'the channel is full', detail: undefined };
  state.heard({ kind: 'syncing', unsentCount: 2, error });
  expect(state.text).toBe('Waiting: 2 changes kept on this device');
  expect(state.onServer).toContain('2 changes wait here');
});

test('does not call a pad saved while the server lacks one of its files', () => {
  const circumstances = { ...writer, unsentFiles: 1 };
  const { state } = watched(circumstances);
  state.heard({ kind: 'saved' });
  expect(state.kind).toBe('syncing');
  expect(state.text).toBe('1 file not on the server yet');
  expect(state.onServer).toContain('Has all of the text');
  circumstances.unsentFiles = 0;
  expect(state.kind).toBe('saved');
  expect(state.text).toBe('Saved on the server');
});

test('never tells a reader that something was saved', () => {
  const { state } = watched({ ...writer, readsOnly: true });
  state.heard({ kind: 'syncing', unsentCount: 0 });
  expect(state.text).toBe('Fetching…');
  state.heard({ kind: 'saved' });
  expect(state.text).toBe('Up to date');
});

test('says what is where: on this device, and on the server since when', () => {
  const { clock, state } = watched();
  state.heard({ kind: 'saved' });
  const first = state.onServer;
  expect(first).toMatch(/^Has everything, encrypted, since \d+:\d\d/u);
  clock.move(120_000);
  state.heard({ kind: 'saved' });
  expect(state.onServer).toBe(first);

  state.heard({ kind: 'offline', unsentCount: 2, retryInMs: 5_000 });
  expect(state.onServer).toMatch(/^Cannot be reached. 2 changes wait here .* Next try in 5 s/u);
  expect(state.onServer).toContain('It last had everything at');
  expect(state.onDevice('keeps')).toBe('Keeps all of this pad, also what you write without a network.');
  expect(state.onDevice('may-clear')).toContain('could clear it');
  state.stop();
});

test('says so where the browser keeps nothing', () => {
  const { state } = watched({ ...writer, isDurable: false });
  expect(state.onDevice('keeps')).toContain('in this tab only');
});
