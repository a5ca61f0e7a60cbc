import { expect, test } from 'vitest';
import { asSentence, explain, type Refusal } from './explanations.ts';

function refusal(code: string, more: Partial<Refusal> = {}): Refusal {
  return { code, sentence: 'it went wrong; do this', detail: undefined, ...more };
}

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

test('a code that this page does not know is still explained', () => {
  const explanation = explain(refusal('from-the-future'));
  expect(explanation.happened).toBe('It went wrong; do this.');
  for (const part of Object.values(explanation)) expect(part).not.toBe('');
});

test('sentences of the list of codes become sentences of prose', () => {
  expect(asSentence('the link is damaged; copy it again, whole')).toBe('The link is damaged; copy it again, whole.');
  expect(asSentence('Done!')).toBe('Done!');
  expect(asSentence(' ')).not.toBe('');
});
