/** The new-run form: a spec becomes texts and the texts the same spec; what is wrong is said at its field. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECODER_NAMES } from '../../../../src-science/decoding/decoders.ts';
import { EVALUATION_NAMES, SCHEME_NAMES } from '../../../../src-science/gradients/scheme.ts';
import type { EvaluationName, SchemeName } from '../../../../src-science/gradients/scheme.ts';
import type { SchemeTuning } from '../../../../src-science/gradients/scheme-settings.ts';
import { JOB_KIND_NAMES } from '../../../../src-contract/job-kinds.ts';
import { JobSpec } from '../../../../src-contract/job-spec.ts';
import { SOLVER_NAMES } from '../../../../src-science/exact/exact-settings.ts';
import { draftOf, settingNear } from '../../../../src-renderer/new-run/draft.ts';
import type { DraftContext } from '../../../../src-renderer/new-run/draft.ts';
import type { SolutionView } from '../../../../src-contract/session.ts';
import { solutionOptions, solutionWords } from '../../../../src-renderer/parts/solution-options.ts';
import { spreadIterations } from '../../../../src-renderer/new-run/use-run-path.ts';
import { bestSolution, chosenSolution } from '../../../../src-renderer/parts/use-start-solution.ts';
import { specOf } from './spec-of.ts';
import { BASE_TEXTS } from '../../../../src-renderer/new-run/draft.ts';
import { aDescent } from '../../../a-descent.ts';

const VARIABLES = 5;
const NAMED = { variableNames: Array.from({ length: VARIABLES }, (_, j) => `x${j}`), fixed: new Int8Array(VARIABLES).fill(-1) };
const CONTEXT: DraftContext = { variables: VARIABLES, fromRun: {}, typedFor: NAMED };
const edited = (spec: JobSpec, changes: Readonly<Record<string, string>>, context: DraftContext = CONTEXT) => {
  const draft = draftOf([spec]);
  return specOf(spec.kind, { ...draft, texts: { ...draft.texts, ...changes } }, context);
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const below1 = fc.double({ min: 0, max: 0.999, noNaN: true });
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const atLeast0 = fc.double({ min: 0, max: 1e9, noNaN: true });
const count = fc.integer({ min: 1, max: 1_000_000 });
const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const xHat = fc.oneof(fc.array(share, { minLength: VARIABLES, maxLength: VARIABLES }),
  share.map((value) => Array.from({ length: VARIABLES }, () => value)));
const bits = fc.array(fc.constantFrom<0 | 1>(0, 1), { minLength: VARIABLES, maxLength: VARIABLES });

const exact = fc.record({ solver: fc.constantFrom(...SOLVER_NAMES), timeLimitSeconds: fc.option(positive, { nil: null }),
  relativeGap: atLeast0, start: fc.option(bits, { nil: null }) });
const inBall = fc.option(fc.record({ ball: fc.record({ center: bits, radius: fc.nat(9) }) }), { nil: {} });
/**
 * Settings that a spec may leave out; `plain` and 1 are what leaving out means. The form leaves out what is not read:
 * the work of a search that is not made.
 */
const settings = fc.record({ loss: fc.constant('diffilo' as const), restarts: fc.integer({ min: 2, max: 100 }), searchWork: count }, {
  requiredKeys: [],
}).chain((
  some,
) => (some.restarts === undefined
  ? fc.constant(some)
  : fc.record({ restartSpread: fc.double({ min: 1.01, max: 100, noNaN: true }) }, { requiredKeys: [] }).map((spread) => ({ ...some,
    ...spread })
  ))
);
/** Settings of the scheme, none of them its default. */
const tuned = <T extends { scheme: SchemeName; evaluation: EvaluationName }>(spec: T): fc.Arbitrary<T & { tuning?: SchemeTuning }> =>
  spec.scheme === 'concrete'
    ? fc.option(
      fc.record({
        tuning: fc.record({
          temperature: fc.record({ start: fc.double({ min: 0.001, max: 0.9, noNaN: true }), final: positive, halfLife: positive }),
        }),
      }),
      { nil: {} },
    ).map((more) => ({ ...spec, ...more }))
    : spec.scheme === 'finite-difference'
    ? fc.option(fc.record({ tuning: fc.record({ differenceStep: fc.double({ min: 0.1, max: 0.5, noNaN: true }) }) }), { nil: {} }).map((
      more,
    ) => ({ ...spec, ...more }))
    : spec.scheme === 'surrogate-interchange' && spec.evaluation !== 'exact'
    ? fc.option(fc.constant({ tuning: { soft: 'averaged' as const } }), { nil: {} }).map((more) => ({ ...spec, ...more }))
    : fc.constant(spec);
