/** The list of formats is one list: what it says of names, and that the manual knows every format. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FORMAT_TABLE,
  PROBLEM_FILE_ENDINGS,
  PROGRAM_FORMATS,
  endingsInWords,
  formatByName,
  formatsInWords,
  withoutFormatEnding,
} from '../../../src-science/program/formats/format-table.ts';
import { formatVerdict } from '../../../src-science/program/parse-program.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the problem formats', () => {
  it('are told by a name, gzipped or not, in letters of any case', () => {
    expect(['a.mps', 'A.LP.GZ', 'x.json', 'b.gz', 'mps', 'c.txt'].map(formatByName)).toEqual(['mps', 'lp', 'json', null, null, null]);
    expect(['a.mps', 'A.LP.GZ', 'x.y.json', 'b.gz', '.mps', 'c.txt'].map(withoutFormatEnding)).toEqual(['a', 'A', 'x.y', 'b', '.mps',
      'c.txt']);
  });

  it('are listed in words', () => {
    expect(endingsInWords('and')).toBe('.mps, .lp, .opb, .wbo, .qubo and .json');
    expect(formatsInWords('names')).toBe('MPS, CPLEX LP, OPB, WBO, QUBO or Leibniz JSON');
    expect(formatsInWords('beginnings')).toContain('MPS (begins with NAME or ROWS)');
    expect(PROBLEM_FILE_ENDINGS).toEqual(['.mps.gz', '.lp.gz', '.opb.gz', '.wbo.gz', '.qubo.gz', '.sparse.gz', '.json.gz', '.mps', '.lp',
      '.opb', '.wbo', '.qubo', '.sparse', '.json']);
  });

  it('are told by their first line, which the name decides only where it leaves a choice', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['NAME x\n', 'a.lp', 'mps'],
      ['\\ comment\n', 'a.mps', 'lp'],
      [' { "format"', 'a.mps', 'json'],
      ['* c\n\nROWS\n', 'a', 'mps'],
      ['MAX\n', 'a.mps', 'mps'],
      ['min: +1 x1 ;\n', 'a', 'opb'],
      ['* #variable= 1\n+1 x1 >= 1 ;\n', 'a', 'opb'],
      ['soft: 5 ;\n', 'a', 'wbo'],
      ['soft: 5 ;\n', 'a.opb', 'opb'],
      ['min: +1 x1 ;\n', 'a.wbo', 'wbo'],
      ['max: 3x + 2y;\n', 'a', 'unknown'],
      ['max: 3 x;\n', 'a.lp', 'lp'],
      ['c hello\np qubo 0 2 1 1\n', 'a', 'qubo'],
      ['3 2\n', 'a.sparse', 'qubo'],
      ['3 2\n', 'a', 'unknown'],
      ['MAX\n', 'a', 'lp'],
      ['Minimize\n', 'a.json', 'lp'],
      ['hello\n', 'a.lp', 'lp'],
      ['hello\n', 'a', 'unknown'],
      ['<html>', 'a.lp', 'html'],
    ];
    for (const [text, name, verdict] of cases) expect(formatVerdict(bytesOf(text), name), `${name}: ${text}`).toBe(verdict);
  });

  it('are each in the manual, under their title or ending', () => {
    const manual = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
    for (const format of PROGRAM_FORMATS) expect(manual).toMatch(new RegExp(`^## (OPB and )?${FORMAT_TABLE[format].title.replace('Leibniz ', '')}( and WBO)?$`, 'm'));
  });
});
