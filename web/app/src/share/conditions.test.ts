import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { expiryOf, firstDay } from './expiry.ts';
import { strengthOf, suggestPassword } from './password-strength.ts';
import { qrCodeOf } from './qr.ts';

const noonMs = new Date(2026, 10, 21, 12).getTime();

test('a link ends after days, or with the day that was chosen', () => {
  expect(expiryOf('never', '', noonMs)).toBeUndefined();
  expect(expiryOf('day', '', noonMs)?.getTime()).toBe(noonMs + 86_400_000);
  expect(expiryOf('month', '', noonMs)?.getTime()).toBe(noonMs + 30 * 86_400_000);
  expect(expiryOf('date', '2026-11-21', noonMs)?.getTime()).toBe(new Date(2026, 10, 21, 23, 59, 59).getTime());
  expect(firstDay(noonMs)).toBe('2026-11-21');
});

test.each(['', '2026-11-20', 'tomorrow', '2026-13-40'])('"%s" is no day for a link to end', (date) => {
  expect(expiryOf('date', date, noonMs)).toBeUndefined();
});

test('short, repeated and counted passwords are weak, long ones are not', async () => {
  for (const weak of ['', 'a', 'Tr0ub4d', 'aaaaaaaaaaaaaaaaaaaaaaaa', '1234567890123', 'abcdefghijklmnop']) {
    expect(strengthOf(weak), weak).toBe('weak');
  }
  expect(strengthOf('kiwi-harbour')).toBe('fair');
  expect(strengthOf('marsh lantern otter seven')).toBe('strong');
  expect(strengthOf(await suggestPassword((numbers) => numbers.fill(1_234)))).toBe('strong');
});

test('a suggested password is five words of the numbers that were drawn', async () => {
  const password = await suggestPassword((numbers) => numbers.set([0, 2047, 2048, 1, 65_535]));
  expect(password).toBe('abandon-zoo-abandon-ability-zoo');
});

test('the QR code draws every dark module once, inside a quiet border', () => {
  const text = 'https://a.example/#/pad/edit/AbCdEf0123456789';
  const { path, size } = qrCodeOf(text);
  const drawn = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    for (let i = 0; i < Number(length); i++) drawn[Number(y)]![Number(x) + i] = true;
  }
  const bare = encode(text, { ecc: 'M', border: 0 }).data;
  expect(size).toBe(bare.length + 8);
  expect(drawn.slice(4, -4).map((row) => row.slice(4, -4))).toEqual(bare);
  expect(drawn.slice(0, 4).flat().some(Boolean)).toBe(false);
});
