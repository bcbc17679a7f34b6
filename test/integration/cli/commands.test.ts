/** Each command of the command line as a process: what it prints, in words and as JSON, and its exit codes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesFolder } from '../../../src-main/engine/entry-points.ts';
import { interruptedLeibniz, leibniz, leibnizJson } from './leibniz-process.ts';
import { hardProblem, INFEASIBLE, KNAPSACK } from './small-problems.ts';

const p0033 = join(examplesFolder(), 'problems', 'p0033.mps.gz');
let folder = '';
let knapsack = '';
let infeasible = '';
let empty = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-cli-'));
  knapsack = join(folder, 'knapsack.lp');
  infeasible = join(folder, 'infeasible.lp');
  await writeFile(knapsack, KNAPSACK);
  await writeFile(infeasible, INFEASIBLE);
  empty = join(folder, 'empty.leibniz');
  await writeFile(empty, '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a problem whose sense stands only in a comment', () => {
  const file = fileURLToPath(new URL('../../cases/reading/sense-comment.mps', import.meta.url));

  it('is read as the file states, with a warning on stderr beside one JSON document', async () => {
    const { stdout, stderr } = await leibniz('solve', file, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'optimal', objective: 0 });
    expect(stderr).toMatch(/^warning: The comment in line 1 says maximize/);
  });

  it('is read as meant with --sense max, without a warning', async () => {
    const { stdout, stderr } = await leibniz('solve', file, '--json', '--sense', 'max');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'optimal', objective: 8 });
    expect(stderr).toBe('');
  });
});

describe('leibniz info', () => {
  it('has the documented keys', async () => {
    const info = await leibnizJson('info', p0033);
    expect(info).toMatchObject({
      variables: 33,
      rows: 16,
      nonzeros: 98,
      sense: 'min',
      smallestPositiveViolation: { value: 1, exact: true },
    });
    expect(Object.keys(info['mu'] as object).sort()).toEqual(['norm1', 'theorem2', 'tight']);
    expect(Object.values(info['rowClasses'] as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(16);
  });

  it('finds the tight μ by exact solves where enumeration does not reach', async () => {
    const written = join(folder, 'tight-cover.json');
    await leibniz('generate', 'set-cover', '--size', 'rows=12', 'columns=26', 'density=0.2', '--seed', '3', '-o', written);
    const bounds = async (...options: string[]): Promise<{ tight: number | null; norm1: number }> =>
      (await leibnizJson('info', written, ...options))['mu'] as { tight: number | null; norm1: number };
    expect((await bounds()).tight).toBeNull();
    const { tight, norm1 } = await bounds('--tight-mu', '60');
    // Above it a violation never pays: it lies in reach of what one variable costs, far below the safe bound.
    expect(tight).toBeGreaterThan(0);
    expect(tight).toBeLessThanOrEqual(100);
    expect(norm1).toBeGreaterThan(100);
  });

  it('prints a table for people', async () => {
    const { code, stdout, stderr } = await leibniz('info', knapsack);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^variables +3$/m);
    expect(stdout).toMatch(/^sense +max$/m);
  });
});

describe('leibniz solve', () => {
  it.each(['glpk', 'highs', 'race', 'enumerate'])('%s finds the optimum in the user’s sense, with names', async (solver) => {
    const solved = await leibnizJson('solve', knapsack, '--solver', solver);
    expect(solved).toMatchObject({ status: 'optimal', objective: 18, bound: 18, gap: 0, solver, x: { a: 1, b: 0, c: 1 } });
    expect(solved['seconds']).toBeGreaterThan(0);
  });

  it('says infeasible, which is no failure', async () => {
    expect(await leibnizJson('solve', infeasible, '--solver', 'glpk')).toMatchObject({
      status: 'infeasible',
      objective: null,
      bound: null,
      gap: null,
      x: null,
    });
  });

  it('tells of a race who won and what each solver came to', async () => {
    const raced = await leibnizJson('solve', knapsack, '--solver', 'race', '--check');
    expect(raced['solverVersion']).toMatch(/^GLPK \d[\d.]*, HiGHS \d[\d.]*$/);
    expect(['glpk', 'highs']).toContain(raced['winner']);
    expect(raced['race']).toMatchObject({
      winner: raced['winner'],
      checked: true,
      entrants: [{ status: 'optimal', objective: 18, bound: 18 }, { status: 'optimal', objective: 18, bound: 18 }],
    });
    const { stdout } = await leibniz('solve', knapsack, '--solver', 'race');
    expect(stdout).toMatch(/^won by +(glpk|highs)$/m);
  });

  it('ends with 1 and the status failed where enumeration is asked for too much', async () => {
    const { code, stdout } = await leibniz('solve', p0033, '--solver', 'enumerate', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      x: null,
      statusText: expect.stringContaining('at most 24 free variables'),
    });
  });

  it.skipIf(process.platform === 'win32')('keeps the partial result when it is interrupted, and prints it', async () => {
    const hard = join(folder, 'hard.lp');
    await writeFile(hard, hardProblem());
    const { code, stdout } = await interruptedLeibniz(['solve', hard, '--solver', 'highs', '--json', '--time-limit', '100']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'cancelled', solver: 'highs' });
  });
});

describe('leibniz descend', () => {
  it('has the documented keys and comes out the same twice', async () => {
    const words = ['descend', knapsack, '--scheme', 'surrogate-interchange', '--evaluation', 'sampled', '--samples', '16', '--mu', '4',
      '--iterations', '50', '--step', '0.1', '--optimizer', 'sgd', '--seed', '5', '--decode', 'conditional-expectation'];
    const first = await leibnizJson(...words);
    expect(first).toMatchObject({
      scheme: 'surrogate-interchange',
      evaluation: 'sampled',
      seed: 5,
      iterations: 50,
      decoded: { decoder: 'conditional-expectation' },
    });
    expect(first['xHat']).toHaveLength(3);
    expect(Object.keys(first['final'] as object)).toEqual(expect.arrayContaining(['loss', 'objective', 'penalty']));
    expect(Object.keys(first['decoded'] as object)).toEqual(expect.arrayContaining(['decoder', 'objective', 'feasible', 'violation']));
    const { loss, objective, penalty, mu } = first['final'] as Record<string, number>;
    expect(loss).toBeCloseTo((objective ?? 0) + (mu ?? 0) * (penalty ?? 0), 10);
    const again = await leibnizJson(...words);
    expect(again['xHat']).toEqual(first['xHat']);
    expect(again['final']).toEqual(first['final']);
  });

  it('reaches the optimum of a knapsack by the exact true penalty, and writes its trajectory', async () => {
    const trajectory = join(folder, 'trajectory.csv');
    const found = await leibnizJson(
      'descend',
      knapsack,
      '--scheme',
      'true-penalty',
      '--evaluation',
      'exact',
      '--mu-ramp',
      '0.5:20',
      '--iterations',
      '400',
      '--decode',
      'greedy-repair',
      '--trajectory',
      trajectory,
    );
    expect(found).toMatchObject({ evaluation: 'exact', decoded: { objective: 18, feasible: true, violation: 0 } });
    const lines = (await readFile(trajectory, 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('iteration,seconds,samples,mu,loss,objective,penalty,gradientNorm,feasibleShare,incumbent,bound');
    expect(lines).toHaveLength(402);
  });

  it('takes a preset, and a start from a file of an earlier descent', async () => {
    const end = join(folder, 'end.json');
    await writeFile(end, (await leibniz('descend', knapsack, '--preset', 'recommended', '--iterations', '20', '--json')).stdout);
    const onward = await leibnizJson('descend', knapsack, '--preset', 'interchange', '--iterations', '5', '--start-at', end);
    expect(onward).toMatchObject({ scheme: 'surrogate-interchange', iterations: 5 });
  });
});

describe('leibniz estimate', () => {
  it('estimates the penalty of a knapsack at ½ within its error of the exact value', async () => {
    // Weights 2, 3, 1 against 3 at x̂ = ½: excess 3 (all), 1 + 2 + … by hand: {2,3}→2, {3,1}→1, {2,3,1}→3; the rest 0; mean 6/8.
    const found = await leibnizJson('estimate', knapsack, '--at', '0.5', '--quantity', 'penalty', '--samples', '4000', '--seed', '3');
    expect(found).toMatchObject({ quantity: 'penalty', samples: 4000, exact: { value: 0.75 } });
    expect(Math.abs((found['mean'] as number) - 0.75)).toBeLessThan(5 * (found['standardError'] as number));
    expect(Math.abs(found['z'] as number)).toBeLessThan(5);
  });

  it('takes x̂ as an array and as a file, and means the same', async () => {
    const point = '[0.25, 0.5, 1]';
    const file = join(folder, 'point.json');
    await writeFile(file, point);
    const given = await leibnizJson('estimate', knapsack, '--at', point, '--quantity', 'feasibility', '--samples', '500');
    const read = await leibnizJson('estimate', knapsack, '--at', file, '--quantity', 'feasibility', '--samples', '500');
    expect(read['mean']).toBe(given['mean']);
  });

  it('gives a probability near 1 an interval, and no error of 0', async () => {
    const json = await leibnizJson('estimate', knapsack, '--at', '0.001', '--quantity', 'feasibility', '--samples', '1000');
    expect(json).toMatchObject({ mean: 1, interval: { level: 0.95, upper: 1, method: 'clopper-pearson' }, violatedSamples: null });
    // 0.025^(1/1000)
    expect((json['interval'] as { lower: number }).lower).toBeCloseTo(0.9963179, 6);
    const { stdout } = await leibniz('estimate', knapsack, '--at', '0.001', '--quantity', 'penalty', '--samples', '1000');
    expect(stdout).toMatch(/^penalty +0\(\?\)$/m);
    expect(stdout).toMatch(/^95 % interval +0 to 0\.00897, by the rule of three: all 1000 samples agree$/m);
    expect(stdout).toMatch(/^violated +0 of 1000 samples$/m);
    const vertex = await leibniz('estimate', knapsack, '--at', '1', '--quantity', 'penalty', '--samples', '100');
    expect(vertex.stdout).toMatch(/^penalty +3$/m);
    expect(vertex.stdout).toMatch(/certain: every sample is this number/);
  });

  it('calls a bracket a bracket: no exact value and no z', async () => {
    const long = join(folder, 'long-row.lp');
    const terms = Array.from({ length: 60 }, (_, j) => `${Math.sqrt(j + 2)} x${j}`).join(' + ');
    await writeFile(long, `minimize\n f: x0\nsubject to\n r: ${terms} <= 120.5\nbinary\n ${Array.from({ length: 60 }, (_, j) => `x${j}`).join(' ')}\nend\n`);
    const json = await leibnizJson('estimate', long, '--at', '0.4', '--quantity', 'penalty', '--samples', '1000');
    const exact = json['exact'] as { value: number | null; lower: number; upper: number };
    expect(exact.value).toBeNull();
    expect(exact.lower).toBeLessThan(exact.upper);
    expect(json['z']).toBeNull();
    const { stdout } = await leibniz('estimate', long, '--at', '0.4', '--quantity', 'penalty', '--samples', '1000');
    expect(stdout).toMatch(/^exact +not known; certified between [\d.]+ and [\d.]+$/m);
  });

  it('prints the error in the last digits', async () => {
    const { stdout } = await leibniz('estimate', knapsack, '--at', '0.5', '--quantity', 'penalty', '--samples', '4000');
    expect(stdout).toMatch(/^penalty +0\.7\d+\(\d+\)$/m);
  });
});

describe('leibniz gradient', () => {
  it('gives the penalty part without mu, in the order of the variables', async () => {
    // ∂/∂x̂_j E max(2a+3b+c−3, 0) at ½ is the mean over the others of the two flips: by hand (1+0+2+3−0−0−0−1−…)/4.
    const others = (j: number): number => {
      const weights = [2, 3, 1];
      let sum = 0;
      for (let code = 0; code < 8; code++) {
        if (((code >> j) & 1) === 1) continue;
        const activity = weights.reduce((total, weight, k) => total + weight * ((code >> k) & 1), 0);
        sum += Math.max(activity + (weights[j] ?? 0) - 3, 0) - Math.max(activity - 3, 0);
      }
      return sum / 4;
    };
    const found = await leibnizJson('gradient', knapsack, '--at', '0.5', '--scheme', 'true-penalty', '--evaluation', 'exact');
    expect(found).toMatchObject({ scheme: 'true-penalty', evaluation: 'exact', standardError: [0, 0, 0], objectiveGradient: [-5, -4, -3] });
    (found['penaltyGradient'] as number[]).forEach((value, j) => expect(value).toBeCloseTo(others(j), 12));
  });

  it('gives standard errors where it samples', async () => {
    const found = await leibnizJson(
      'gradient',
      knapsack,
      '--at',
      '0.5',
      '--scheme',
      'surrogate-interchange',
      '--evaluation',
      'sampled',
      '--samples',
      '1000',
    );
    expect(found).toMatchObject({ evaluation: 'sampled', samples: 1000 });
    for (const error of found['standardError'] as number[]) expect(error).toBeGreaterThan(0);
  });
});

describe('leibniz decode', () => {
  it('has the documented keys and names the variables', async () => {
    expect(await leibnizJson('decode', knapsack, '--at', '[0.9, 0.2, 0.8]', '--decoder', 'threshold')).toMatchObject({
      decoder: 'threshold',
      objective: 18,
      feasible: true,
      violation: 0,
      x: { a: 1, b: 0, c: 1 },
    });
  });

  it('reports an infeasible vector as what it is', async () => {
    expect(await leibnizJson('decode', knapsack, '--at', '1', '--decoder', 'threshold')).toMatchObject({
      objective: 22,
      feasible: false,
      violation: 3,
    });
  });
});

describe('leibniz generate', () => {
  it('writes the same program for the same seed, in every format, and never over a file', async () => {
    const paths = ['cover.mps', 'cover.lp', 'cover.json'].map((name) => join(folder, name));
    for (const path of paths) {
      const made = await leibnizJson('generate', 'set-cover', '--size', 'rows=20', 'columns=30', 'density=0.2', '--seed', '4', '-o', path);
      expect(made).toMatchObject({ variables: 30, rows: 20, seed: 4 });
    }
    const infos = await Promise.all(paths.map((path) => leibnizJson('info', path)));
    for (const info of infos) expect(info).toMatchObject({ variables: 30, rows: 20, nonzeros: infos[0]?.['nonzeros'] });
    const solved = await Promise.all(paths.map((path) => leibnizJson('solve', path)));
    expect(new Set(solved.map((result) => result['objective'])).size).toBe(1);
    const again = await leibniz(
      'generate',
      'set-cover',
      '--size',
      'rows=20',
      'columns=30',
      'density=0.2',
      '--seed',
      '4',
      '-o',
      paths[0] ?? '',
    );
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/exists already/);
  });
});

describe('leibniz descend without a preset or a scheme', () => {
  it('begins with what is proposed for the class of the program, and says why', async () => {
    const reply = await leibnizJson('descend', p0033, '--search-work', '20000', '--iterations', '5', '--controls', 'none');
    const { proposal } = reply as { readonly proposal: { readonly preset: string; readonly reason: string } };
    expect(proposal.reason).toMatch(/^Most rows are knapsacks: .*\.$/);
    const named = await leibnizJson(
      'descend',
      p0033,
      '--preset',
      proposal.preset,
      '--search-work',
      '20000',
      '--iterations',
      '5',
      '--controls',
      'none',
    );
    expect(named).not.toHaveProperty('proposal');
    expect(named['spec']).toEqual(reply['spec']);
    expect(named['xHat']).toEqual(reply['xHat']);
    const { stdout } = await leibniz('descend', p0033, '--search-work', '20000', '--iterations', '5', '--controls', 'none');
    expect(stdout).toContain(`${proposal.preset}. ${proposal.reason}`);
  });
});

describe('controls of leibniz descend', () => {
  const short = ['--preset', 'best-start', '--iterations', '20', '--search-work', '50000', '--dive-work', '50000'];

  it('stand beside a best start by default, within its counted work, and change nothing of it', async () => {
    const reply = await leibnizJson('descend', p0033, ...short);
    const { controls } = reply as {
      readonly controls: {
        readonly work: number;
        readonly verdict: string;
        readonly best: string;
        readonly runs: readonly {
          readonly name: string;
          readonly work: number;
          readonly note: null;
          readonly solution: { readonly decoder: string; readonly feasible: boolean; readonly objective: number };
        }[];
      };
    };
    expect(controls.runs.map(({ name }) => name)).toEqual(['search-from-half', 'relaxation-repair', 'half-repair']);
    for (const { work, solution, note } of controls.runs) {
      expect([solution.feasible, note]).toEqual([true, null]);
      expect(solution.decoder).toMatch(/^control: /);
      expect(work).toBeGreaterThan(0);
    }
    const own = (reply['decoded'] as { readonly objective: number }).objective;
    const best = Math.min(...controls.runs.map(({ solution }) => solution.objective));
    expect(controls.verdict).toBe(best > own ? 'better' : best < own ? 'worse' : 'even');
    const without = await leibnizJson('descend', p0033, ...short, '--controls', 'none');
    expect(without).not.toHaveProperty('controls');
    expect([without['xHat'], without['bound'], without['decoded']]).toEqual([reply['xHat'], reply['bound'], reply['decoded']]);
    const { stdout } = await leibniz('descend', p0033, ...short);
    expect(stdout).toMatch(/search from ½.*\n.*LP \+ repair.*\n.*½ \+ repair/u);
  });

  it('are made of no descent that does not search', async () => {
    expect(await leibnizJson('descend', p0033, '--scheme', 'true-penalty', '--iterations', '5', '--controls', 'same-work')).not
      .toHaveProperty('controls');
  });
});
