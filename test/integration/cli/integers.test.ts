/** Integer variables at the command line: shown, given as starts and kept by name; against HiGHS on the same file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import loadHighs from 'highs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npyArray } from '../../../src-science/program/solutions/npy.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { rosteringLp } from '../../unit/program/rostering.ts';
import { leibniz, leibnizJson } from './leibniz-process.ts';

/** The optimum is v = 9, w = −2, z = 1, x = 0 with 50: 3 v + w is at most 25, w + z at least −1. */
const CREW = `Maximize
 profit: 3 x + 5 v - 2 w + z
Subject To
 cap: 2 x + 3 v + w <= 25
 need: v - w >= -2
 tie: w + z >= -1
Bounds
 v <= 12
 -3 <= w <= 5
Generals
 v w
Binaries
 x z
End
`;

let folder = '';
let crew = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-integers-'));
  crew = join(folder, 'crew.lp');
  await writeFile(crew, CREW);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a program with integers', () => {
  it('is solved and shown in integers, by every solver', async () => {
    for (const solver of ['highs', 'glpk', 'enumerate', 'race']) {
      const { x, objective } = await leibnizJson('solve', crew, '--solver', solver);
      expect([objective, x], solver).toEqual([50, { x: 0, v: 9, w: -2, z: 1 }]);
    }
    const { stdout } = await leibniz('solve', crew);
    expect(stdout).toContain('at 1       z\nintegers   v=9 w=-2\n');
  });

  it('is converted to every format and back, and to the portable form that minimizes', async () => {
    for (const ending of ['mps', 'opb', 'wbo', 'json', 'lp']) {
      const out = join(folder, `crew-as.${ending}`);
      expect(await leibnizJson('convert', crew, '-o', out)).toMatchObject({
        file: out,
        from: 'lp',
        to: ending,
        portable: false,
        rows: expect.any(Number),
      });
      expect(await leibnizJson('solve', out), ending).toMatchObject({ objective: 50 });
    }
    const out = join(folder, 'crew-portable.mps');
    expect(await leibnizJson('convert', crew, '-o', out, '--portable')).toMatchObject({ portable: true });
    expect(await readFile(out, 'utf8')).not.toContain('OBJSENSE');
    expect(await leibnizJson('solve', out)).toMatchObject({ objective: 50, x: { v: 9, w: -2 } });
    const fixed = join(folder, 'crew-fixed.mps');
    expect(await leibnizJson('convert', crew, '-o', fixed, '--fixed-columns')).toMatchObject({ portable: true, fixedColumns: true });
    expect(await readFile(fixed, 'utf8')).toContain('\n UP BND       v                   12\n');
    expect(await leibnizJson('solve', fixed)).toMatchObject({ objective: 50, x: { v: 9, w: -2 } });
    const lp = await leibniz('convert', crew, '-o', join(folder, 'crew-fixed.lp'), '--fixed-columns');
    expect([lp.code, lp.stderr]).toEqual([2, expect.stringContaining('CPLEX LP has no form of fixed columns')]);
    const again = await leibniz('convert', crew, '-o', out);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--force')]);
  });

  it('says of a WBO file which soft constraints are paid, apart from the variables', async () => {
    const file = join(folder, 'soft.wbo');
    await writeFile(file, 'soft: 9 ;\n+1 x1 +1 x2 >= 1 ;\n[3] -2 x1 -1 x2 >= 0 ;\n[5] +1 x1 -1 x2 = 0 ;\n');
    expect((await leibniz('solve', file)).stdout).toContain('at 1       x1 x2\nsoft       1 of 2 paid: soft1\n');
    expect((await leibniz('solve', file, '--solutions', '2')).stdout).toMatch(/at 1 +soft\n.*\n1 .* x1 x2 +1 of 2 paid: soft1\n/);
  });

  it('takes a start in integers: as an array, and as a reply by name', async () => {
    const file = join(folder, 'start.json');
    await writeFile(file, JSON.stringify({ x: { v: 9, w: -2, z: 1, x: 0 } }));
    for (const start of ['[0, 9, -2, 1]', file]) {
      expect(await leibnizJson('solve', crew, '--start', start, '--ball', '0')).toMatchObject({ objective: 50 });
    }
    const { stderr } = await leibniz('solve', crew, '--start', '[0, 13, -2, 1]');
    expect(stderr).toContain('gives “v” the value 13, which is no integer from 0 to 12');
  });

  it('takes a start from a .sol file with its warnings on stderr, and writes the solution by names', async () => {
    const sol = join(folder, 'start.sol');
    const out = join(folder, 'out.mst');
    await writeFile(sol, '=obj= 50\nv 9\nw -2\nz 1\nslack 3\n');
    const { stdout, stderr, code } = await leibniz('solve', crew, '--start', sol, '--ball', '0', '--write-solution', out, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ objective: 50, x: { v: 9, w: -2 } });
    expect(stderr).toBe('warning: 1 name of the file is no variable of the problem and was left out: “slack”.\n');
    expect(await readFile(out, 'utf8')).toBe('# MIP start\nx 0\nv 9\nw -2\nz 1\n');
    expect(await leibnizJson('solve', crew, '--start', out, '--ball', '0')).toMatchObject({ objective: 50 });
    expect((await leibniz('solve', crew, '--write-solution', out)).stderr).toContain('exists already');
    expect((await leibniz('solve', crew, '--write-solution', join(folder, 'out.txt'))).stderr)
      .toContain('must end in .sol, .mst, .csv, .npy or .json');
  });

  it('takes a point by the means of its integers: array, names, table, array of NumPy, and the reply of a descent', async () => {
    const means = [0, 9, -2, 1];
    const bits = [0, 1, 0, 0, 1, 1, 0, 0, 0, 1];
    const at = async (name: string, content: string | Uint8Array): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const descent = await leibnizJson('descend', crew, '--preset', 'recommended', '--iterations', '3', '--start-at', JSON.stringify(means));
    const points = [
      JSON.stringify(means), JSON.stringify(bits), '{"v": 9, "w": -2, "x": 0, "z": 1}', await at('point.npy', npyArray(means)),
      await at('bits.npy', npyArray(bits)), await at('point.csv', 'variable,value\r\nz,1\r\nx,0\r\nv,9\r\nw,-2\r\n'),
    ];
    for (const point of points) {
      expect(await leibnizJson('decode', crew, '--at', point, '--decoder', 'threshold'), point)
        .toMatchObject({ objective: 50, x: { x: 0, v: 9, w: -2, z: 1 } });
    }
    // The mean 2.5 of v gives the objective of its mean: 5 · 2.5 in place of 5 · 9.
    const estimate = await leibnizJson(
      'estimate', crew, '--quantity', 'loss', '--mu', '0', '--samples', '64', '--at', '{"v": 2.5, "w": -2, "x": 0, "z": 1}',
    );
    expect((estimate['exact'] as { value: number }).value).toBeCloseTo(-17.5, 9);
    const reply = await at('descent.json', JSON.stringify(descent));
    const { xHat, means: meansOfReply } = descent as { xHat: number[]; means: Record<string, number> };
    expect(meansOfReply['v']).toBeCloseTo(xHat[1]! + 2 * xHat[2]! + 4 * xHat[3]! + 8 * xHat[4]!, 12);
    expect(await leibnizJson('decode', crew, '--at', reply, '--decoder', 'threshold')).toHaveProperty('objective');
    expect((await leibniz('decode', crew, '--at', '[0, 12.5, 0, 1]', '--decoder', 'threshold')).stderr)
      .toContain('The value of --at has 12.5 as value 2, of “v”, which is not in [0, 12].');
  });

  it('gives decoded vectors in integers beside their bits', async () => {
    const decoded = await leibnizJson('decode', crew, '--at', '0.5', '--decoder', 'threshold');
    expect(Object.keys(decoded['x'] as object)).toEqual(['x', 'v', 'w', 'z']);
    const descent = await leibnizJson('descend', crew, '--preset', 'recommended', '--iterations', '20');
    expect(Object.keys((descent['decoded'] as { values: object }).values)).toEqual(['x', 'v', 'w', 'z']);
  });

  it('says in info what was written in bits', async () => {
    expect(await leibnizJson('info', crew)).toMatchObject({
      variables: 10,
      integers: {
        variables: 2,
        bits: 8,
        rows: 2,
        first: [{ name: 'v', lower: 0, upper: 12, bits: 4, encoding: 'binary' }, {
          name: 'w',
          lower: -3,
          upper: 5,
          bits: 4,
          encoding: 'binary',
        }],
      },
    });
  });
});

describe('a rostering program', () => {
  it('has in bits the optimum that HiGHS finds in integers, from our file and from the file itself', async () => {
    const highs = await loadHighs();
    let state = 7;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    for (let trial = 0; trial < 8; trial++) {
      const text = rosteringLp({ nurses: 3, days: 4, shifts: 2 }, random);
      const { program } = parseProgram(new TextEncoder().encode(text), 'roster.lp');
      const { integers: _, ...bits } = program;
      const optimum = (data: string): number => highs.solve(data).ObjectiveValue;
      const inIntegers = optimum(text);
      expect(Number.isFinite(inIntegers)).toBe(true);
      expect(optimum(writeProgram(program, 'lp')), `trial ${trial}, written in integers`).toBeCloseTo(inIntegers, 6);
      expect(optimum(writeProgram(bits, 'lp')), `trial ${trial}, written in bits`).toBeCloseTo(inIntegers, 6);
    }
  });
});
