// The packages as others get them: packed, installed into an empty project, and used there without a bundler.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPad, TacitProvider } from '@tacit/yjs';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run.ts';
import { Server } from './server.ts';

const web = fileURLToPath(new URL('..', import.meta.url));
const compiler = join(web, 'node_modules/typescript/bin/tsc');
const deno = join(web, 'examples/node_modules/@deno/linux-x64-glibc/deno');

/** All checks, of declarations too: the compiler's own are left out. */
const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipDefaultLibCheck', '--types', 'node'];
const plain = ['--target', 'es2022', '--lib', 'es2022'];
const browser = ['--target', 'es2022', '--lib', 'es2022,dom']; // Yjs itself speaks of `Document` and `Element`.

let project: string;
let server: Server;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'tacit-consumer-'));
  server = await Server.start();
  const both = ['--workspace=packages/client', '--workspace=packages/yjs'];
  await run(web, 'npm', 'pack', '--silent', ...both, `--pack-destination=${project}`).ended;
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await cp(join(web, 'e2e/consumer'), project, { recursive: true });
  const tarballs = (await readdir(project)).filter((name) => name.endsWith('.tgz')).map((name) => `./${name}`);
  const others = await Promise.all(['yjs', 'ws', '@types/node', '@types/ws'].map(asHere));
  const quiet = ['--silent', '--prefer-offline', '--no-audit', '--no-fund'];
  await run(project, 'npm', 'install', ...quiet, ...tarballs, ...others).ended;
}, 120_000);

afterAll(async () => {
  await server.dispose();
  await rm(project, { recursive: true, force: true });
});

test('a package holds what was built, its sources for the maps, its manual and its licence', async () => {
  for (const name of ['client', 'yjs']) {
    const installed = join(project, 'node_modules/@tacit', name);
    expect((await readdir(installed)).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'src']);
    const map = join(installed, 'dist/index.js.map');
    const { sources } = JSON.parse(await readFile(map, 'utf8')) as { sources: string[] };
    for (const source of sources) expect(existsSync(join(installed, 'dist', source)), source).toBe(true);
  }
});

test('a program compiled for Node.js writes in a pad, and another process reads it', async () => {
  await compile('--module', 'nodenext', ...browser, 'pad.ts');
  const link = await run(project, process.execPath, 'pad.js', 'write', server.url, 'Ada was here.').ended;
  expect(link).toContain(server.url);
  expect(await run(project, process.execPath, 'pad.js', 'read', link.trim()).ended).toBe('Ada was here.\n');
});

test.for([
  ['node16', '--module', 'node16'],
  ['bundler', '--module', 'esnext', '--moduleResolution', 'bundler'],
])('the declarations hold under resolution %s', async ([, ...resolution]) => {
  await compile('--noEmit', ...resolution, ...browser, 'pad.ts', 'channel.ts');
});

test('the client asks for no types of a browser', async () => {
  await compile('--noEmit', '--module', 'nodenext', ...plain, 'channel.ts');
});

// Its binary comes with the examples for one platform; elsewhere it would have to be installed first.
test.skipIf(!existsSync(deno))('Deno checks and runs the example with the installed packages', async () => {
  await writeFile(join(project, 'deno.json'), JSON.stringify({ nodeModulesDir: 'manual' }));
  await cp(join(web, 'examples/deno/greet.ts'), join(project, 'greet.ts'));
  await run(project, deno, 'check', 'greet.ts', 'pad.ts', 'channel.ts').ended;

  const links = await createPad(server.url);
  const doc = new Y.Doc();
  const provider = new TacitProvider(links.own, doc, { WebSocket });
  const text = doc.getText('text');
  const greeted = new Promise<void>((resolve) => {
    text.observe(() => text.toString().includes('Hello from Deno') && resolve());
  });
  text.insert(0, 'Ada was here.\n');
  await new Promise<void>((resolve) => {
    provider.on('status', (status) => status.kind === 'saved' && resolve());
  });
  const script = run(project, deno, 'run', '--no-prompt', '--allow-net', '--allow-env', 'greet.ts', links.edit);
  expect(await script.ended).toContain('Ada was here.');
  await greeted;
  await provider.destroy();
});

function compile(...args: string[]): Promise<string> {
  return run(project, process.execPath, compiler, ...strict, ...args).ended;
}

/** The name with the version that is installed here, which is in npm's cache then. */
async function asHere(name: string): Promise<string> {
  const about = await readFile(join(web, 'node_modules', name, 'package.json'), 'utf8');
  return `${name}@${(JSON.parse(about) as { version: string }).version}`;
}
