/** Specs and results in words: no estimate without its error, nothing exact called uncertain. */
import { describe, expect, it } from 'vitest';
import { describeSpec, marginalsWords } from '../../../../src-renderer/inspector/describe-spec.ts';
import { rowClassHelp } from '../../../../src-renderer/inspector/row-class-help.ts';
import { pageKinds } from '../../../../src-renderer/kinds/kinds.ts';
import type { Line } from '../../../../src-renderer/kinds/page-kind.ts';
import type { JobSpec } from '../../../../src-contract/job-spec.ts';
import type { JobResult } from '../../../../src-contract/job-event.ts';
import { ROW_CLASSES } from '../../../../src-science/program/row-class.ts';

const pages = await pageKinds();
const describeResult = (result: JobResult): readonly Line[] => pages[result.kind].lines(result);
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const valueOf = (lines: readonly { label: string; value: string }[], label: string): string =>
  plain(lines.find((line) => line.label === label)?.value ?? 'missing');

describe('a solution read from a file', () => {
  const spec = (decoder: 'threshold' | 'greedy-repair', origin: JobSpec['origin']): JobSpec => (
    { version: 1, kind: 'decode', origin, decode: { decoder, xHat: [1, 0], mu: null, samples: 1, seed: 0 } }
  );
  it('is no decoder’s, unless one decodes it anew', () => {
    expect(describeSpec(spec('threshold', { file: 'best.sol' })).map(({ label, value }) => [label, value])).toEqual([['Read from',
      'best.sol']]);
    expect(describeSpec(spec('greedy-repair', { file: 'best.sol' })).map(({ label }) => label)).toContain('Decoder');
    expect(describeSpec(spec('threshold', { runId: 2, iteration: null })).map(({ label }) => label)).toContain('Decoder');
  });
});

describe('a result', () => {
  const final = { loss: 3100.5, objective: 3100, penalty: 0.01, mu: 50, gradientNorm: 1, lossStandardError: 0.4, penaltyStandardError: 0 };
  const checkpoint = { version: 1 as const, iteration: 1, seconds: 1, samples: 0, mu: 50, parameters: new Float64Array(1), moments: [] };
  const result = {
    kind: 'descent' as const,
    scheme: 'true-penalty' as const,
    stopped: 'iterations' as const,
    evaluation: 'sampled' as const,
    evaluationReason: 'r',
    iterations: 1000,
    seconds: 2,
    samples: 0,
    final,
    xHat: new Float64Array(1),
    solutions: [],
    best: null,
    checkpoint,
  };
  it('carries its standard error where it was sampled, and none where it is exact', () => {
    expect(valueOf(describeResult(result), 'Loss')).toBe('3 100.5(4)');
    expect(valueOf(describeResult(result), 'Penalty')).toBe('0.01');
  });
  it('of sampled steps may be exact at its end', () => {
    const open = { ...result, xHat: Float64Array.of(0.5), final: { ...final, lossStandardError: 0 } };
    expect(valueOf(describeResult(open), 'Loss')).toBe('3 100.5(?)');
    expect(valueOf(describeResult({ ...open, final: { ...open.final, exact: true } }), 'Loss')).toBe('3 100.5');
  });
  it('says what it does not know in words', () => {
    const exact = describeResult({
      kind: 'exact',
      solver: 'glpk',
      solverVersion: '5.0',
      status: 'time-limit',
      statusText: 't',
      objective: 3,
      bound: null,
      gap: null,
      nodes: null,
      seconds: 1,
      solution: null,
    });
    expect(valueOf(exact, 'Bound')).toBe('the solver gives none');
    expect(valueOf(exact, 'Solver gap')).toBe('unknown');
    expect(valueOf(exact, 'Solver')).toBe('GLPK 5.0');
  });
  it('tells who won a race, and what each had come to', () => {
    const common = { version: '1', says: 'was stopped', nodes: 3, seconds: 0.5 };
    const race = {
      winner: 'glpk' as const,
      checked: false,
      entrants: [
        { ...common, solver: 'glpk' as const, status: 'optimal' as const, objective: 7, bound: 7 },
        { ...common, solver: 'highs' as const, status: 'stopped' as const, objective: null, bound: 6.5 },
      ],
    };
    const lines = describeResult({
      kind: 'exact',
      solver: 'race',
      solverVersion: 'GLPK 1, HiGHS 1',
      status: 'optimal',
      statusText: 't',
      objective: 7,
      bound: 7,
      gap: 0,
      nodes: 6,
      seconds: 0.5,
      solution: null,
      race,
    });
    expect(valueOf(lines, 'Won by')).toBe('GLPK');
    expect(valueOf(lines, 'GLPK 1')).toMatch(/^optimal, 7, bound 7, /);
    expect(valueOf(lines, 'HiGHS 1')).toMatch(/^stopped, no solution, bound 6.5, /);
    const alone = describeResult({
      kind: 'exact',
      solver: 'race',
      solverVersion: '',
      status: 'optimal',
      statusText: 't',
      objective: 7,
      bound: 7,
      gap: 0,
      nodes: 6,
      seconds: 0.002,
      solution: null,
      race: {
        ...race,
        entrants: [race.entrants[0]!, {
          ...common,
          solver: 'highs',
          status: 'not-begun',
          says: 'had not begun',
          objective: null,
          bound: null,
        }],
      },
    });
    expect(valueOf(alone, 'HiGHS 1')).toBe('not begun');
    const together = describeResult({
      kind: 'exact',
      solver: 'race',
      solverVersion: '',
      status: 'optimal',
      statusText: 't',
      objective: 7,
      bound: 7,
      gap: 0,
      nodes: 6,
      seconds: 0.5,
      solution: null,
      race: { ...race, winner: 'together' as const },
    });
    expect(valueOf(together, 'Won by')).toBe('both together');
  });
  it('says of a ball what holds inside it, and that nothing holds of the program', () => {
    const lines = describeResult({
      kind: 'exact',
      solver: 'highs',
      solverVersion: '1',
      status: 'ball-optimal',
      statusText: 't',
      objective: 9,
      bound: null,
      gap: null,
      nodes: 1,
      seconds: 1,
      solution: null,
      ball: { radius: 2, distance: 1, bound: 9, gap: 0 },
      start: { objective: 7, violation: 0, feasible: true, distance: 1 },
    });
    expect(['Bound', 'Solver gap', 'Bound in the ball', 'Start', 'Flips from start'].map((label) => valueOf(lines, label))).toEqual([
      'none for the program',
      '0 % in the ball',
      '9',
      '7',
      '1',
    ]);
  });
  it('calls a bracket a bracket, and not an exact value, also where an earlier version gave its middle', () => {
    const lines = describeResult({
      kind: 'estimate',
      estimate: {
        quantity: 'loss',
        samples: 100,
        mean: 1.5,
        standardError: 0.1,
        exact: { value: 1.5, lower: 1.25, upper: 1.75 },
        z: null,
        seconds: 1,
      },
    });
    expect(valueOf(lines, 'Exact value')).toBe('not known');
    expect(valueOf(lines, 'Certified bracket')).toBe('1.25 to 1.75');
    expect(valueOf(lines, 'Mean')).toBe('1.50(10)');
  });
  it('says of samples that all agree that their error is not known, and gives what can be said', () => {
    const estimate = {
      quantity: 'penalty' as const,
      samples: 1000,
      mean: 0,
      standardError: 0,
      exact: null,
      z: null,
      seconds: 1,
      violatedSamples: 0,
    };
    const interval = { level: 0.95, lower: 0, upper: 0.006, method: 'all-agree' as const };
    const lines = describeResult({ kind: 'estimate', estimate: { ...estimate, interval } });
    expect(['Mean', 'Standard error', '95 % interval', 'Violated'].map((label) => plain(valueOf(lines, label)))).toEqual(['0(?)',
      'not known', '0 to 0.006', '0 of 1 000 samples']);
    const certain = describeResult({ kind: 'estimate', estimate: { ...estimate, interval: { ...interval, upper: 0 } } });
    expect(['Mean', 'Standard error', '95 % interval'].map((label) => valueOf(certain, label))).toEqual(['0', '0', '0, certain']);
  });
});

