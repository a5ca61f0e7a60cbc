const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const dated = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** In the words of someone who remembers: exact while it is recent, a date after a week. */
export function openedWhen(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (agoMs < minuteMs) return 'just now';
  if (agoMs < hourMs) return relative.format(-Math.floor(agoMs / minuteMs), 'minute');
  if (agoMs < dayMs) return relative.format(-Math.floor(agoMs / hourMs), 'hour');
  if (agoMs < 7 * dayMs) return relative.format(-Math.floor(agoMs / dayMs), 'day');
  return `on ${dated.format(atMs)}`;
}
