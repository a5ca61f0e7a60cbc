/**
 * Colours of people. White text on each of the eight has a contrast of at least 4.5 (WCAG 2.2 AA), and they keep apart
 * for the common kinds of colour blindness as far as eight can.
 */
export const personColors = [
  '#0b6e69',
  '#b3411e',
  '#6a4cc0',
  '#a2306a',
  '#2563b0',
  '#5b6f12',
  '#8a5600',
  '#8c3fa0',
] as const;

const fallback = '#5a6068';

/**
 * Another client's colour, made safe to put into a style: it came from whoever is on the pad, and a style attribute
 * takes far more than a colour.
 */
export function safeColor(color: unknown): string {
  return typeof color === 'string' && /^#[0-9a-f]{6}$/iu.test(color) ? color.toLowerCase() : fallback;
}

/** Black or white, whichever reads better on `color` (six hexadecimal digits); WCAG 2.2, relative luminance. */
export function inkOn(color: string): '#ffffff' | '#000000' {
  const luminance = luminanceOf(color);
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(color: string): number {
  const channel = (from: number): number => {
    const share = parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