const searchWork = fc.record({ searchWork: count }, { requiredKeys: [] });
const descent = fc.record({
  scheme: fc.constantFrom(...SCHEME_NAMES),
  evaluation: fc.constantFrom(...EVALUATION_NAMES),
  samples: count,
  parametrization: fc.constantFrom('logit' as const, 'projected' as const),
  optimizer: fc.oneof(fc.record({ name: fc.constant('sgd' as const) }),
    fc.record({ name: fc.constant('momentum' as const), momentum: below1 }),
    fc.record({ name: fc.constant('adam' as const), beta1: below1, beta2: below1, epsilon: positive }),
    fc.record({ name: fc.constant('mean-field' as const), temperature: positive, finalTemperature: positive })),
  step: positive,
  stepSchedule: fc.oneof(fc.record({ kind: fc.constant('constant' as const) }),
    fc.record({ kind: fc.constant('cosine' as const), final: share }),
    fc.record({ kind: fc.constant('inverse' as const), halfLife: positive })),
  mu: fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), value: atLeast0 }),
    fc.record({ kind: fc.constant('ramp' as const), from: atLeast0, to: atLeast0,
      shape: fc.constantFrom('linear' as const, 'geometric' as const), until: fc.double({ min: 1e-6, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('ramp' as const), from: atLeast0, to: atLeast0,
      shape: fc.constantFrom('linear' as const, 'geometric' as const), until: fc.double({ min: 0.5, max: 1, noNaN: true }),
      hold: fc.double({ min: 0.01, max: 0.49, noNaN: true }) }),
    fc.record({ kind: fc.constant('adaptive' as const), start: atLeast0, min: atLeast0, max: atLeast0, step: atLeast0 }),
  ),
  iterations: count,
  seed,
  start: fc.oneof(fc.record({ kind: fc.constant('uniform' as const), value: share }),
    fc.record({ kind: fc.constant('random' as const), center: share, spread: fc.double({ min: 0, max: 0.5, noNaN: true }) }),
    fc.record({ kind: fc.constant('given' as const), xHat }),
    fc.record({ kind: fc.constant('lp-relaxation' as const), margin: fc.double({ min: 0, max: 0.49, noNaN: true }) }),
    fc.record({ kind: fc.constant('lp-relaxation' as const), margin: fc.double({ min: 0, max: 0.49, noNaN: true }), otherwise: share })),
  stopAtGradientNorm: fc.option(positive, { nil: null }),
  recordEvery: count,
  snapshotEvery: fc.integer({ min: 0, max: 1000 }),
  checkpointEvery: fc.integer({ min: 0, max: 1000 }),
  decoders: fc.subarray([...DECODER_NAMES]),
});
const common = { xHat, mu: atLeast0, samples: count, seed };
const estimate = fc.oneof(fc.record({ quantity: fc.constantFrom('loss' as const, 'penalty' as const, 'feasibility' as const), ...common }),
  fc.record({ quantity: fc.constant('gradient' as const), scheme: fc.constantFrom(...SCHEME_NAMES),
    evaluation: fc.constantFrom(...EVALUATION_NAMES), ...common }).chain(tuned));
const decode = fc.record({ decoder: fc.constantFrom(...DECODER_NAMES), xHat, mu: fc.option(atLeast0, { nil: null }), samples: count,
  seed });