describe('a spec', () => {
  it('tells marginals that are all alike from those that are not', () => {
    expect(plain(marginalsWords([0.5, 0.5]))).toBe('0.5 for all 2');
    expect(plain(marginalsWords([0.5, 0.25]))).toBe('2 values');
    expect(marginalsWords([])).toBe('no variables');
  });
  it('names the temperature and the difference step, defaults too', () => {
    const gradient = { quantity: 'gradient' as const, evaluation: 'sampled' as const, xHat: [0.5], mu: 0, samples: 8, seed: 1 };
    expect(valueOf(
      describeSpec({ version: 1, kind: 'estimate', estimate: { ...gradient, scheme: 'finite-difference' } }),
      'Difference step h',
    )).toBe('0.05');
    expect(valueOf(
      describeSpec({
        version: 1,
        kind: 'estimate',
        estimate: { ...gradient, scheme: 'concrete', tuning: { temperature: { start: 0.5, final: 0.1, halfLife: 9 } } },
      }),
      'Temperature τ',
    )).toBe('0.5');
  });
  it('names a feasibility tolerance', () => {
    const exact = { solver: 'highs' as const, timeLimitSeconds: null, relativeGap: 0, start: null, feasibilityTolerance: 1e-9 };
    expect(valueOf(describeSpec({ version: 1, kind: 'exact', exact }), 'Feasibility tolerance')).toBe('1e−9');
  });
  it('says what a ball is around', () => {
    const exact = { solver: 'highs' as const, timeLimitSeconds: null, relativeGap: 0, start: [0, 1] as (0 | 1)[] };
    const radius = (center: (0 | 1)[]): string =>
      valueOf(describeSpec({ version: 1, kind: 'exact', exact: { ...exact, ball: { center, radius: 4 } } }), 'Ball');
    expect(radius([0, 1])).toBe('up to 4 flips from the start solution');
    expect(radius([1, 1])).toBe('up to 4 flips from a center of its own');
  });
  it('names a time limit in seconds and its absence', () => {
    const exact = { solver: 'highs' as const, timeLimitSeconds: 60, relativeGap: 0, start: null };
    expect(valueOf(describeSpec({ version: 1, kind: 'exact', exact }), 'Time limit')).toBe('60 s');
    expect(valueOf(describeSpec({ version: 1, kind: 'exact', exact: { ...exact, timeLimitSeconds: null } }), 'Time limit'))
      .toBe('no limit');
  });
});

it('explains every class of rows', () => {
  for (const name of ROW_CLASSES) expect(rowClassHelp(name)).toBeTypeOf('string');
});
