// Names lines over 120 characters and files over 450 lines, and fails if there are any.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const COLUMNS_MAX = 120;
const LINES_MAX = 450;

const folders = process.argv.slice(2);
const found = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => /\.(ts|svelte)$/u.test(name) && !/(^|\/)(node_modules|dist)\//u.test(name))
    .flatMap((name) => tooLong(join(folder, name))),
);
for (const one of found) console.error(one);
process.exitCode = found.length > 0 ? 1 : 0;

function tooLong(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  const wide = lines.flatMap((line, at) => (line.length > COLUMNS_MAX ? [`${path}:${at + 1}: over ${COLUMNS_MAX}`] : []));
  return lines.length > LINES_MAX + 1 ? [`${path}: over ${LINES_MAX} lines`, ...wide] : wide;
}
