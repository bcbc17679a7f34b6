/** Programs that read problem files, asked for the optimum of one: those that are installed, and HiGHS from npm. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import loadHighs from 'highs';

export interface Answer {
  /** As printed or reported; null where there is none. */
  readonly objective: number | null;
  /** Values in the order of the file's variables; null where the reader prints names only, or nothing. */
  readonly x: readonly number[] | null;
  /** What it said, where there is no objective. */
  readonly said: string;
}

export interface OutsideReader {
  readonly name: string;
  /** Endings of the files that it reads. */
  readonly endings: readonly string[];
  /** @returns null where it is not here */
  readonly version: () => Promise<string | null> | string | null;
  /** @param d number of the file's variables @param fixed whether the file is to be read by the columns of fixed MPS */
  readonly solve: (file: string, ending: string, folder: string, d: number, fixed: boolean) => Promise<Answer> | Answer;
}

const SECONDS = 20;
const { version: highsVersion } = JSON.parse(readFileSync(new URL('../../node_modules/highs/package.json', import.meta.url), 'utf8')) as {
  version: string;
};

function told(command: string, parameters: readonly string[]): string | null {
  const { stdout, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8', timeout: 1000 * SECONDS });
  return error === undefined ? `${stdout}${stderr}` : null;
}

function asked(command: string, parameters: readonly string[]): string {
  const text = told(command, parameters);
  if (text === null) throw new Error(`${command} did not end`);
  return text;
}

/** The text of a file that the reader should have written; empty where it has not. */
function taken(path: string): string {
  try {
    const text = readFileSync(path, 'latin1');
    rmSync(path);
    return text;
  } catch {
    return '';
  }
}

const last = (text: string): string => text.trim().split('\n').slice(-6).join(' | ');
const firstLine = (text: string | null, wanted: RegExp): string | null => (text === null ? null : (wanted.exec(text)?.[0] ?? null));

const highs: OutsideReader = {
  name: 'HiGHS',
  endings: ['.mps', '.lp'],
  version: () => `HiGHS, npm package highs ${highsVersion}`,
  async solve(file, ending) {
    // A module of its own: one that a reader has died in is not used again.
    const module = await loadHighs();
    try {
      return module.withModel({ format: ending === '.lp' ? 'lp' : 'mps', data: readFileSync(file) }, (model) => {
        model.options.set('mip_rel_gap', 0);
        model.run();
        const optimal = model.getModelStatus() === module.constants.modelStatus.optimal;
        return optimal
          ? { objective: model.getObjectiveValue(), x: Array.from(model.getSolution().colValue ?? []), said: '' }
          : { objective: null, x: null, said: `status ${model.getModelStatus()}` };
      });
    } catch (error) {
      return { objective: null, x: null, said: String(error) };
    }
  },
};

const glpk: OutsideReader = {
  name: 'GLPK',
  endings: ['.mps', '.lp'],
  version: () => firstLine(told('glpsol', ['--version']), /GLPK.*Solver.*?v?[\d.]+|GLPSOL.*/),
  solve(file, ending, folder, _d, fixed) {
    const out = join(folder, 'glpk.out');
    const text = asked('glpsol', [ending === '.lp' ? '--lp' : fixed ? '--mps' : '--freemps', file, '--write', out]);
    const solution = taken(out);
    // `c Objective:  obj = 1 (MINimum)` has six digits, `s mip ROWS COLUMNS STATUS VALUE` has all.
    const objective = /^s (?:mip|bas) .* ([-+.\deE]+)$/m.exec(solution)?.[1];
    const x = [...solution.matchAll(/^j \d+ (?:[a-z] )?([-+.\deE]+)/gm)].map(([, value]) => Number(value));
    return objective === undefined || !/^s mip \d+ \d+ o /m.test(solution)
      ? { objective: null, x: null, said: last(text) }
      : { objective: Number(objective), x, said: '' };
  },
};

const cbc: OutsideReader = {
  name: 'CBC',
  endings: ['.mps', '.lp'],
  version: () => firstLine(told('cbc', ['-quit']), /Version: .*/)?.replace('Version:', 'CBC') ?? null,
  solve(file, _ending, folder, d) {
    const out = join(folder, 'cbc.out');
    const text = asked('cbc', [file, '-ratioGap', '0', '-allowableGap', '0', '-solve', '-printingOptions', 'all', '-solution', out]);
    const solution = taken(out);
    const objective = /^Optimal.* objective value ([-+.\deE]+)/m.exec(solution)?.[1];
    const lines = solution.split('\n').slice(1).map((line) => /^(?:\*\*)?\s*(\d+) .*?([-+.\deE]+)\s+[-+.\deE]+\s*$/.exec(line)).filter((
      match,
    ) => match !== null);
    // Rows come first, then columns; each counted from 0.
    const x = lines.slice(lines.length - d).map((match) => Number(match[2]));
    return objective === undefined
      ? { objective: null, x: null, said: last(text) }
      : { objective: Number(objective), x: x.length === d ? x : null, said: '' };
  },
};

const lpSolve: OutsideReader = {
  name: 'lp_solve',
  endings: ['.mps'],
  version: () =>
    firstLine(told('lp_solve', ['-S7', '-parse', '/dev/null']), /lp_solve.*\d/) ??
      (told('lp_solve', ['/dev/null']) === null ? null : 'lp_solve'),
  solve(file, _ending, _folder, d, fixed) {
    const text = asked('lp_solve', [fixed ? '-mps' : '-fmps', file, '-S3']);
    const objective = /^Value of objective function: ([-+.\deE]+)/m.exec(text)?.[1];
    const variables = text.slice(text.indexOf('Actual values of the variables:'), text.indexOf('Actual values of the constraints:'));
    const x = variables.split('\n').slice(1).filter((line) => line.trim() !== '').map((line) => Number(line.trim().split(/\s+/).at(-1)));
    return objective === undefined
      ? { objective: null, x: null, said: last(text) }
      : { objective: Number(objective), x: x.length === d ? x : null, said: '' };
  },
};

/** Pseudo-Boolean files; the objective is that of the file, whole numbers. */
const clasp: OutsideReader = {
  name: 'clasp',
  endings: ['.opb', '.wbo'],
  version: () => firstLine(told('clasp', ['--version']), /clasp version .*/),
  solve(file, _ending, _folder, d) {
    const text = asked('clasp', [file]);
    if (!/^s (OPTIMUM FOUND|SATISFIABLE)/m.test(text)) return { objective: null, x: null, said: last(text) };
    const costs = [...text.matchAll(/^o (-?\d+)/gm)];
    const answer = text.slice(text.lastIndexOf('c Answer:'));
    const literals = [...answer.matchAll(/(-?)x(\d+)/g)];
    const x = Array.from({ length: d }, () => 0);
    for (const [, sign, variable] of literals) if (Number(variable) <= d) x[Number(variable) - 1] = sign === '-' ? 0 : 1;
    return { objective: costs.length === 0 ? 0 : Number(costs.at(-1)![1]), x, said: '' };
  },
};

export const OUTSIDE_READERS: readonly OutsideReader[] = [highs, glpk, cbc, lpSolve, clasp];
