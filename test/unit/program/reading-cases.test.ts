/**
 * Small files in the shapes that people and other programs write (`test/cases/`), each with its right answer:
 * the optimum by enumeration of what was read, the warnings, or the sentence of the refusal. Each file says in
 * a comment what it is; the answers were found with HiGHS 1.15, GLPK 5.0, CBC 2.10.8 and lp_solve 5.5.2.5,
 * or are what the file's writer meant where these differ.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { senseMeantBy } from '../../../src-science/program/formats/mps-origin.ts';
import { parseProgram, withSense } from '../../../src-science/program/parse-program.ts';
import type { ParsedProgram } from '../../../src-science/program/parse-program.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';

const folder = new URL('../../cases/', import.meta.url);

function read(file: string): ParsedProgram {
  return parseProgram(readFileSync(new URL(file, folder)), file.slice(file.indexOf('/') + 1));
}

/** The optimum over all 0/1 vectors, written straight from the definition. */
function optimum(program: Program): number | null {
  const d = program.objective.length;
  let best: number | null = null;
  for (let bits = 0; bits < 2 ** d; bits++) {
    const x = Uint8Array.from({ length: d }, (_, j) => Math.floor(bits / 2 ** j) % 2);
    if (x.some((value, j) => program.fixed[j] !== FREE && value !== program.fixed[j])) continue;
    const report = solutionReport(program, x);
    if (!report.feasible) continue;
    const better = best === null || (program.sense === 'min' ? report.objective < best : report.objective > best);
    if (better) best = report.objective;
  }
  return best;
}

/** File, optimum, words of each warning. */
const READ: readonly (readonly [string, number | null, readonly RegExp[]])[] = [
  ['reading/big-m.lp', 2, []],
  ['reading/binary-declared-only.lp', 1, [/variable “z” stands neither in the objective nor in a row: check the name/]],
  ['reading/binary-wide-bound.lp', 3, [/“x” is binary with bounds wider than 0..1.*HiGHS and GLPK take the wide bounds/]],
  ['reading/bound-before.lp', 2, []],
  ['reading/constant-in-comment.lp', 1, [/comment in line 6 says that the objective has the constant 7, as GLPK writes it/]],
  ['reading/decimal-sum.lp', 3, []],
  ['reading/e-names.lp', 7, []],
  ['reading/empty-rows.lp', 1, []],
  ['reading/fixed-dummy.lp', 0, [/“__dummy” is continuous and fixed by bounds/]],
  ['reading/fixed-without-marker.mps', 8, [/“v” is continuous and fixed by bounds/]],
  ['reading/fortran-exponent.mps', 10, [/Fortran exponent \(first in line 8\)/]],
  ['reading/highs-written-empty-semi.lp', 3, []],
  ['reading/jump-fixed-binary.mps', 2, [/without an INTEND/]],
  ['reading/objsense-before-name.mps', 8, []],
  ['reading/pyomo-free.mps', 40, []],
  ['reading/row-comment.mps', -1, []],
  ['reading/sense-comment.mps', 0, [/comment in line 1 says maximize, but the file has no OBJSENSE.*open it with the sense max/]],
  ['reading/tab-and-case.lp', 2, []],
  ['reading/thirds-equality.lp', null, []],
  ['reading/tiny-coefficient.lp', 0.5, []],
  ['reading/twice-declared.lp', 3, []],
  ['written-by-others/glpsol-written-constant.mps', -9, [/added as its constant, as GLPK means it/]],
  ['written-by-others/glpsol-written-range-row.lp', 4, [/slack “~r_2”.*folded back into the row “rng”/]],
  ['written-by-others/highs-written.lp', 9, []],
  ['written-by-others/lp_solve-written-infinite-side.mps', 9, [/subtracted, as lp_solve means it/,
    /Sides or bounds of 1e30 \(first in line 32\)/]],
  ['written-by-others/pulp-written-maximisation.mps', 0, [/says maximize, but the file has no OBJSENSE/]],
  ['written-by-others/pulp-written-no-objective.lp', 0, [/“__dummy”/]],
  ['written-by-others/pyomo-form-constant.lp', 8, [/“ONE_VAR_CONSTANT”/]],
];

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['reading/bound-on-unused.mps', /line 14: the bound is on “e1”, which is no variable of COLUMNS/],
  ['reading/colon-keywords.lp', /line 1: a colon stands after “Maximize”/],
  ['reading/constant-left.lp', /line 4: the constant 1 stands in a row/],
  ['reading/duplicate-term.lp', /line 3: the variable “x” stands twice in the objective/],
  ['reading/indicator.lp', /line 6: the row is an indicator constraint/],
  ['reading/lpsolve-format.lp', /line 1: the file is in the LP format of lp_solve/],
  ['reading/no-end.lp', /the file ends without End/],
  ['reading/star-mult.lp', /“\*” makes no sense here/],
  ['reading/var-right.lp', /the variable “z” stands on the right-hand side/],
];

