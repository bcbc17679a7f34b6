/**
 * Builds the command line for packages, where it runs on a Node of its own beside the window's Electron:
 *
 *   main/command.js          the command        (src-main/cli/main.ts)
 *   main/session-thread.js, workers/worker.js, workers/solver-thread.js   as in electron.vite.config.ts
 *
 * A build apart, so that what the window loads at its start does not fall into more pieces for the command's sake.
 * The folder is the caller's (`--outDir`).
 */
import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

export default defineConfig({
  root,
  logLevel: 'warn',
  ssr: { noExternal: ['zod'] },
  build: {
    ssr: true,
    target: 'node24',
    sourcemap: false,
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        'main/command': join(root, 'src-main/cli/main.ts'),
        'main/session-thread': join(root, 'src-main/engine/session/thread.ts'),
        'workers/worker': join(root, 'src-workers/worker.ts'),
        'workers/solver-thread': join(root, 'src-workers/exact/solver-thread.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name].js' },
      preserveEntrySignatures: 'strict',
    },
  },
});
