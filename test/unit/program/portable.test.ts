/** The portable form of MPS and LP: what it must not hold, and that it comes back as it was. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBits } from '../../../src-science/program/integers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { HOSTILE_NAMES } from '../export/hostile-names.ts';
import { arbitraryProgram, bytesOf } from './arbitrary-program.ts';

const read = (text: string, format: 'mps' | 'lp'): Program => parseProgram(bytesOf(text), `a.${format}`).program;

/** max 3 x + 2 v − 7 under x + v ≤ 4, v in −1..5; names that act. */
const small: Program = inBits({
  name: 'ENDATA',
  sense: 'max',
  objectiveName: 'R 1',
  objective: Float64Array.of(3, 2),
  objectiveConstant: -7,
  variableNames: ['inf', 'v'],
  fixed: Int8Array.of(FREE, FREE),
  rowNames: ['x1'],
  rows: { start: Int32Array.of(0, 2), column: Int32Array.of(0, 1), value: Float64Array.of(1, 1) },
  rowLower: Float64Array.of(Number.NEGATIVE_INFINITY),
  rowUpper: Float64Array.of(4),
}, [null, { lower: -1, upper: 5 }]);

describe('the portable form', () => {
  for (const format of ['mps', 'lp'] as const) {
    it(`of ${format} comes back as the program it was, whatever its names, sense and constant`, () => {
      fc.assert(
        fc.property(
          fc.oneof(
            arbitraryProgram(),
            arbitraryProgram({ name: HOSTILE_NAMES.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name)) }),
          ),
          (program) => {
            expect(read(writeProgram(program, format, { portable: true }), format)).toStrictEqual(program);
          },
        ),
        { numRuns: 150 },
      );
    });

    it(`of ${format} has names of letters, digits, points and underscores only, and nothing beyond ASCII`, () => {
      fc.assert(
        fc.property(arbitraryProgram({ name: HOSTILE_NAMES.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name)) }), (program) => {
          const text = writeProgram(program, format, { portable: true });
          // eslint-disable-next-line no-control-regex
          expect(text).toMatch(/^[\n -~]*$/);
          const body = text.split('\n').filter((line) => !/^(\*|\\Leibniz)/.test(line)).join('\n').replaceAll("'MARKER'", '').replaceAll(
            "'INTORG'",
            '',
          ).replaceAll("'INTEND'", '').replaceAll('%up', '');
          expect(body).toMatch(/^[\nA-Za-z0-9_.+\-<>=: \\]*$/);
        }),
        { numRuns: 100 },
      );
    });

    it(`of ${format} has no constant, in bits or out of them`, () => {
      const text = writeProgram(small, format, { portable: true });
      expect(read(text, format)).toStrictEqual(small);
      expect(text).toMatch(format === 'mps' ? / {4}constant {2}obj {2}7\n/ : /- 7 constant\n/);
      expect(text).toMatch(format === 'mps' ? / FX BND {2}constant {2}1\n/ : / constant = 1\n/);
      expect(text).not.toMatch(format === 'mps' ? /RHS {2}obj/ : /- 7\n/);
    });
  }

  it('of MPS minimizes, and says that it is negated', () => {
    const text = writeProgram(small, 'mps', { portable: true });
    expect(text).not.toContain('OBJSENSE');
    expect(text).toContain('    x1  obj  -3\n');
    // Whoever takes our comments out sees what other programs see.
    const others = read(text.replaceAll(/^\*.*\n/gm, ''), 'mps');
    expect([others.sense, ...others.objective.slice(0, 2)]).toEqual(['min', -3, -2]);
  });

  it('of LP has a row where the program has none, and it goes again', () => {
    const { integers: _, ...rest } = small;
    const none: Program = {
      ...rest,
      objective: Float64Array.of(1),
      variableNames: ['x'],
      fixed: Int8Array.of(FREE),
      rowNames: [],
      rows: { start: Int32Array.of(0), column: new Int32Array(0), value: new Float64Array(0) },
      rowLower: new Float64Array(0),
      rowUpper: new Float64Array(0),
    };
    const text = writeProgram(none, 'lp', { portable: true });
    expect(text).toContain('Subject To\n none: 0 x >= 0\n');
    expect(read(text, 'lp')).toStrictEqual(none);
    expect(() => read(text.replace(' none: 0 x >= 0\n', ' none: x >= 0\n'), 'lp')).toThrow(/more than the one empty row/);
  });

  it('refuses a file that was changed so that its comments are wrong', () => {
    const text = writeProgram(small, 'mps', { portable: true });
    expect(() => read(text.replace(' FX BND  constant  1', ' UP BND  constant  1'), 'mps')).toThrow(/last variable is not fixed at 1/);
    expect(() => read(text.replace('variable x1 is "inf"', 'variable x1 is "v"'), 'mps')).toThrow(/two variables are named “v”/);
  });
});
