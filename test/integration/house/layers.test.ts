/**
 * The checker of the rooms' arrows, run on small trees made for it: each forbidden import is caught, by
 * name, and what is allowed passes. A checker that saw nothing would pass everything.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

const PACKAGES = ['electron', 'better-sqlite3', 'zod', 'react', 'glpk.js', 'piscina'];

/** Files that follow the rules and give the others something to import. */
const LAWFUL = {
  'src-science/sum.ts': 'export interface Sum { readonly value: number }\nexport const zero = 0;\n',
  'src-science/twice.ts': "import { zero } from './sum.ts';\nexport const none = zero;\n",
  'src-kernels/loop.ts': 'export const loop = 1;\n',
  'src-contract/zod.ts': "import { z } from 'zod';\nexport { z };\n",
  'src-contract/message.ts': "import type { Sum } from '../src-science/sum.ts';\nexport type Message = Sum;\nexport const channel = 'x';\n",
  'src-workers/worker.ts': "import { zero } from '../src-science/sum.ts';\nimport { loop } from '../src-kernels/loop.ts';\nimport glpk from 'glpk.js';\nexport default [zero, loop, glpk];\n",
  'src-main/engine/pool.ts': "import { join } from 'node:path';\nimport Database from 'better-sqlite3';\nimport { channel } from '../../src-contract/message.ts';\nexport const pool = [join, Database, channel];\n",
  'src-main/engine/kinds/sound.ts': 'export const sound = 1;\n',
  'src-workers/kinds/sound.ts': 'export const sound = 1;\n',
  'src-main/engine/kinds/kinds.ts': "import { sound } from './sound.ts';\nexport const KINDS = { sound };\n",
  'src-main/engine/session/store.ts': "import { pool } from '../pool.ts';\nexport const shown = pool;\n",
  'src-main/shell/main.ts': "import { app } from 'electron';\nimport { pool } from '../engine/pool.ts';\nexport const started = [app, pool];\n",
  'src-main/cli/main.ts': "import { pool } from '../engine/pool.ts';\nexport const ran = pool;\n",
  'src-preload/index.ts': "import { ipcRenderer } from 'electron';\nimport { channel } from '../src-contract/message.ts';\nexport default [ipcRenderer, channel];\n",
  'src-renderer/main.tsx': "import { createElement } from 'react';\nimport { zero } from '../src-science/sum.ts';\nimport { panels } from './panels.tsx';\nexport default [createElement, zero, panels];\n",
  'src-renderer/format/number.ts': 'export const number = 1;\n',
  'src-renderer/api/request.ts': "import { number } from '../format/number.ts';\nexport const request = number;\n",
  'src-renderer/common/Empty.tsx': "import { request } from '../api/request.ts';\nexport const Empty = request;\n",
  'src-renderer/plot/scene.ts': "import { number } from '../format/number.ts';\nexport const scene = number;\n",
  'src-renderer/table/DenseTable.tsx': "import { Empty } from '../common/Empty.tsx';\nexport const table = Empty;\n",
  'src-renderer/parts/ExportMenu.tsx': "import { scene } from '../plot/scene.ts';\nimport { table } from '../table/DenseTable.tsx';\nexport const menu = [scene, table];\n",
  'src-renderer/charts/Panel.tsx': "import { menu } from '../parts/ExportMenu.tsx';\nimport { scene } from '../plot/scene.ts';\nexport const panel = [menu, scene];\n",
  'src-renderer/kinds/form/fields.tsx': 'export const fields = 1;\n',
  'src-renderer/kinds/sound.tsx': "import { fields } from './form/fields.tsx';\nexport const sound = fields;\n",
  'src-renderer/window/Toolbar.tsx': "import { request } from '../api/request.ts';\nexport const toolbar = request;\n",
  'src-renderer/panels.tsx': "import { panel } from './charts/Panel.tsx';\nimport { toolbar } from './window/Toolbar.tsx';\nexport const panels = [panel, toolbar];\n",
} as const;