const quality = {
  schemes: fc.subarray([...SCHEME_NAMES], { minLength: 1 }),
  replications: fc.integer({ min: 8, max: 512 }),
  seed,
};
const withTuning = { tuning: fc.record({ differenceStep: fc.double({ min: 0.1, max: 0.5, noNaN: true }) }) };
/** Without what none of its schemes reads: the form leaves it out. */
const asRead = <T extends { schemes: readonly SchemeName[]; tuning?: object; iteration?: number }>({ tuning, iteration, ...spec }: T) => ({
  ...spec,
  ...(tuning !== undefined && spec.schemes.includes('finite-difference') ? { tuning } : {}),
  ...(iteration !== undefined && spec.schemes.includes('concrete') ? { iteration } : {}),
});
const ascending = (most: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 8 }).map((all) => all.sort((a, b) => a - b));
const anyQuality = fc.oneof(
  fc.record({ shape: fc.constant('point' as const), ...quality, ...withTuning, xHat, samples: ascending(1 << 24),
    iteration: fc.integer({ min: 1, max: 1000 }) }, { requiredKeys: ['shape', 'schemes', 'replications', 'seed', 'xHat', 'samples'] }).map(
      asRead,
    ),
  fc
    .record({ shape: fc.constant('path' as const), ...quality, ...withTuning, samples: fc.integer({ min: 1, max: 1 << 24 }),
      runId: fc.option(fc.integer({ min: 1, max: 99 }), { nil: null }), points: ascending(1000) }, {
      requiredKeys: ['shape', 'schemes', 'replications', 'seed', 'samples', 'runId', 'points'],
    })
    .chain((path) => fc.tuple(fc.constant(path), xHat, atLeast0))
    .map(([path, at, mu]) => ({ ...asRead(path), points: path.points.map((iteration) => ({ iteration, mu, xHat: at })) })),
);
const anySpec: fc.Arbitrary<JobSpec> = fc.oneof(
  fc.tuple(exact, inBall, fc.boolean()).map(([value, ball, check]) => ({ version: 1 as const, kind: 'exact' as const,
    exact: { ...value, ...ball, ...(check && value.solver === 'race' ? { check } : {}) } })
  ),
  fc.tuple(descent.chain(tuned), settings).map(([value, { searchWork: work, ...more }]) => ({ version: 1 as const, kind: 'descent' as const,
    descent: { ...value, ...more, ...(work !== undefined && value.decoders.includes('local-search') ? { searchWork: work } : {}) } })
  ),
  estimate.map((value) => ({ version: 1 as const, kind: 'estimate' as const, estimate: value })),
  fc.tuple(decode, searchWork).map(([value, more]) => ({ version: 1 as const, kind: 'decode' as const,
    decode: { ...value, ...(value.decoder === 'local-search' ? more : {}) } })
  ),
  anyQuality.map((value) => ({ version: 1 as const, kind: 'quality' as const, quality: value })),
);

describe('a spec', () => {
  it('comes out of the form as it went in', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const outcome = specOf(spec.kind, draftOf([spec]), CONTEXT);
        expect(outcome.complaints).toEqual([]);
        // −0 and 0 are one number on paper.
        expect(JSON.parse(JSON.stringify(outcome.spec))).toEqual(JSON.parse(JSON.stringify(JobSpec.parse(spec))));
      }),
      { numRuns: 300 },
    );
  });
  it('that leaves out its loss, restarts and search does not inherit those of the one before', () => {
    if (A_DESCENT.kind !== 'descent') throw new Error('A_DESCENT is no descent');
    const before: JobSpec = { ...A_DESCENT,
      descent: { ...A_DESCENT.descent, loss: 'diffilo', restarts: 3, decoders: ['local-search'], searchWork: 9 } };
    expect(specOf('descent', draftOf([before, A_DESCENT]), CONTEXT).spec).toEqual(A_DESCENT);
    expect(specOf('descent', draftOf([A_DESCENT, before]), CONTEXT).spec).toEqual(before);
  });
  it('takes the settings of a scheme only for that scheme, and leaves defaults out', () => {
    const texts = { 'descent.tuning.temperature.start': '0.5', 'descent.tuning.differenceStep': '0.1' };
    expect(edited(A_DESCENT, texts).spec).toEqual(A_DESCENT);
    expect(edited(A_DESCENT, { ...texts, 'descent.scheme': 'concrete' }).spec).toMatchObject({
      descent: { tuning: { temperature: { start: 0.5, final: 0.1, halfLife: 200 } } },
    });
    expect(edited(A_DESCENT, { ...texts, 'descent.scheme': 'finite-difference' }).spec).toMatchObject({
      descent: { tuning: { differenceStep: 0.1 } },
    });
    expect(edited(A_DESCENT, { 'descent.scheme': 'surrogate-interchange', 'descent.tuning.soft': 'averaged' }).spec).toMatchObject({
      descent: { tuning: { soft: 'averaged' } },
    });
    expect(edited(A_DESCENT, { 'descent.scheme': 'surrogate-interchange' }).spec).not.toHaveProperty('descent.tuning');
    expect(edited(A_DESCENT, { 'descent.scheme': 'concrete' }).spec).not.toHaveProperty('descent.tuning');
  });
  it('keeps the texts of the other kinds', () => {
    const draft = draftOf([A_DESCENT, { version: 1, kind: 'exact',
      exact: { solver: 'glpk', timeLimitSeconds: 7, relativeGap: 0, start: null } }]);
    expect(specOf('exact', draft, CONTEXT).spec).toMatchObject({ exact: { solver: 'glpk', timeLimitSeconds: 7 } });
    expect(specOf('descent', draft, CONTEXT).spec).toEqual(A_DESCENT);
  });
});

