/** WBO as it is written: soft constraints as such where the program was made of them, else one for each cost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { bytesOf } from './arbitrary-program.ts';

const read = (text: string, name = 'a.wbo'): Program => parseProgram(bytesOf(text), name).program;
const withoutComments = (text: string): string => text.split('\n').filter((line) => !line.startsWith('*')).join('\n');

const side = fc.integer({ min: -4, max: 4 });
const terms = fc.uniqueArray(fc.tuple(fc.integer({ min: -5, max: 5 }).filter((a) => a !== 0), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 4,
  selector: ([, j]) => j,
});
const constraint = fc.tuple(terms, fc.constantFrom('>=', '=', '<='), side).map(([sum, relation, right]) =>
  `${sum.map(([a, j]) => `${a < 0 ? '' : '+'}${a} x${j}`).join(' ')} ${relation} ${right} ;\n`
);

/** Least cost over all 0/1 vectors of x1..x4, from the text itself; null where nothing is allowed. */
function leastCost(text: string): number | null {
  const top = /^soft: (\d*) ;/m.exec(text)?.[1] ?? '';
  let best: number | null = null;
  for (let bits = 0; bits < 16; bits++) {
    let cost = 0;
    let allowed = true;
    for (const [, weight, sum = '', relation, right] of text.matchAll(/^(?:\[(\d+)\] )?([-+\dx ]*?) (>=|=|<=) (-?\d+) ;$/gm)) {
      let activity = 0;
      for (const [, a, j] of sum.matchAll(/([-+]\d+) x(\d+)/g)) activity += Number(a) * (Math.floor(bits / 2 ** (Number(j) - 1)) % 2);
      const holds = relation === '='
        ? activity === Number(right)
        : relation === '>='
        ? activity >= Number(right)
        : activity <= Number(right);
      if (!holds && weight === undefined) allowed = false;
      else if (!holds) cost += Number(weight);
    }
    if (allowed && (top === '' || cost < Number(top)) && (best === null || cost < best)) best = cost;
  }
  return best;
}

describe('WBO, written', () => {
  it('has the soft constraints that a program was made of, and comes back equal', () => {
    const soft = fc.tuple(fc.integer({ min: 1, max: 9 }), constraint).map(([weight, each]) => `[${weight}] ${each}`);
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
        fc.array(constraint, { maxLength: 3 }),
        fc.array(soft, { minLength: 1, maxLength: 3 }),
        (top, hard, softs) => {
          const given = `soft: ${top ?? ''} ;\n+1 x1 +1 x2 +1 x3 +1 x4 >= 0 ;\n${hard.join('')}${softs.join('')}`;
          const program = read(given);
          const text = writeProgram(program, 'wbo');
          expect(read(text)).toStrictEqual(program);
          // To others it is what the first file was: the same least cost, whichever form was taken.
          if (!text.includes('* Leibniz: soft 1')) expect(leastCost(withoutComments(text))).toBe(leastCost(given));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps a soft constraint a soft constraint', () => {
    const program = read('soft: 8 ;\n+1 x1 +1 x2 >= 1 ;\n[3] +2 x1 -1 x2 >= 1 ;\n[5] +1 x1 -1 x2 = 0 ;\n');
    const text = writeProgram(program, 'wbo');
    expect(withoutComments(text)).toBe('soft: 8 ;\n+1 x1 +1 x2 >= 1 ;\n[3] +2 x1 -1 x2 >= 1 ;\n[5] +1 x1 -1 x2 = 0 ;\n');
    expect(text).toContain('* #variable= 2 #constraint= 3 #soft= 2 mincost= 3 maxcost= 5 sumcost= 8\n');
    expect(read(text)).toStrictEqual(program);
  });

  it('has a soft constraint for each cost of another program, with a top above them all', () => {
    const program = read('Maximize\n p: 1.5 x - 2 y + 3\nSubject To\n c: x + y <= 1\nBinaries\n x y\nEnd\n', 'a.lp');
    const text = writeProgram(program, 'wbo');
    expect(withoutComments(text)).toBe('soft: 36 ;\n-1 x1 -1 x2 >= -1 ;\n[15] +1 x1 >= 1 ;\n[20] -1 x2 >= 0 ;\n');
    expect(read(text)).toStrictEqual(program);
  });

  it('says nothing of soft constraints in its first line where there are none, since clasp takes no 0 there', () => {
    const program = read('Minimize\n o: 0 x\nSubject To\n c: x >= 1\nBinaries\n x\nEnd\n', 'a.lp');
    const text = writeProgram(program, 'wbo');
    expect(text).toMatch(/^\* #variable= 1 #constraint= 1\n/);
    expect(read(text)).toStrictEqual(program);
  });

  it('refuses a file of ours whose soft constraints are not as it wrote them', () => {
    const text = writeProgram(read('Minimize\n x + y\nSubject To\nBinaries\n x y\nEnd\n', 'a.lp'), 'wbo');
    expect(() => read(text.replace('[1] -1 x2 >= 0 ;', '[1] -1 x2 -1 x1 >= 0 ;'))).toThrow(/a soft constraint is no term of the objective/);
  });
});