function check(extra: Readonly<Record<string, string>>): Promise<{ passed: boolean; output: string }> {
  const tree = mkdtempSync(join(tmpdir(), 'leibniz-layers-'));
  trees.push(tree);
  const write = (name: string, content: string): void => {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), content);
  };
  write(
    'package.json',
    JSON.stringify({
      name: 'tree',
      version: '1.0.0',
      type: 'module',
      dependencies: Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0'])),
    }),
  );
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  for (const [name, content] of Object.entries({ ...LAWFUL, ...extra })) write(name, content);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'scripts', 'layers.mjs'), tree],
      { cwd: tree },
      (error, stdout, stderr) => resolve({ passed: error === null, output: stdout + stderr }),
    );
  });
}

describe('the checker of the arrows between the rooms', () => {
  test('passes a tree that follows them, and has seen all of it', async () => {
    const { passed, output } = await check({});
    expect(output).toContain('26 of 26 sources seen');
    expect(output).toContain(' 0 forbidden');
    expect(passed).toBe(true);
  });

  test.each([
    ['the mathematics naming Node', 'src-science/bad.ts', "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'science-stands-alone'],
    ['the mathematics naming the contract, if only its types', 'src-science/bad.ts',
      "import type { Message } from '../src-contract/message.ts';\nexport type X = Message;\n", 'science-stands-alone'],
    ['a kernel naming the mathematics', 'src-kernels/bad.ts', "import { zero } from '../src-science/sum.ts';\nexport const x = zero;\n",
      'kernels-run-no-science'],
    ['the contract naming the engine', 'src-contract/bad.ts',
      "import { pool } from '../src-main/engine/pool.ts';\nexport const x = pool;\n", 'contract-imports-science-and-zod'],
    ['a worker naming SQL', 'src-workers/bad.ts', "import Database from 'better-sqlite3';\nexport const x = Database;\n",
      'workers-import-science-kernels-contract'],
    ['the engine naming Electron', 'src-main/engine/bad.ts', "import { app } from 'electron';\nexport const x = app;\n",
      'engine-imports-contract-science'],
    ['the engine naming a worker', 'src-main/engine/bad.ts', "import work from '../../src-workers/worker.ts';\nexport const x = work;\n",
      'engine-imports-contract-science'],
    ['the engine naming the shell when it runs', 'src-main/engine/bad.ts',
      "export const x = (): Promise<unknown> => import('../shell/main.ts');\n", 'engine-imports-contract-science'],
    ['a floor of the engine naming one above it', 'src-main/engine/files/bad.ts',
      "import { shown } from '../session/store.ts';\nexport const x = shown;\n", 'engine-files-imports-down'],
    ['the ground of the engine naming a floor, if only its types', 'src-main/engine/bad.ts',
      "import type { shown } from './session/store.ts';\nexport type X = typeof shown;\n", 'engine-ground-imports-no-floor'],
    ['a folder of the engine without rules', 'src-main/engine/attic/bad.ts', "import { pool } from '../pool.ts';\nexport const x = pool;\n",
      'every-floor-is-known'],
    ['the kinds of the engine naming the session', 'src-main/engine/kinds/bad.ts',
      "import { shown } from '../session/store.ts';\nexport const x = shown;\n", 'engine-kinds-imports-down'],
    ['one kind of job naming another, in the engine', 'src-main/engine/kinds/bad.ts',
      "import { sound } from './sound.ts';\nexport const x = sound;\n", 'kinds-know-no-other'],
    ['one kind of job naming another, in the workers', 'src-workers/kinds/bad.ts',
      "import { sound } from './sound.ts';\nexport const x = sound;\n", 'kinds-know-no-other'],
    ['the command line naming Electron', 'src-main/cli/bad.ts', "import { app } from 'electron';\nexport const x = app;\n",
      'cli-imports-engine-contract-science'],
    ['the bridge naming Node', 'src-preload/bad.ts', "import { join } from 'node:path';\nexport const x = join;\n",
      'preload-imports-contract'],
    ['the page naming Node', 'src-renderer/bad.tsx', "import { join } from 'node:path';\nexport const x = join;\n",
      'renderer-imports-contract-science'],
    ['the page naming Electron', 'src-renderer/bad.tsx', "import { app } from 'electron';\nexport const x = app;\n",
      'renderer-imports-contract-science'],
    ['the page naming the engine, if only its types', 'src-renderer/bad.tsx',
      "import type { pool } from '../src-main/engine/pool.ts';\nexport type X = typeof pool;\n", 'renderer-imports-contract-science'],
    ['the ground naming a view', 'src-renderer/format/bad.ts', "import { Empty } from '../common/Empty.tsx';\nexport const x = Empty;\n",
      'page-floor-ground'],
    ['a common view naming a plot', 'src-renderer/common/bad.tsx', "import { scene } from '../plot/scene.ts';\nexport const x = scene;\n",
      'page-floor-common'],
    ['a plot naming a table', 'src-renderer/plot/bad.ts', "import { table } from '../table/DenseTable.tsx';\nexport const x = table;\n",
      'page-floor-plot-table-form'],
    ['a form naming a panel, if only its types', 'src-renderer/form/bad.ts',
      "import type { panel } from '../charts/Panel.tsx';\nexport type X = typeof panel;\n", 'page-floor-plot-table-form'],
    ['a part naming a panel', 'src-renderer/parts/bad.ts', "import { panel } from '../charts/Panel.tsx';\nexport const x = panel;\n",
      'page-floor-parts'],
    ['a part naming the window', 'src-renderer/parts/bad.ts',
      "import { toolbar } from '../window/Toolbar.tsx';\nexport const x = toolbar;\n", 'page-floor-parts'],
    ['one kind of job naming another, on the page', 'src-renderer/kinds/bad.tsx',
      "import { sound } from './sound.tsx';\nexport const x = sound;\n", 'kinds-know-no-other'],
    ['a field of the form naming a kind of job', 'src-renderer/kinds/form/bad.tsx',
      "import { sound } from '../sound.tsx';\nexport const x = sound;\n", 'kinds-know-no-other'],
    ['a kind of job naming a panel', 'src-renderer/kinds/exact/bad.ts',
      "import { panel } from '../../charts/Panel.tsx';\nexport const x = panel;\n", 'page-floor-kinds'],
    ['a panel naming another panel', 'src-renderer/runs/bad.ts', "import { panel } from '../charts/Panel.tsx';\nexport const x = panel;\n",
      'page-panels-import-down'],
    ['a panel naming the window', 'src-renderer/charts/bad.ts',
      "import { toolbar } from '../window/Toolbar.tsx';\nexport const x = toolbar;\n", 'page-panels-import-down'],
    ['a panel naming the list of panels, when it is shown', 'src-renderer/charts/bad.ts',
      "export const x = (): Promise<unknown> => import('../panels.tsx');\n", 'page-panels-import-down'],
    ['a file of the page beside its floors', 'src-renderer/bad.ts',
      "import { number } from './format/number.ts';\nexport const x = number;\n", 'page-files-have-a-floor'],
    ['zod taken past the contract', 'src-contract/bad.ts', "import { z } from 'zod';\nexport const x = z;\n",
      'zod-comes-through-the-contract'],
    ['an import that leads nowhere', 'src-science/bad.ts', "import { x } from './nowhere.ts';\nexport const y = x;\n",
      'everything-resolves'],
    ['a room without rules', 'src-attic/bad.ts', "import { zero } from '../src-science/sum.ts';\nexport const x = zero;\n",
      'every-room-is-known'],
  ])('catches %s', async (_what, file, content, rule) => {
    const { passed, output } = await check({ [file]: content });
    expect(output).toContain(rule);
    expect(output).toContain(file);
    expect(passed).toBe(false);
  });

  test.each([
    ['import each other in a circle', { 'src-science/a.ts': "import { b } from './b.ts';\nexport const a = (): unknown => b;\n", 'src-science/b.ts': "import { a } from './a.ts';\nexport const b = (): unknown => a;\n" }],
    ['name types of each other', { 'src-science/a.ts': "import type { B } from './b.ts';\nexport interface A { readonly b: B | null }\n", 'src-science/b.ts': "import type { A } from './a.ts';\nexport interface B { readonly a: A | null }\n" }],
  ])('catches modules that %s', async (_what, files) => {
    const { passed, output } = await check(files);
    expect(output).toContain('no-circles');
    expect(passed).toBe(false);
  });

  test('fails on a folder without sources', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leibniz-layers-'));
    trees.push(folder);
    const outcome = await new Promise<Error | null>((resolve) => {
      execFile(process.execPath, [join(projectRoot, 'scripts', 'layers.mjs'), folder], (error) => resolve(error));
    });
    expect(outcome).not.toBeNull();
  });
});