/** Too large to enumerate here: size and rows without terms are looked at below. */
const LARGE = 'written-by-others/highs-written-p0033.lp';

describe('files in the shapes that people and programs write', () => {
  for (const [file, value, warnings] of READ) {
    it(`${file} is read, with ${warnings.length === 0 ? 'no warning' : 'its warnings'}, and its optimum is ${value}`, () => {
      const parsed = read(file);
      expect(optimum(parsed.program)).toBe(value);
      expect(parsed.warnings).toHaveLength(warnings.length);
      warnings.forEach((words, k) => expect(parsed.warnings[k]).toMatch(words));
    });
  }

  for (const [file, words] of REFUSED) {
    it(`${file} is refused in one sentence`, () => {
      expect(() => read(file)).toThrow(ProblemError);
      expect(() => read(file)).toThrow(words);
    });
  }

  it('a larger one that HiGHS wrote is read with its row without terms', () => {
    const { program, warnings } = read(LARGE);
    expect([program.objective.length, program.rowLower.length, warnings.length]).toEqual([33, 16, 0]);
    const last = program.rowNames.indexOf('ZBESTROW');
    expect(program.rows.start[last + 1]! - program.rows.start[last]!).toBe(0);
  });

  it('none is left out', () => {
    const listed = [...READ.map(([file]) => file), ...REFUSED.map(([file]) => file), LARGE];
    const there = ['reading', 'written-by-others'].flatMap((name) =>
      readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`)
    );
    expect(listed.toSorted()).toEqual(there.toSorted());
  });
});

describe('a sense that stands only in a comment', () => {
  it('is known again by its warning, and by no other of these files', () => {
    const known = READ.flatMap(([file]) => {
      const parsed = read(file);
      return parsed.warnings.map((
        warning,
      ) => [file, senseMeantBy(warning), warning === parsed.senseDoubt?.sentence ? parsed.senseDoubt.meant : null]);
    });
    expect(known.filter(([, meant]) => meant !== null).map(([file]) => file))
      .toEqual(expect.arrayContaining(['reading/sense-comment.mps']));
    for (const [file, meant, doubt] of known) expect([file, meant]).toEqual([file, doubt]);
    const stated = new TextEncoder().encode("*<meta origsense='MAX'>\nNAME p\nOBJSENSE\n MIN\nROWS\n N obj\n L r\nCOLUMNS\n M 'MARKER' 'INTORG'\n x obj 1\n x r 1\n M 'MARKER' 'INTEND'\nRHS\n RHS r 1\nBOUNDS\n BV B x\nENDATA\n");
    expect(parseProgram(stated, 'p.mps').warnings.map(senseMeantBy)).toContain('max');
  });

  it('is the doubt that opening with a sense settles', () => {
    const parsed = read('reading/sense-comment.mps');
    expect(parsed.senseDoubt?.meant).toBe('max');
    const settled = withSense(parsed, 'max');
    expect(optimum(settled.program)).toBe(8);
    expect([settled.warnings, settled.senseDoubt]).toEqual([[], null]);
    expect(optimum(withSense(read('written-by-others/pulp-written-maximisation.mps'), 'max').program)).toBe(3);
  });
});
