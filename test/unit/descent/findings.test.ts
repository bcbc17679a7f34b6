/** What a descent finds on its way: never better than the truth, never lost, and the same after a resume. */
import { expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentCheckpoint, TrajectoryChunk } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { createFindings } from '../../../src-science/descent/findings.ts';
import { assess } from '../../../src-science/decoding/assessment.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { draws, randomProgram } from '../bounds/random-programs.ts';

const now = (): number => 0;

function traced(form: NormalForm, spec: DescentSpec) {
  const chunks: TrajectoryChunk[] = [];
  const result = descend(form, spec, { now, onTrajectory: (chunk) => chunks.push(chunk) });
  const column = (name: 'incumbent' | 'bound'): number[] => chunks.flatMap((chunk) => [...chunk.columns[name]]);
  return { result, incumbent: column('incumbent'), bound: column('bound') };
}

test.each([
  ['exact steps', 'true-penalty', 'auto'],
  ['samples', 'surrogate-interchange', 'sampled'],
] as const)(
  'with %s no bound passes the optimum and every incumbent is a feasible vector’s objective, on 150 programs of both senses',
  (_name, scheme, evaluation) => {
    const random = draws(71);
    let found = 0;
    let proven = 0;
    for (let n = 0; n < 150; n++) {
      const { program, feasible, optimum } = randomProgram(random, n % 3);
      const form = normalForm(program);
      const spec: DescentSpec = { ...defaultDescentSpec(form), scheme, evaluation, samples: 16, iterations: 60, seed: n };
      const { result, incumbent, bound } = traced(form, spec);
      const sign = form.objectiveSign;
      let before = -Infinity;
      for (const value of bound) {
        if (optimum !== null) expect(sign * value, `program ${n}`).toBeLessThanOrEqual(sign * optimum);
        expect(sign * value).toBeGreaterThanOrEqual(before);
        before = sign * value;
      }
      const objectives = new Set(feasible.map(({ objective }) => objective.toPrecision(10)));
      let last = Infinity;
      for (const value of incumbent) {
        if (Number.isNaN(value)) continue;
        expect(objectives.has(value.toPrecision(10)), `program ${n}: ${value}`).toBe(true);
        expect(sign * value).toBeLessThanOrEqual(last);
        last = sign * value;
      }
      expect(result.bound).toBe(bound.at(-1));
      if (result.incumbent !== null) {
        found++;
        expect(assess(form, result.incumbent.x)).toEqual({ objective: result.incumbent.objective, violation: 0, feasible: true });
        if (result.provenGap === 0) {
          proven++;
          const best = Math.min(...[result.incumbent, ...result.decoded.filter((solution) => solution.feasible)].map(({ objective }) =>
            sign * objective
          ));
          expect(best).toBeCloseTo(sign * (optimum ?? Number.NaN), 9);
        }
      }
    }
    expect(found).toBeGreaterThan(60);
    expect(proven).toBeGreaterThan(10);
  },
);

test('both are drawn as they come: the first bound before the first step, a better one later, and the proven gap of the result is theirs', () => {
  const form = normalForm(generate('combinatorial-auction', { items: 40, bids: 120 }, 3));
  const { result, incumbent, bound } = traced(form, { ...defaultDescentSpec(form), iterations: 300 });
  expect(Number.isFinite(bound[0])).toBe(true);
  // Of a maximization the bound falls.
  expect(bound.at(-1)).toBeLessThan(bound[0] ?? -Infinity);
  expect(new Set(incumbent).size).toBeGreaterThan(1);
  const best = Math.max(
    ...result.decoded.filter(({ feasible }) => feasible).map(({ objective }) => objective),
    result.incumbent?.objective ?? -Infinity,
  );
  expect(result.provenGap).toBe(((result.bound ?? Number.NaN) - best) / Math.max(1, Math.abs(best)));
  expect(result.findingWork.bounding).toBeGreaterThan(0);
});

test('a resumed descent finds what an uninterrupted one finds, at the same points', () => {
  const form = normalForm(generate('independent-set', { nodes: 60, affinity: 3 }, 5));
  const spec = { ...defaultDescentSpec(form), iterations: 200, checkpointEvery: 70 };
  const whole = traced(form, spec);
  const saved: DescentCheckpoint[] = [];
  descend(form, spec, { now, onCheckpoint: (checkpoint) => saved.push(structuredClone(checkpoint)) });
  expect(saved.map(({ iteration }) => iteration)).toEqual([70, 140]);
  for (const resumeFrom of saved) {
    const chunks: TrajectoryChunk[] = [];
    const resumed = descend(form, spec, { now, resumeFrom, onTrajectory: (chunk) => chunks.push(chunk) });
    for (const name of ['incumbent', 'bound'] as const) {
      expect(chunks.flatMap((chunk) => [...chunk.columns[name]])).toEqual(whole[name].slice(resumeFrom.iteration));
    }
    expect(resumed.incumbent).toEqual(whole.result.incumbent);
    expect(resumed.bound).toBe(whole.result.bound);
    expect(resumed.findingWork).toEqual(whole.result.findingWork);
  }
  // A checkpoint of before anything was kept: the descent goes on, and begins to look anew.
  const { findings: _findings, ...old } = saved[1] as DescentCheckpoint;
  expect(descend(form, spec, { now, resumeFrom: old }).bound).not.toBeNull();
});

test('looks cost five million nonzeros and a tenth of the steps’ work at most, but for the last of them', () => {
  const form = normalForm(generate('independent-set', {}, 1));
  const random = draws(81);
  const findings = createFindings(form, 10_000, 100);
  expect(findings.every).toBe(200);
  const spent = (): number => findings.work().decoding + findings.work().bounding;
  let largest = 0;
  const look = (iteration: number): number => {
    const before = spent();
    findings.look(iteration, Float64Array.from({ length: form.variableCount }, random), 1, undefined);
    largest = Math.max(largest, spent() - before);
    return spent() - before;
  };
  while (look(0) > 0) expect(spent()).toBeLessThan(5e6 + largest);
  expect(spent()).toBeGreaterThan(5e6);
  const due = (spent() - 5e6) / (0.1 * 100);
  expect(look(Math.floor(due) - 1)).toBe(0);
  expect(look(Math.ceil(due) + 1)).toBeGreaterThan(0);
});

test('a packed state of another program is ignored', () => {
  const small = createFindings(normalForm(generate('independent-set', {}, 1)), 10, 1);
  const other = createFindings(normalForm(generate('set-cover', {}, 1)), 10, 1);
  other.look(0, new Float64Array(200).fill(0.5), 1, undefined);
  small.unpack(other.pack());
  expect(small.bound()).toBeNull();
  expect(small.incumbent()).toBeNull();
});
