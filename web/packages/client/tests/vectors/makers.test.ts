/**
 * What the code makes from its fixed seeds is what lies in tests/Vectors/typescript; with TACIT_WRITE_VECTORS=1, as
 * `npm run vectors` sets it, it is written there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { made } from '../../scripts/vectors/makers.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { CHECKS } from './checks.ts';
import { FOLDER, NAMES, readVectors } from './vector-file.ts';

beforeAll(loadSodium);

it.each(NAMES)('%s is what the code makes', (name) => {
  const path = `${FOLDER}/typescript/${name}.json`;
  const text = made(name, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  if (process.env['TACIT_WRITE_VECTORS'] === '1') {
    mkdirSync(`${FOLDER}/typescript`, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text, `${name} differs; ./dev vectors writes it`).toBe(readFileSync(path, 'utf8'));
  expect(made(name, text)).toBe(text);
});

it.each(NAMES)('%s reads as its form says', (name) => {
  CHECKS[name](readVectors(`typescript/${name}`));
});
