/**
 * Type-checks every layer with its own tsconfig, so that a layer cannot name what its surroundings
 * lack (src-science has neither `process` nor `document`). A layer without sources is passed over. What the
 * compiler found last is kept, so that only what has changed since, and what depends on it, is checked anew.
 * Prints the compiler's findings and one closing line; exits 1 when any layer has an error.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './set-up/places.mjs';

export const LAYERS = [
  'src-science', 'src-kernels', 'src-contract', 'src-workers', 'src-main', 'src-preload', 'src-renderer', 'test', 'bench', 'scripts',
];

/** @param {string} layer */
function hasSources(layer) {
  const folder = join(projectRoot, layer);
  return existsSync(folder) && readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => /\.(ts|tsx|mjs)$/.test(name));
}

/**
 * @param {string} layer
 * @returns {Promise<{ layer: string, passed: boolean, output: string }>}
 */
function check(layer) {
  return new Promise((resolve) => {
    const compiler = spawn(process.execPath, [
      join(projectRoot, 'node_modules/typescript/bin/tsc'), '-p', layer, '--pretty', 'false',
      '--incremental', '--tsBuildInfoFile', join(projectRoot, 'node_modules/.cache/types', `${layer}.json`),
    ], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    compiler.stdout.on('data', (text) => (output += text));
    compiler.stderr.on('data', (text) => (output += text));
    compiler.on('error', (error) => resolve({ layer, passed: false, output: `${error.message}\n` }));
    compiler.on('close', (code) => resolve({ layer, passed: code === 0, output }));
  });
}

const asked = process.argv.slice(2);
const layers = (asked.length > 0 ? asked : LAYERS).filter(hasSources);
const seen = new Set();
let failed = 0;
for (const layer of layers) {
  const verdict = await check(layer);
  if (verdict.passed) continue;
  failed++;
  // A layer's error shows again in every layer that imports it: say it once.
  const fresh = verdict.output.split('\n').filter((line) => line !== '' && !seen.has(line));
  for (const line of fresh) seen.add(line);
  console.log(`${layer}:\n${fresh.length > 0 ? fresh.map((line) => `  ${line}`).join('\n') : '  (only errors already shown)'}`);
}
if (layers.length === 0) {
  console.log('typecheck: no sources found, which cannot be right');
  process.exit(1);
}
console.log(`typecheck: ${layers.length - failed} of ${layers.length} layers without errors`);
process.exit(failed > 0 ? 1 : 0);
