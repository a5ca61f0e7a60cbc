import { language, texts } from '../texts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** In the words of someone who remembers: exact while it is recent, a date after a week. */
export function openedWhen(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (agoMs < minuteMs) return texts.justNow;
  if (agoMs < hourMs) return relative.format(-Math.floor(agoMs / minuteMs), 'minute');
  if (agoMs < dayMs) return relative.format(-Math.floor(agoMs / hourMs), 'hour');
  if (agoMs < 7 * dayMs) return relative.format(-Math.floor(agoMs / dayMs), 'day');
  return texts.onDate(new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(atMs));
}
