/** What is read is counted against the heap before it is taken apart: names of every format, statements, solutions. */
import { describe, expect, it } from 'vitest';
import { HEAP_BYTES, LIMITS } from '../../../src-science/program/limits.ts';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import { readSolution } from '../../../src-science/program/solutions/solution-file.ts';

const N = 600;
const names = Array.from({ length: N }, (_, k) => `v${k}`);
const JSON_HEAD = { format: 'leibniz-program', version: 1, name: 'n', objective: { terms: [] } };
const files: Readonly<Record<string, string>> = {
  'variables.lp': `Minimize\n o: ${names.join('\n + ')}\nSubject To\n c: v0 <= 1\nBinary\n ${names.join('\n ')}\nEnd\n`,
  'rows.lp': `Minimize\n o: x\nSubject To\n${names.map((name) => ` ${name}: x <= 1\n`).join('')}Binary\n x\nEnd\n`,
  'variables.mps': `NAME n\nROWS\n N o\nCOLUMNS\n${names.map((name) => ` ${name} o 1\n`).join('')}BOUNDS\n${names.map((name) => ` BV B ${name}\n`).join('')}ENDATA\n`,
  'rows.mps': `NAME n\nROWS\n N o\n${names.map((name) => ` L ${name}\n`).join('')}COLUMNS\n x v0 1\nBOUNDS\n BV B x\nENDATA\n`,
  'variables.json': JSON.stringify({ ...JSON_HEAD, variables: names, rows: [] }),
  'rows.json': JSON.stringify({ ...JSON_HEAD, variables: ['x'], rows: names.map((name) => ({ name, upper: 1, terms: [['x', 1]] })) }),
  'one-line.opb': `min: ${names.map((_, k) => `+1 x${k % 7}`).join(' ')} ;\n`,
};

/** Reads a file as the engine does, in pieces. */
function read(file: string, heapBytes: number): unknown {
  const reader = createProgramReader(file, { ...LIMITS, heapBytes });
  const bytes = new TextEncoder().encode(files[file]);
  for (let at = 0; at < bytes.length; at += 1000) reader.push(bytes.subarray(at, at + 1000));
  return reader.finish();
}

describe.each(Object.keys(files))('%s', (file) => {
  it('is refused where its names or tokens take more than is left, and read where there is room', () => {
    const each = file.endsWith('.opb') ? HEAP_BYTES.token : HEAP_BYTES.readName;
    expect(() => read(file, (N - 1) * each)).toThrow(/up to here take about \d+ MB of memory to read, and \d+ MB are left/);
    // A row or a variable more, and in OPB a number for each variable.
    expect(read(file, 4 * N * each)).toMatchObject({ warnings: expect.any(Array) });
  });
});

describe('a solution', () => {
  const { program } = parseProgram(new TextEncoder().encode(files['variables.json']), 'variables.json');
  it.each([
    ['lines.sol', names.map((name) => `${name} 1\n`).join('')], ['table.csv', names.map((name) => `${name},1\r\n`).join('')],
    ['reply.json', JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])))], ['array.json', JSON.stringify(names.map(() => 1))],
  ])('%s is refused where its values take more than is left, and read where there is room', (file, text) => {
    const bytes = new TextEncoder().encode(text);
    expect(() => readSolution(bytes, file, program, { heapBytes: (N - 1) * HEAP_BYTES.solutionValue }))
      .toThrow(/the text and the values of the file take about/);
    expect(readSolution(bytes, file, program, { heapBytes: 4 * N * HEAP_BYTES.solutionValue }).x).toEqual(new Uint8Array(N).fill(1));
  });
});