const A_DESCENT: JobSpec = {
  version: 1,
  kind: 'descent',
  descent: aDescent({
    evaluation: 'auto', samples: 64, optimizer: { name: 'sgd' }, mu: { kind: 'fixed', value: 10 }, iterations: 100,
    decoders: ['threshold'],
  }),
};
const AN_ESTIMATE: JobSpec = { version: 1, kind: 'estimate',
  estimate: { quantity: 'loss', xHat: [0.5, 0.5, 0.5, 0.5, 0.5], mu: 10, samples: 1000, seed: 1 } };

describe('what is wrong', () => {
  it.each<[string, JobSpec, Record<string, string>, string, RegExp]>([
    ['a word for a number', A_DESCENT, { 'descent.step': 'fast' }, 'descent.step', /not a number/],
    ['nothing where a number is needed', A_DESCENT, { 'descent.iterations': ' ' }, 'descent.iterations', /needed/],
    ['a step of 0', A_DESCENT, { 'descent.step': '0' }, 'descent.step', /More than 0/],
    ['half a sample', A_DESCENT, { 'descent.samples': '1.5' }, 'descent.samples', /whole number/],
    ['a negative μ', A_DESCENT, { 'descent.mu.value': '-1' }, 'descent.mu.value', /At least 0/],
    ['a start outside the cube', A_DESCENT, { 'descent.start.value': '1.5' }, 'descent.start.value', /At most 1/],
    ['a temperature of 0', A_DESCENT, { 'descent.scheme': 'concrete', 'descent.tuning.temperature.final': '0' },
      'descent.tuning.temperature.final', /More than 0/],
    ['a difference step above a half', A_DESCENT, { 'descent.scheme': 'finite-difference', 'descent.tuning.differenceStep': '0.6' },
      'descent.tuning.differenceStep', /At most 0.5/],
    ['a momentum of 1', A_DESCENT, { 'descent.optimizer.name': 'momentum', 'descent.optimizer.momentum': '1' },
      'descent.optimizer.momentum', /Less than 1/],
    ['too few values', AN_ESTIMATE, { 'estimate.xHat.source': 'typed', 'estimate.xHat.typed': '0.1 0.2' }, 'estimate.xHat.typed',
      /has 2 values, but the problem has 5 variables/],
    ['a value outside [0, 1]', AN_ESTIMATE, { 'estimate.xHat.source': 'typed', 'estimate.xHat.typed': '0 0 0 0 2' }, 'estimate.xHat.typed',
      /2 as value 5, which is not in/],
    ['a constant outside [0, 1]', AN_ESTIMATE, { 'estimate.xHat.value': '-0.1' }, 'estimate.xHat.value', /between 0 and 1/],
    ['no run chosen', AN_ESTIMATE, { 'estimate.xHat.source': 'run' }, 'estimate.xHat.run', /Choose the run/],
  ])('%s is said at its field', (_name, spec, changes, field, words) => {
    const { spec: result, complaints } = edited(spec, changes);
    expect(result).toBeNull();
    expect(complaints.map((complaint) => complaint.field)).toContain(field);
    expect(complaints.find((complaint) => complaint.field === field)?.message).toMatch(words);
  });
  it('in a field that the choice makes superfluous does not matter', () => {
    expect(edited(A_DESCENT, { 'descent.optimizer.beta1': 'x', 'descent.mu.from': '', 'exact.relativeGap': '?' }).spec).toEqual(A_DESCENT);
  });
});

describe('a feasibility tolerance', () => {
  const solve: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } };
  it('is left out where it is empty or 0, and is the number else', () => {
    for (const nothing of ['', ' ', '0']) expect(edited(solve, { 'exact.feasibilityTolerance': nothing }).spec).toEqual(solve);
    const asked: JobSpec = { ...solve, exact: { ...solve.exact, feasibilityTolerance: 1e-9 } };
    expect(edited(solve, { 'exact.feasibilityTolerance': '1e-9' }).spec).toEqual(asked);
    expect(edited(asked, {}).spec).toEqual(asked);
  });
  it('of less than nothing is refused at its field', () => {
    const { spec, complaints } = edited(solve, { 'exact.feasibilityTolerance': '-1' });
    expect(spec).toBeNull();
    expect(complaints.map(({ field }) => field)).toContain('exact.feasibilityTolerance');
  });
});

