/** Programs of near ties, solved every way there is; what is called optimal is compared with the best of all vectors. */
import type { ExactResult } from '../../../src-contract/job-event.ts';
import type { ExactSpec } from '../../../src-science/exact/exact-settings.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { tightMuBySolving } from '../../../src-science/relaxation/tight-mu.ts';
import { runExact } from '../../../src-workers/kinds/exact.ts';
import { createSolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import type { SolverThreads } from '../../../src-workers/exact/solver-threads.ts';
import { createJobContext } from '../../../src-workers/job-context.ts';
import type { Attack } from '../attack.ts';
import { exactValue, KINDS, nearTieProgram, trueOptimum, trueTightMu } from '../near-tie-programs.ts';
import type { NearTieProgram } from '../near-tie-programs.ts';

const SILENT = { postMessage: () => undefined, close: () => undefined };
/** Programs of each kind. */
const PROGRAMS = { short: 2, long: 150 } as const;
/** Variables that take a program beyond enumeration. */
const IDLE = 18;

/** Largest program whose tight μ is looked for: its penalty problem has some 20 variables more. */
const MOST_FOR_MU = 11;

/** The ways a program is solved, given a vector that satisfies its rows. */
const WAYS: Readonly<Record<string, (x: readonly (0 | 1)[]) => Partial<ExactSpec>>> = {
  glpk: () => ({ solver: 'glpk' }),
  highs: () => ({ solver: 'highs' }),
  race: () => ({ solver: 'race' }),
  'race --check': () => ({ solver: 'race', check: true }),
  'with start': (x) => ({ solver: 'highs', start: x }),
  'ball, highs': (x) => ({ solver: 'highs', start: x, ball: { center: x, radius: 3 } }),
  'ball, glpk': (x) => ({ solver: 'glpk', start: x, ball: { center: x, radius: 3 } }),
};

async function solve(threads: SolverThreads, program: Program, spec: Partial<ExactSpec>): Promise<ExactResult> {
  const context = createJobContext(program, 'hash', SILENT, new SharedArrayBuffer(4));
  const outcome = await runExact(context, { solver: 'highs', timeLimitSeconds: 60, relativeGap: 0, start: null, ...spec }, threads);
  if (outcome.status === 'failed' || outcome.result?.kind !== 'exact') throw new Error(`the solve ended ${outcome.status}`);
  return outcome.result;
}

/** The tight μ by proven solves; null where a proof was missing. */
async function solvedTightMu(threads: SolverThreads, program: Program): Promise<number | null> {
  const proven = async (asked: Program): Promise<ExactResult | null> => {
    const result = await solve(threads, asked, {});
    return result.status === 'optimal' ? result : null;
  };
  const best = await proven(program);
  if (best === null || best.objective === null) return null;
  const normal = normalForm(program);
  return tightMuBySolving(normal, normal.objectiveSign * best.objective, async (penalty) => (await proven(penalty))?.solution?.x ?? null);
}

/** What is wrong with a result, or null. */
function falsehood({ program, exact }: NearTieProgram, result: ExactResult, truth: bigint | null): string | null {
  const value = result.solution === null ? null : exactValue(exact, result.solution.x);
  switch (result.status) {
    case 'optimal':
    case 'ball-optimal':
      if (truth === null) return 'optimal, and no vector satisfies the rows';
      return value === truth ? null : `proven at ${String(value)}, and the optimum is ${String(truth)}`;
    case 'infeasible':
    case 'ball-empty':
      return truth === null ? null : `infeasible, and the optimum is ${String(truth)}`;
    case 'optimal-within':
    case 'ball-optimal-within': {
      if (truth === null || value === null) return 'optimal within a tolerance, and no vector satisfies the rows';
      if (result.gap === 0) return 'a gap of 0 without a proof';
      const off = Number(program.sense === 'min' ? value - truth : truth - value);
      const unit = Number(exact.reduce((largest, c) => (c > largest ? c : largest), 1n)) /
        program.objective.reduce((largest, c) => Math.max(largest, Math.abs(c)), 1e-300);
      return off <= (result.tolerance ?? 0) * unit * 1.000001 ? null : `off by ${off} steps, beyond its tolerance of ${result.tolerance}`;
    }
    default:
      return `ended ${result.status}: ${result.statusText}`;
  }
}

export const attack: Attack = {
  name: 'false-proofs',
  summary: 'solves programs whose best objectives nearly tie with GLPK, HiGHS, races, starts and balls, and for the tight μ; whatever is called optimal must be the best of all vectors',
  async run({ form, random, say }) {
    const threads = createSolverThreads();
    const failed: string[] = [];
    const counts: Record<string, number> = {};
    const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
    let tried = 0;
    try {
      for (const kind of Object.keys(KINDS)) {
        for (let n = 0; n < PROGRAMS[form]; n++) {
          const idle = random() < 0.5 ? IDLE : 0;
          const near = nearTieProgram(kind, random, idle);
          const used = near.program.objective.length - idle;
          const truth = trueOptimum(near, used);
          if (idle === 0 && used <= MOST_FOR_MU) {
            const mu = await solvedTightMu(threads, near.program);
            const trueMu = trueTightMu(near);
            tried++;
            count(`${kind}: tight μ ${mu === null ? 'not given' : 'given'}`);
            if (mu !== null && (trueMu === null || Math.abs(mu - trueMu) > 1e-9 * Math.max(1, trueMu))) failed.push(`${kind}, program ${n + 1}, tight μ: ${mu}, and it is ${trueMu}`);
          }
          const vertex = truth?.x ?? new Uint8Array(near.program.objective.length);
          // A start a few flips from the optimum, so that the ball's best is not the program's.
          const center = Array.from(
            vertex,
            (value, j): 0 | 1 => (j < used && random() < 0.2 ? (value === 1 ? 0 : 1) : value === 1 ? 1 : 0),
          );
          for (const [way, specOf] of Object.entries(WAYS)) {
            const spec = specOf(center);
            const result = await solve(threads, near.program, spec);
            const best = spec.ball === undefined ? truth : trueOptimum(near, used, spec.ball);
            const wrong = falsehood(near, result, best?.value ?? null);
            tried++;
            count(`${kind}: ${result.status}${result.statusText.includes('looked at all') ? ', by enumeration' : result.statusText.includes('asked for it') ? ', asked again' : result.statusText.includes('other solver') ? ', by the other solver' : ''}`);
            if (wrong !== null) failed.push(`${kind}, program ${n + 1}, ${way}: ${wrong}`);
          }
        }
        say(`${kind}: ${tried} solves so far, ${failed.length} failed`);
      }
    } finally {
      await threads.close();
    }
    return { tried, failed, counts };
  },
};
