/** When a link ends, as people choose it. */
export const expiryChoices = ['never', 'day', 'week', 'month', 'date'] as const;

export type ExpiryChoice = (typeof expiryChoices)[number];

const dayMs = 24 * 60 * 60 * 1_000;
const choiceDays: Readonly<Record<'day' | 'week' | 'month', number>> = { day: 1, week: 7, month: 30 };

/**
 * The end of a link; `undefined` for one without end, and for a date that is missing or over. `date` is as a date field
 * has it, "2026-12-24": the link works through that day, in the time zone of this device.
 */
export function expiryOf(choice: ExpiryChoice, date: string, nowMs: number): Date | undefined {
  if (choice === 'never') return undefined;
  if (choice !== 'date') return new Date(nowMs + choiceDays[choice] * dayMs);
  const end = new Date(`${date}T23:59:59`);
  return end.getTime() > nowMs ? end : undefined;
}

/** The first day that a date field should offer: today, in the time zone of this device. */
export function firstDay(nowMs: number): string {
  const today = new Date(nowMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
}
