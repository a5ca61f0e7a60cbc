import { expect, test } from 'vitest';
import { MemoryStorage } from '../device-storage.ts';
import { Preferences, type Stage } from './preferences.svelte.ts';

const stage = (): Stage => ({ documentElement: { lang: 'en', dir: 'ltr', dataset: {} } });

test('follows the system until something is chosen, and keeps what was chosen', () => {
  const storage = new MemoryStorage();
  const first = stage();
  const preferences = new Preferences(storage, first);
  expect(first.documentElement.dataset).toEqual({});
  preferences.chooseTheme('dark');
  preferences.chooseMotion('off');
  expect(first.documentElement.dataset).toEqual({ theme: 'dark', motion: 'off' });

  const next = stage();
  const again = new Preferences(storage, next);
  expect([again.theme, again.motion]).toEqual(['dark', 'off']);
  expect(next.documentElement.dataset).toEqual({ theme: 'dark', motion: 'off' });
  again.chooseTheme('system');
  again.chooseMotion('system');
  expect(next.documentElement.dataset).toEqual({});
});

test('speaks the chosen language, and without a choice what the browser asks for', () => {
  const preferences = new Preferences(new MemoryStorage(), stage());
  expect(preferences.spoken(['de-CH', 'en'])).toBe('de');
  preferences.chooseLanguage('en');
  expect(preferences.spoken(['de-CH', 'en'])).toBe('en');
});

test('what cannot be read counts as no choice', () => {
  const storage = new MemoryStorage();
  for (const key of ['theme', 'motion', 'language']) storage.write(`tacit.${key}`, '<b>');
  const preferences = new Preferences(storage, stage());
  expect([preferences.theme, preferences.motion, preferences.language]).toEqual(['system', 'system', 'system']);
});
