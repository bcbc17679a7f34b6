/**
 * Files of circuits, graphs and solutions that took minutes or the whole heap: lines as long as the file, one net that all
 * gates read.
 */
import { describe, expect, it } from 'vitest';
import { parseBench } from '../../../src-science/program/circuits/circuit.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src-science/program/formats/utf8.ts';
import { parseDimacsGraph } from '../../../src-science/program/graphs/graph-problems.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { readSolution } from '../../../src-science/program/solutions/solution-file.ts';
import { readStatedOptima } from '../../../src-science/program/solutions/stated-optima.ts';
import { bytesOf } from './arbitrary-program.ts';

const program = parseProgram(bytesOf('min: +1 x1 +1 x2 ;\n+1 x1 +1 x2 >= 1 ;\n'), 'a.opb').program;
const tooLong = { code: 'problem-syntax', message: expect.stringMatching(/line \d: the line is longer than/) as string };

describe('a line as long as a file', () => {
  it.each([
    ['an edge', () => parseDimacsGraph(`p edge 3 1\ne 1 2${' 2'.repeat(40_000)}`, 'a.col')],
    ['a comment of a graph', () => parseDimacsGraph(`c${' 2'.repeat(40_000)}\np edge 3 1\ne 1 2\n`, 'a.col')],
    ['a solution', () => readSolution(bytesOf(`x1 1${' x1 1'.repeat(20_000)}\n`), 'a.sol', program)],
    ['optima', () => readStatedOptima(`=opt= a 1${' 1'.repeat(40_000)}`, 'a.solu')],
    ['a gate', () => parseBench(`INPUT(a)\nOUTPUT(b)\nb = AND(${'a,'.repeat(2_100_000)}a)\n`, 'a.bench')],
  ])('of %s is refused by its number before it is taken apart', (_, read) => {
    expect(read).toThrow(expect.objectContaining(tooLong) as Error);
  });
});

describe('a circuit', () => {
  it('whose gates all read one net is put in order in time that grows with its gates', () => {
    const gates = 100_000;
    const text = `INPUT(x)\nOUTPUT(z)\nb = NOT(x)\n${Array.from({ length: gates }, (_, k) => `a${k} = NOT(b)\n`).join('')}z = BUFF(a1)\n`;
    const begin = performance.now();
    expect(parseBench(text, 'fan.bench').gates).toHaveLength(gates + 2);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});

describe('a long text in UTF-8', () => {
  it('is decoded to the characters it was made of, over the borders of pieces', () => {
    for (const text of ['é'.repeat(9000), 'x'.repeat(12_288), `${'a'.repeat(4095)}😀${'b'.repeat(4095)}\u2028`, '']) {
      const bytes = encodeUtf8(text)!;
      expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
    }
  });
});