describe('a ball around a start solution', () => {
  const solve: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } };
  const fromRun = { 'exact.start.source': 'run', 'exact.start.run': '3', 'exact.ball.radius': '2' };
  const given: DraftContext = { variables: VARIABLES, fromRun: { 'exact.start': [1, 0, 1, 0, 0] } };
  it('has the chosen solution for its start and its center', () => {
    expect(edited(solve, fromRun, given).spec).toMatchObject({
      exact: { start: [1, 0, 1, 0, 0], ball: { center: [1, 0, 1, 0, 0], radius: 2 } },
    });
    expect(edited(solve, { ...fromRun, 'exact.ball.radius': ' ' }, given).spec).not.toHaveProperty('exact.ball');
  });
  it.each([
    ['without a start', { 'exact.ball.radius': '2' }, /needs a start solution/],
    ['of half a flip', { ...fromRun, 'exact.ball.radius': '2.5' }, /whole number/],
    ['of less than nothing', { ...fromRun, 'exact.ball.radius': '-1' }, /At least 0/],
    ['of a word', { ...fromRun, 'exact.ball.radius': 'near' }, /not a number/],
  ])('%s is refused at its field', (_what, changes, words) => {
    const { spec, complaints } = edited(solve, changes, given);
    expect(spec).toBeNull();
    expect(complaints.find((complaint) => complaint.field === 'exact.ball.radius')?.message).toMatch(words);
  });
  it('of an edited run keeps its center until another start is chosen', () => {
    const before: JobSpec = { ...solve, exact: { ...solve.exact, start: [0, 0, 0, 0, 1], ball: { center: [1, 1, 1, 1, 1], radius: 4 } } };
    expect(edited(before, {}).spec).toEqual(before);
    expect(edited(before, fromRun, given).spec).toMatchObject({ exact: { ball: { center: [1, 0, 1, 0, 0], radius: 2 } } });
  });
});

describe('the settings of schemes whose quality is measured', () => {
  const tuning = { differenceStep: 0.1 };
  const common = { schemes: ['finite-difference' as const], replications: 8, seed: 1, tuning };
  it('are those of the form at a point, and of the run along one', () => {
    const at: JobSpec = { version: 1, kind: 'quality',
      quality: { shape: 'point', ...common, xHat: [0.5, 0.5, 0.5, 0.5, 0.5], samples: [1] } };
    expect(edited(at, { 'quality.tuning.differenceStep': '0.2' }).spec).toMatchObject({ quality: { tuning: { differenceStep: 0.2 } } });
    const points = [{ iteration: 0, mu: 2, xHat: [0, 0.25, 0.5, 0.75, 1] }];
    const along = { 'quality.shape': 'path', 'quality.points.run': '4' };
    expect(edited(at, along, { ...CONTEXT, runPath: { points, tuning: { differenceStep: 0.3 } } }).spec).toMatchObject({
      quality: { tuning: { differenceStep: 0.3 } },
    });
    expect(edited(at, along, { ...CONTEXT, runPath: { points } }).spec).not.toHaveProperty('quality.tuning');
  });
  it('have a sample count of their own along a run, and complaints about it stand at its field', () => {
    const path: JobSpec = { version: 1, kind: 'quality',
      quality: { shape: 'path', ...common, samples: 8, runId: 4, points: [{ iteration: 0, mu: 2, xHat: [0, 0.25, 0.5, 0.75, 1] }] } };
    expect(edited(path, { 'quality.samples': '1, x' }).spec).toEqual(path);
    expect(edited(path, { 'quality.path.samples': '0' }).complaints.map(({ field }) => field)).toEqual(['quality.path.samples']);
  });
});

