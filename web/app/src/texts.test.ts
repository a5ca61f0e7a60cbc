import { afterEach, expect, test } from 'vitest';
import { language, languageOf, LANGUAGES, speak, texts, type Texts } from './texts.ts';

afterEach(() => speak('en'));

test('the first wanted language that the page speaks is chosen, else English', () => {
  expect(languageOf(['fr-CA', 'de-AT', 'en'])).toBe('de');
  expect(languageOf(['EN-gb'])).toBe('en');
  expect(languageOf(['tlh'])).toBe('en');
  expect(languageOf([])).toBe('en');
});

test('no text is empty, and no language leaves one in English', () => {
  const wordsOf = (one: Texts): Map<string, string> => {
    const found = new Map<string, string>();
    const walk = (path: string, value: unknown): void => {
      if (typeof value === 'string') found.set(path, value);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) walk(`${path}.${key}`, inner);
      }
    };
    walk('', one);
    return found;
  };
  // Names, and words that German took over.
  const same = new Set(['.name', '.presence.nameLabel', '.state.offline', '.settings.themes.system', '.settings.motions.system', '.share.linksTab']);
  const english = wordsOf(texts);
  for (const other of LANGUAGES) {
    speak(other);
    expect(language).toBe(other);
    for (const [path, words] of wordsOf(texts)) {
      expect(words.trim(), path).not.toBe('');
      const isBorrowed = same.has(path) || path.startsWith('.presence.guests.');
      if (other !== 'en' && !isBorrowed) expect(words, path).not.toBe(english.get(path));
    }
  }
});
