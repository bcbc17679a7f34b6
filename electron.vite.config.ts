/**
 * Builds main process, preload script, page and workers into out/:
 *
 *   out/main/index.js            the desktop program        (src-main/shell/main.ts)
 *   out/main/session-thread.js   the session's thread       (src-main/engine/session/thread.ts)
 *   out/workers/worker.js        the pool's worker          (src-workers/worker.ts)
 *   out/workers/solver-thread.js the thread of an exact solver (src-workers/exact/solver-thread.ts)
 *   out/shared/…                 what these four share
 *   out/preload/index.cjs        the bridge; CommonJS, because a sandboxed preload script must be
 *   out/renderer/                the page                   (src-renderer/index.html)
 *
 * The names are known to src-main/engine/entry-points.ts, src-workers/exact/solver-threads.ts and src-main/shell/window.ts. Packages with
 * native code or WebAssembly stay outside the bundle, as all runtime dependencies of package.json do.
 * Targets are those of the oldest Electron the build has to run in, the fallback of docs/set-up.md.
 */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const NODE_TARGET = 'node20.18';
const PAGE_TARGET = 'chrome130';

/** Two thirds of the dock's style sheet are themes of its own, which are not used. */
const withoutThemes = {
  postcssPlugin: 'without-themes',
  Rule(rule: { readonly selectors: readonly string[]; remove(): void }): void {
    if (rule.selectors.every((selector) => selector.includes('.dockview-theme-'))) rule.remove();
  },
};

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      outDir: join(root, 'out'),
      // Schemas are used at every start by every thread: a hundred small files to find, read and link otherwise.
      externalizeDeps: { exclude: ['zod'] },
      // The folder is shared with preload and page; scripts/build.mjs empties it first.
      emptyOutDir: false,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: {
          'main/index': join(root, 'src-main/shell/main.ts'),
          'main/session-thread': join(root, 'src-main/engine/session/thread.ts'),
          'workers/worker': join(root, 'src-workers/worker.ts'),
          'workers/solver-thread': join(root, 'src-workers/exact/solver-thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name].js' },
        // The contract's schemas are built at every start, in every thread, which takes longer than reading the
        // file; a part that parses only some of them need not build the others.
        treeshake: { manualPureFunctions: ['z'] },
        // A thread's exports are called from outside (piscina), so every entry keeps its own.
        preserveEntrySignatures: 'strict',
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      outDir: join(root, 'out/preload'),
      // A sandboxed preload script can require nothing but Electron: everything else goes in.
      externalizeDeps: false,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { index: join(root, 'src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'src-renderer'),
    plugins: [react()],
    build: {
      target: PAGE_TARGET,
      outDir: join(root, 'out/renderer'),
      sourcemap: true,
      // A third of the text to be read and parsed at each start; the maps still say what is what.
      minify: true,
      // Read from the disk, not over a network: larger files are no matter.
      chunkSizeWarningLimit: 2000,
      // The content security policy lets the page load files of its own only.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(root, 'src-renderer/index.html'),
        treeshake: { manualPureFunctions: ['z'] },
        // What the page imports before it draws is one file: each file is a question to the main process.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
    css: { postcss: { plugins: [withoutThemes] } },
  },
});
