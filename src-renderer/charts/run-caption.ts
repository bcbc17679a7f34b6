/**
 * What made a curve, in a line for the caption of an exported figure: problem, scheme, evaluation,
 * optimizer, step, μ, samples, seed. Runs that differ only by their seeds share a line.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { formatCount, formatNumber } from '../format/index.ts';
import { configurationKey } from './trajectory-curves.ts';

const MOST_LINES = 12;

/** "1, 2, 3, 7" as "1–3, 7". */
export function seedRanges(seeds: readonly number[]): string {
  const sorted = [...new Set(seeds)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1] === (sorted[j] ?? 0) + 1) j++;
    parts.push(j - i >= 2 ? `${sorted[i]}–${sorted[j]}` : sorted.slice(i, j + 1).join(', '));
    i = j + 1;
  }
  return parts.join(', ');
}

function describe(runs: readonly RunSummary[]): string {
  const run = runs[0];
  if (run === undefined) return '';
  const parts: string[] = [`${run.problemName}: ${run.method}`];
  if (run.evaluation !== null) parts.push(`${run.evaluation} evaluation`);
  if (run.parametrization !== null) parts.push(run.parametrization);
  if (run.optimizer !== null) parts.push(run.optimizer === 'sgd' ? 'SGD' : run.optimizer === 'adam' ? 'Adam' : run.optimizer === 'mean-field' ? 'mean field' : run.optimizer);
  if (run.step !== null) parts.push(`step ${formatNumber(run.step)}`);
  if (run.muFinal !== null) parts.push(`μ ${formatNumber(run.muFinal)}`);
  if (run.samplesPerStep !== null && run.evaluation !== 'exact') parts.push(`${formatCount(run.samplesPerStep)} samples a step`);
  if (run.iterations !== null) parts.push(`${formatCount(run.iterations)} iterations`);
  const seeds = runs.flatMap((one) => (one.seed === null ? [] : [one.seed]));
  if (seeds.length > 0) parts.push(`${seeds.length === 1 ? 'seed' : 'seeds'} ${seedRanges(seeds)}`);
  return parts.join(', ');
}

/** The caption's lines for the runs shown. */
export function runCaption(runs: readonly RunSummary[]): string[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = `${configurationKey(run)}|${run.iterations}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const lines = [...groups.values()].map(describe);
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} more configurations`];
}
