/**
 * Comparisons of many runs, as the window makes them: `node bench/comparison.bench.ts [--rounds N]`. What is measured is code of
 * the page, whose views Node does not load by itself.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const OPTIONS = {
  jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } }, target: 'es2023' },
} as const;

registerHooks({
  load: (url, context, next) => url.endsWith('.tsx')
    ? { format: 'module', shortCircuit: true, source: transformSync(readFileSync(fileURLToPath(url), 'utf8'), OPTIONS).code }
    : next(url, context),
});
await import('./measure-comparison.ts');
