/**
 * How long the runs of a plan may take on one worker, by finished runs of the session: the mean of those with the same
 * settings on the same problem; else the seconds of an iteration of descents along the same scheme with as many samples,
 * times the iterations asked for. What neither tells is not guessed.
 */
import { settingsOf } from '../../../src-contract/configuration.ts';
import type { RunRow } from './run-row.ts';
import { identityOf } from './run-identity.ts';
import type { PlannedRun } from './study-plan.ts';

interface Sum {
  seconds: number;
  of: number;
}

export interface PlannedSeconds {
  readonly seconds: number;
  readonly unknown: number;
  readonly limit: number | null;
}

export function secondsOf(planned: readonly PlannedRun[], rows: Iterable<RunRow>): PlannedSeconds {
  const alike = new Map<string, Sum>();
  const perIteration = new Map<string, Sum>();
  const add = (sums: Map<string, Sum>, key: string, seconds: number, of: number): void => {
    const sum = sums.get(key) ?? { seconds: 0, of: 0 };
    sum.seconds += seconds;
    sum.of += of;
    sums.set(key, sum);
  };
  for (const row of rows) {
    if (row.status !== 'done' || row.seconds === null) continue;
    const { settings } = identityOf(row.id, row.kind, row.method, row.identity).configuration;
    const { numerics: _numerics, ...asked } = settings;
    add(alike, `${row.problemId} ${JSON.stringify(asked)}`, row.seconds, 1);
    if (row.kind === 'descent' && row.iterations !== null) add(perIteration, pace(row.problemId, settings), row.seconds, row.iterations);
  }
  let seconds = 0;
  let unknown = 0;
  let limit: number | null = 0;
  for (const { problemId, spec, what, sameAs } of planned) {
    if (what === 'kept' || sameAs !== null) continue;
    const settings = settingsOf(spec);
    const same = alike.get(`${problemId} ${JSON.stringify(settings)}`);
    const like = spec.kind === 'descent' ? perIteration.get(pace(problemId, settings)) : undefined;
    const iterations = spec.kind === 'descent' ? spec.descent.iterations * (spec.descent.restarts ?? 1) : 0;
    const limited = 'timeLimitSeconds' in settings && typeof settings.timeLimitSeconds === 'number' ? settings.timeLimitSeconds : null;
    const expected = same !== undefined ? same.seconds / same.of : like !== undefined && like.of > 0
      ? (like.seconds / like.of) * iterations
      : null;
    if (expected === null) unknown++;
    else seconds += limited === null ? expected : Math.min(expected, limited);
    limit = limit === null || limited === null ? null : limit + limited;
  }
  return { seconds, unknown, limit };
}

function pace(problemId: number, settings: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([problemId, settings.scheme, settings.evaluation, settings.samples]);
}
