import { afterEach, expect, test } from 'vitest';
import list from '../../../../tests/Vectors/codes.json';
import { LANGUAGES, speak, texts } from '../texts.ts';
import { asSentence, explain, ownRefusal, refusalOf, type Refusal } from './explanations.ts';

afterEach(() => speak('en'));

function refusal(code: string, more: Partial<Refusal> = {}): Refusal {
  return { code, sentence: 'it went wrong; do this', detail: undefined, ...more };
}

const ownCodes = ['not-a-pad', 'page-not-loaded', 'device-full', 'key-lost'] as const;

test.each([...list.codes.map(({ name }) => name), 'link-expired', ...ownCodes])('%s has its own words in every language', (code) => {
  const seen = new Set<string>();
  for (const language of LANGUAGES) {
    speak(language);
    expect(Object.keys(texts.refused.codes)).toContain(code);
    const { heading, happened, safe, todo } = explain(refusal(code));
    for (const words of [heading, happened, safe, todo]) expect(words).toMatch(/^\p{Lu}.{10,}/u);
    for (const sentence of [happened, safe, todo]) expect(sentence).toMatch(/[.…]$/u);
    expect(heading).not.toBe(texts.refused.cases.unknown.heading);
    expect(seen.has(happened)).toBe(false);
    seen.add(happened);
  }
});

test.each(['checksum', 'length', 'word', 'layer', 'token', 'scheme', 'host', 'path', 'capability', 'flags', 'epoch'])(
  'a damaged link says that its %s is wrong',
  (part) => {
    const whole = explain(refusal('link-damaged')).happened;
    const { happened } = explain(refusal('link-damaged', { part }));
    expect(happened.startsWith(whole)).toBe(true);
    expect(happened.length).toBeGreaterThan(whole.length + 20);
  },
);

test('a blocked address is told how long to wait', () => {
  expect(explain(refusal('address-blocked', { detail: 600_000 })).happened).toMatch(/The wait is 10 minutes\.$/u);
  expect(explain(refusal('address-blocked', { detail: 1 })).happened).toMatch(/The wait is 1 second\.$/u);
});

test.each(['from-the-future', 'constructor', 'toString'])('a code that this page does not know (%s) is still explained', (code) => {
  const explanation = explain(refusal(code));
  expect(explanation.happened).toBe('It went wrong; do this.');
  for (const part of Object.values(explanation)) expect(part).not.toBe('');
});

test('a device without room is told apart from an error that nobody foresaw', () => {
  expect(refusalOf(new DOMException('no', 'QuotaExceededError')).code).toBe('device-full');
  const wrapped = Object.assign(new Error('it went wrong (QuotaExceededError: full)'), refusal('internal'));
  expect(refusalOf(wrapped).code).toBe('device-full');
  expect(explain(wrapped).heading).toBe(texts.refused.cases.deviceFull.heading);
  expect(refusalOf(refusal('channel-full')).code).toBe('channel-full');
  for (const error of [new TypeError('x'), undefined, 'text', { code: 5 }]) expect(refusalOf(error).code).toBe('internal');
  for (const code of ownCodes) expect(explain(ownRefusal(code)).happened).toBe(texts.refused.codes[code]);
});

test('sentences of the list of codes become sentences of prose', () => {
  expect(asSentence('the link is damaged; copy it again, whole')).toBe('The link is damaged; copy it again, whole.');
  expect(asSentence('Done!')).toBe('Done!');
  expect(asSentence(' ')).not.toBe('');
});