describe('the trajectory of a run', () => {
  const spec: JobSpec = { version: 1, kind: 'quality',
    quality: { shape: 'point', schemes: ['concrete'], xHat: [0.5, 0.5, 0.5, 0.5, 0.5], samples: [1, 2], replications: 8, seed: 1 } };
  const along = { 'quality.shape': 'path', 'quality.points.run': '4' };
  const points = [{ iteration: 0, mu: 2, xHat: [0, 0.25, 0.5, 0.75, 1] }];
  it('is waited for without a complaint, and goes into the spec once it is there', () => {
    expect(edited(spec, along)).toEqual({ spec: null, complaints: [] });
    expect(edited(spec, along, { ...CONTEXT, runPath: { points } }).spec).toMatchObject({
      quality: { shape: 'path', runId: 4, points, samples: 64 },
    });
  });
  it('needs a run', () => {
    expect(edited(spec, { 'quality.shape': 'path' }).complaints).toContainEqual({ field: 'quality.points.run',
      message: 'Choose the run whose trajectory is measured' });
  });
  it.each([
    ['', /at least one/],
    ['1, x', /“x” is no sample count/],
    ['4 2', /ascend/],
    ['0.5', /no sample count/],
  ])('sample counts of “%s” are complained of', (text, words) => {
    expect(edited(spec, { 'quality.samples': text }).complaints.find(({ field }) => field === 'quality.samples')?.message).toMatch(words);
  });
  it('is thinned evenly, ends included', () => {
    expect(spreadIterations([0, 10, 20, 30, 40], 9)).toEqual([0, 10, 20, 30, 40]);
    expect(spreadIterations([0, 10, 20, 30, 40], 3)).toEqual([0, 20, 40]);
    expect(spreadIterations([0, 10, 20, 30, 40], 1)).toEqual([0]);
  });
});

describe('marginals of another run', () => {
  const from = { 'estimate.xHat.source': 'run', 'estimate.xHat.run': '3' };
  it('are waited for without a complaint', () => {
    expect(edited(AN_ESTIMATE, from)).toEqual({ spec: null, complaints: [] });
  });
  it('go into the spec once they are there', () => {
    const vector = [0, 0.25, 0.5, 0.75, 1];
    expect(edited(AN_ESTIMATE, from, { variables: VARIABLES, fromRun: { 'estimate.xHat': vector } }).spec).toMatchObject({
      estimate: { xHat: vector },
    });
  });
  it('of a problem of another size are refused', () => {
    expect(edited(AN_ESTIMATE, from, { variables: VARIABLES, fromRun: { 'estimate.xHat': [1, 0] } }).complaints[0]?.message).toMatch(
      /2 variables, this problem 5/,
    );
  });
});

describe('the best solution of a run', () => {
  const solution = (objective: number, feasible: boolean, violation = feasible ? 0 : 1) => ({ runId: 1, source: 's', objective, violation,
    feasible, seconds: 0, x: new Uint8Array(1), violatedRows: [] });
  it('is the best feasible one in the sense of the problem', () => {
    const all = [solution(5, true), solution(3, true), solution(9, true), solution(1, false)];
    expect(bestSolution(all, 'min')?.objective).toBe(3);
    expect(bestSolution(all, 'max')?.objective).toBe(9);
  });
  it('is the least violated one where none is feasible, and none where there is none', () => {
    expect(bestSolution([solution(1, false, 4), solution(2, false, 2)], 'min')?.objective).toBe(2);
    expect(bestSolution([], 'min')).toBeNull();
  });
});

describe('the solutions of a run', () => {
  const one = (source: string, objective: number, feasible: boolean): SolutionView => ({ runId: 1, source, objective,
    violation: feasible ? 0 : 2, feasible, seconds: 0, x: new Uint8Array(1), violatedRows: [] });
  const all = [one('threshold', 1, false), one('greedy-repair', 9, true), one('highs', 7, true)];
  it('are chosen by place, the best where none is', () => {
    expect(
      [chosenSolution(all, 'min', 'best'), chosenSolution(all, 'max', 'best'), chosenSolution(all, 'min', '0'),
        chosenSolution(all, 'min', '7')].map((solution) => solution?.objective),
    ).toEqual([7, 9, 1, 7]);
    expect(chosenSolution([], 'min', '0')).toBeNull();
  });
  it('are listed with what they are worth', () => {
    expect(solutionOptions(all, 'min').map(({ value }) => value)).toEqual(['best', '0', '1', '2']);
    expect(all.map(solutionWords)).toEqual([expect.stringMatching(/^Threshold.*, infeasible by 2$/), expect.stringMatching(/^Greedy repair.*, 9$/), 'highs, 7']);
  });
});

describe('terms', () => {
  it('explain every number field of the form', () => {
    for (const kind of JOB_KIND_NAMES) {
      const texts = kind === 'estimate' ? { ...BASE_TEXTS, 'estimate.quantity': 'gradient' } : BASE_TEXTS;
      const mine = Object.keys(texts).filter((path) =>
        path.startsWith(`${kind}.`) && !path.startsWith('quality.points.') && !path.startsWith('quality.path.')
      );
      expect(mine.filter((path) => settingNear(kind, texts, path) === null)).toEqual([]);
    }
  });
});
