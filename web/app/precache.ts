import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const workerName = 'service-worker.js';
const pageName = 'index.html';
const versionPlace = '__TACIT_VERSION__';

/** The service worker, under the one name that browsers ask for again; all else has its hash in its name. */
export const workerEntry = 'service-worker';

/**
 * Writes into the service worker which files make up this version, and into the page which version it is. The version
 * is a hash of all files, so two builds of the same code are one version, and any change makes a new one.
 */
export function precache(): Plugin {
  let publicDir = '';
  return {
    name: 'tacit-precache',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[workerName];
        const page = bundle[pageName];
        if (worker?.type !== 'chunk' || page?.type !== 'asset') throw new Error('the worker or the page is missing');
        if (worker.imports.length > 0) throw new Error('the service worker must be one file');
        const files = new Map<string, string>();
        for (const path of publicFiles(publicDir)) files.set(`/${path}`, sha256(readFileSync(join(publicDir, path))));
        for (const [name, output] of Object.entries(bundle)) {
          if (name === workerName || name === pageName || name.endsWith('.map')) continue;
          files.set(`/${name}`, sha256(output.type === 'chunk' ? output.code : output.source));
        }
        const list = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
        const version = sha256(JSON.stringify([list, page.source, worker.code])).slice(0, 16);
        // Blocking: else the first paint could come before the script that knows the chosen theme and language.
        page.source = String(page.source)
          .replace(versionPlace, version)
          .replace('<script type="module"', '<script type="module" blocking="render"');
        worker.code = worker.code
          .replaceAll('TACIT_FILES', JSON.stringify(list))
          .replaceAll('TACIT_VERSION', JSON.stringify(version));
      },
    },
  };
}

function publicFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
