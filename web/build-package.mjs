// Builds the package of the working folder into dist/: its modules as JavaScript and declarations, one file each.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

rmSync('dist', { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });

// The compiler leads imports to .js in JavaScript, but leaves .ts in declarations: it would find those itself, others
// would look for files that are not there, and take every type for `any`. As long as before, so the maps stay right.
const imported = /((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/gu;
for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  writeFileSync(`dist/${name}`, readFileSync(`dist/${name}`, 'utf8').replaceAll(imported, '$1.js'));
}
