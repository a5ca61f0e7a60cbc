import { expect, test } from 'vitest';
import { contrast } from './pad/colors.ts';
import css from './theme.css?raw';

// Each colour stands as light-dark(on paper, in the dark).
const colors = [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/gu)];
const themes: Record<string, Record<string, string>> = {
  light: Object.fromEntries(colors.map(([, name, light]) => [name!, light!])),
  dark: Object.fromEntries(colors.map(([, name, , dark]) => [name!, dark!])),
};

const text = [
  ['ink', 'paper'],
  ['ink', 'raised'],
  ['ink', 'sunken'],
  ['ink', 'accent-soft'],
  ['ink', 'danger-soft'],
  ['ink', 'match'],
  ['ink-soft', 'paper'],
  ['ink-soft', 'raised'],
  ['ink-soft', 'sunken'],
  ['ink-soft', 'accent-soft'],
  ['accent-ink', 'accent'],
  ['paper', 'match-line'],
  ['ok', 'raised'],
  ['busy', 'paper'],
  ['danger', 'paper'],
  ['danger', 'danger-soft'],
  ['code-keyword', 'sunken'],
  ['code-string', 'sunken'],
  ['code-number', 'sunken'],
  ['code-name', 'sunken'],
] as const;

// WCAG 2.2 §1.4.11: borders of fields, rings of focus, dots of state.
const shapes = [
  ['line-strong', 'paper'],
  ['line-strong', 'raised'],
  ['accent', 'paper'],
  ['ok', 'paper'],
  ['busy', 'paper'],
] as const;

for (const [name, colors] of Object.entries(themes)) {
  test.each(text)(`in the ${name} theme, %s can be read on %s`, (ink, ground) => {
    expect(contrast(colors[ink]!, colors[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(shapes)(`in the ${name} theme, %s can be told from %s`, (shape, ground) => {
    expect(contrast(colors[shape]!, colors[ground]!)).toBeGreaterThanOrEqual(3);
  });
}
