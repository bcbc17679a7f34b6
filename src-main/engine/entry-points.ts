/**
 * Where the engine finds what it does not import: the entries of its threads, the migrations and the
 * examples. The engine runs from sources (Node strips the types; command line and tests) and bundled
 * (Electron), and the bundler decides into which file this module goes; so places are counted from the
 * project's root, which is where its package.json is.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the entries are, from the root; the built names are those of electron.vite.config.ts. */
const ENTRIES = {
  worker: { source: 'src-workers/worker.ts', built: 'out/workers/worker.js' },
  sessionThread: { source: 'src-main/engine/session/thread.ts', built: 'out/main/session-thread.js' },
} as const;

/**
 * The entry to use for a module that runs at `here`: sources start sources, a build starts its own build.
 * @param entry which one
 * @param root the project's folder
 * @param here the running module's file
 */
export function entryFile(entry: keyof typeof ENTRIES, root: string, here: string): string {
  const isBuilt = relative(root, here).startsWith(`out${sep}`);
  return join(root, ENTRIES[entry][isBuilt ? 'built' : 'source']);
}

const here = fileURLToPath(import.meta.url);
const root = rootAbove(dirname(here));

/** The pool's worker: the `filename` of a piscina pool. */
export function workerEntry(): string {
  return entryFile('worker', root, here);
}

/** The thread that owns a session's database. */
export function sessionThreadEntry(): string {
  return entryFile('sessionThread', root, here);
}

/** Folder of `0001_….sql` and the following. */
export function migrationsFolder(): string {
  return join(root, 'migrations');
}

/** Folder of the problems, studies and sessions that ship. */
export function examplesFolder(): string {
  return join(root, 'examples');
}

/** The finished session of a first start: the build puts it there (`example-session.ts`). */
export function exampleSessionFile(): string {
  return join(root, 'out', 'examples', 'example.leibniz');
}

/** Folder of the compiled kernels, `NAME.wasm`; a build has its own copy. It may be missing: then TypeScript does the work. */
export function kernelsFolder(): string {
  return join(root, relative(root, here).startsWith(`out${sep}`) ? 'out/kernels' : 'build-cache/kernels');
}

/** The folder with package.json. */
export function projectFolder(): string {
  return root;
}

function rootAbove(folder: string): string {
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(candidate) === candidate) {
      throw new Error(`no package.json in ${folder} or any folder above it: the program's files are incomplete`);
    }
  }
}
