/** What CPLEX LP and JSON files mean, rule by rule, and how bad ones are refused. */
import { describe, expect, it } from 'vitest';
import { formatVerdict, parseProgram } from '../../../src-science/program/parse-program.ts';
import type { ParsedProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { ProblemErrorCode } from '../../../src-science/program/problem-error.ts';
import { bytesOf } from './arbitrary-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';

const INF = Number.POSITIVE_INFINITY;

function refusal(text: string, name: string): ProblemError {
  try {
    parseProgram(bytesOf(text), name);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

/** The rows of an LP file as [lower, upper, …coefficients of x, y, z]. */
function rows(parsed: ParsedProgram): number[][] {
  const { program } = parsed;
  return program.rowNames.map((_, i) => {
    const dense = [0, 0, 0];
    for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) dense[program.rows.column[k]!] = program.rows.value[k]!;
    return [program.rowLower[i]!, program.rowUpper[i]!, ...dense];
  });
}

const lp = (body: string, objective = 'obj: x + y + z', tail = 'Binaries\n x y z\nEnd\n'): string =>
  `Minimize\n ${objective}\nSubject To\n${body}\n${tail}`;
const readLp = (text: string): ParsedProgram => parseProgram(bytesOf(text), 'p.lp');

describe('an LP file', () => {
  for (
    const [word, sense] of [['Minimize', 'min'], ['MINIMISE', 'min'], ['min', 'min'], ['minimum', 'min'], ['Maximize', 'max'], ['maximise',
      'max'], ['MAX', 'max'], ['Maximum', 'max']] as const
  ) {
    it(`that begins with ${word} has the sense ${sense}`, () => {
      expect(readLp(lp(' c: x >= 0').replace('Minimize', word)).program.sense).toBe(sense);
    });
  }

  for (const word of ['subject to', 'SUBJECT  TO', 'such that', 'st', 'ST', 's.t.', 'st.']) {
    it(`may open its rows with ${word}`, () => {
      expect(rows(readLp(lp(' c: x + y >= 1').replace('Subject To', word)))).toEqual([[1, INF, 1, 1, 0]]);
    });
  }

  it('may have objective and rows in the line of their keyword, comments anywhere and no labels', () => {
    const { program } = readLp('\\ a comment\nMaximize x + 2 y \\ another\nst x + y <= 1 \\ and one\n\n x >= 0\nbin\nx\ny\nend');
    expect(program).toMatchObject({ sense: 'max', objectiveName: '', rowNames: ['c1', 'c2'] });
    expect([...program.objective]).toEqual([1, 2]);
  });

  it('may open every declaration section by each of its names', () => {
    for (const word of ['Binary', 'Binaries', 'BIN']) {
      expect([...readLp(lp(' c: x >= 0', 'x', `${word}\n x\nEnd`)).program.fixed]).toEqual([-1]);
    }
    for (const word of ['General', 'Generals', 'gen', 'Integer', 'INTEGERS', 'int']) {
      for (const bounds of ['Bounds', 'bound']) {
        expect([...readLp(lp(' c: x >= 0', 'x', `${bounds}\n x <= 1\n${word}\n x\nEnd`)).program.fixed]).toEqual([-1]);
      }
    }
  });

  it('gives the objective its constants, signs and exponents', () => {
    const { program } = readLp(lp(' c: x >= 0', 'obj: 3 + 2 x - - 1.5e1y + - .5 z - 2\n + 10'));
    expect([...program.objective]).toEqual([2, 15, -0.5]);
    expect(program.objectiveConstant).toBe(11);
    expect(readLp(lp(' c: x >= 0', 'x + y + z + 4')).program.objectiveConstant).toBe(4);
    expect(readLp(lp(' c: x + y + z >= 0', '')).program.objectiveConstant).toBe(0);
    expect(readLp(lp(' c: x + y + z >= 0', 'obj: 0')).program.objectiveName).toBe('obj');
  });

  for (const [row, expected] of [
    ['c: x + 2 y <= 3', [-INF, 3, 1, 2, 0]],
    ['c: x + 2y =< 3', [-INF, 3, 1, 2, 0]],
    ['c: x + 2 y < 3', [-INF, 3, 1, 2, 0]],
    ['c: x + 2 y >= 3', [3, INF, 1, 2, 0]],
    ['c: x + 2 y => 3', [3, INF, 1, 2, 0]],
    ['c: x + 2 y > -3', [-3, INF, 1, 2, 0]],
    ['c: x + 2 y = - 3', [-3, -3, 1, 2, 0]],
    ['x<=1', [-INF, 1, 1, 0, 0]],
    ['-x>=-1', [-1, INF, -1, 0, 0]],
    ['c: 1 <= x + y <= 2', [1, 2, 1, 1, 0]],
    ['c: 2 >= x + y >= 1', [1, 2, 1, 1, 0]],
    ['-1 <= x - y <= 1', [-1, 1, 1, -1, 0]],
    ['c: 1 <= x + y', [1, INF, 1, 1, 0]],
    ['c: 1 >= x + y', [-INF, 1, 1, 1, 0]],
    ['c: 1 = x + y', [1, 1, 1, 1, 0]],
    ['c: x + y >= -inf', [-INF, INF, 1, 1, 0]],
    ['c: -infinity <= x + y <= 1', [-INF, 1, 1, 1, 0]],
    ['c: 0 x <= 1', [-INF, 1, 0, 0, 0]],
    ['c: x\n + y\n - 2 z\n <=\n 1', [-INF, 1, 1, 1, -2]],
    ['c: z + y + x <= 1', [-INF, 1, 1, 1, 1]],
    ['st: x <= 1', [-INF, 1, 1, 0, 0]],
  ] as const) {
    it(`reads the row ${JSON.stringify(row)}`, () => {
      const parsed = readLp(lp(` ${row}`));
      expect(rows(parsed)).toEqual([expected]);
      expect(parsed.warnings).toEqual([]);
    });
  }

  it('tells rows apart that stand on lines of their own', () => {
    expect(rows(readLp(lp(' x + y <= 1\n y + z >= 1\n 1 <= x + z\n 2 <= x + y + z <= 3\n c9: z = 1')))).toEqual([
      [-INF, 1, 1, 1, 0], [1, INF, 0, 1, 1], [1, INF, 1, 0, 1], [2, 3, 1, 1, 1], [1, 1, 0, 0, 1],
    ]);
  });

  it('numbers nameless rows and steps aside where such a name is taken', () => {
    expect(readLp(lp(' x >= 0\n c1: y >= 0\n z >= 0')).program.rowNames).toEqual(['c1_', 'c1', 'c3']);
  });

  it('drops zero coefficients with a warning, but not the one that makes a row empty', () => {
    expect(readLp(lp(' c: x + 0 y + 0 z >= 0\n d: 0 x <= 2')).warnings).toEqual([
      '2 zero coefficients were left out; the first is in line 4.',
    ]);
  });

  it('takes the name of the problem from its comment', () => {
    expect(readLp(`\\Problem name: two words\n${lp(' c: x >= 0')}`).program.name).toBe('two words');
  });

  for (const [bounds, expected] of [
    ['x = 1\n 0 <= y <= 0', [1, 0, -1]],
    ['x >= 1\n y <= 0', [1, 0, -1]],
    ['1 <= x\n 0 >= y\n 0 <= z <= 1', [1, 0, -1]],
    ['1 = x\n -inf <= y <= 5\n z <= +inf', [1, -1, -1]],
    ['x free', [-1, -1, -1]],
    ['1 >= x >= 1', [1, -1, -1]],
  ] as const) {
    it(`narrows binaries by the bounds ${JSON.stringify(bounds)}`, () => {
      expect([...readLp(lp(' c: x >= 0', 'x + y + z', `Bounds\n ${bounds}\nBinaries\n x y z\nEnd\n`)).program.fixed]).toEqual(expected);
    });
  }

  const bad: readonly (readonly [what: string, text: string, code: ProblemErrorCode, line: number, says: string])[] = [
    ['a variable that stands twice in a row', lp(' c: x + y + x <= 1'), 'problem-duplicate', 4, '“x” stands twice in the row'],
    ['a variable that stands twice in the objective', lp(' c: x <= 1', 'x + x'), 'problem-duplicate', 2, 'twice in the objective'],
    ['two rows of one name', lp(' c: x <= 1\n c: y <= 1'), 'problem-duplicate', 5, 'row “c” was already declared'],
    ['two names of one row', lp(' c: d: x <= 1'), 'problem-syntax', 4, 'inside a row'],
    ['a name inside a row', lp(' 1 <= c: x <= 2'), 'problem-syntax', 4, 'inside a row'],
    ['a variable on the right', lp(' c: x <= y'), 'problem-syntax', 4, '“y” stands on the right-hand side'],
    ['a term on the right', lp(' c: x <= 2 y'), 'problem-syntax', 4, '“y” follows a complete row'],
    ['two rows on one line', lp(' c: x <= 2 d: y <= 1'), 'problem-syntax', 4, '“d” follows a complete row'],
    ['a constant in a row', lp(' c: x + 1 <= 2'), 'problem-syntax', 4, 'constant 1'],
    ['a missing sign', lp(' c: x y <= 2'), 'problem-syntax', 4, 'sign is missing before “y”'],
    ['two numbers', lp(' c: 2 3 x <= 2'), 'problem-syntax', 4, 'before “3”'],
    ['a number like 1.2.3', lp(' c: 1.2.3 x <= 2'), 'problem-number', 4, '“1.2.3” is not a number'],
    ['a broken exponent', lp(' c: x <= 1e'), 'problem-number', 4, '“1e” is not a number'],
    ['a lone point', lp(' c: . x <= 1'), 'problem-number', 4, '“.” is not a number'],
    ['1e400', lp(' c: 1e400 x <= 2'), 'problem-number', 4, 'too large'],
    ['1e-400', lp(' c: 1e-400 x <= 2'), 'problem-number', 4, 'too small'],
    ['an infinite coefficient', lp(' c: inf x <= 2'), 'problem-number', 4, 'infinite'],
    ['an infinite equality', lp(' c: x = inf'), 'problem-number', 4, 'infinite'],
    ['an impossible infinite bound', lp(' c: x <= -inf'), 'problem-number', 4, 'infinite'],
    ['an infinite constant', lp(' c: x <= 1', 'x + y + z + inf'), 'problem-number', 3, 'infinite'],
    ['a star', lp(' c: 2 * x <= 1'), 'problem-syntax', 4, '“*” makes no sense'],
    ['a quadratic term', lp(' c: [ x ^ 2 ] <= 1'), 'problem-unsupported', 4, 'quadratic'],
    ['an unknown sense', lp(' c: x == 1'), 'problem-syntax', 4, '“==”'],
    ['senses that do not go together', lp(' c: 1 <= x >= 2'), 'problem-syntax', 4, 'do not go together'],
    ['a double equality', lp(' c: 1 = x = 1'), 'problem-syntax', 4, 'do not go together'],
    ['an empty range', lp(' c: 2 <= x <= 1'), 'problem-bound', 4, 'lower bound 2 is above its upper bound 1'],
    ['an unfinished row', lp(' c: x + y'), 'problem-syntax', 5, 'row before this line is not complete'],
    ['a row that is only a name', lp(' c:'), 'problem-syntax', 5, 'not complete'],
    ['an unfinished objective', lp(' c: x <= 1', 'x +'), 'problem-syntax', 3, 'ends with a sign'],
    ['a sense in the objective', lp(' c: x <= 1', 'x <= 1'), 'problem-syntax', 2, 'in the objective'],
    ['a sense without a term or a name', lp(' <= 1'), 'problem-syntax', 4, 'where a term should'],
    ['an unknown bounded variable', lp(' c: x >= 0', 'x', 'Bounds\n w <= 1\nBinaries\n x\nEnd'), 'problem-unknown-name', 6, '“w”'],
    ['a variable declared twice', lp(' c: x >= 0', 'x', 'Binaries\n x x\nEnd'), 'problem-duplicate', 6, 'already declared binary'],
    ['a bound given twice', lp(' c: x >= 0', 'x', 'Bounds\n x <= 1\n x <= 1\nBinaries\n x\nEnd'), 'problem-duplicate', 7,
      'already given in line 6'],
    ['bounds that contradict each other', lp(' c: x >= 0', 'x', 'Bounds\n 1 <= x <= 0\nBinaries\n x\nEnd'), 'problem-bound', 6,
      'above its upper bound'],
    ['a negative upper bound', lp(' c: x >= 0', 'x', 'Bounds\n x <= -1\nGenerals\n x\nEnd'), 'problem-bound', 6, 'above its upper bound'],
    ['a bound without a sense', lp(' c: x >= 0', 'x', 'Bounds\n x 1\nBinaries\n x\nEnd'), 'problem-syntax', 6,
      '“1” makes no sense in a bound'],
    ['an unfinished bound', lp(' c: x >= 0', 'x', 'Bounds\n x <=\nBinaries\n x\nEnd'), 'problem-syntax', 6, 'not complete'],
    ['a bound on two variables', lp(' c: x >= 0', 'x', 'Bounds\n x <= y\nEnd'), 'problem-syntax', 6, '“y”'],
    ['a continuous variable', lp(' c: x >= 0', 'x + y', 'Binaries\n x\nEnd'), 'problem-not-binary', 2, '“y” is continuous'],
    ['a general integer', lp(' c: x >= 0', 'x', 'Generals\n x\nEnd'), 'problem-not-binary', 2,
      'without an upper bound, and the rows give it none'],
    ['an integer up to 2.5', lp(' c: x >= 0', 'x', 'Bounds\n x <= 2.5\nGenerals\n x\nEnd'), 'problem-not-binary', 6, 'not whole numbers'],
    ['a semi-continuous section', lp(' c: x >= 0', 'x', 'Semi-continuous\n x\nEnd'), 'problem-unsupported', 6,
      'semi-continuous variables are not part of a binary linear program'],
    ['special ordered sets', lp(' c: x >= 0', 'x', 'SOS\n s: S1:: x:1\nEnd'), 'problem-unsupported', 6,
      'special ordered sets are not part'],
    ['no rows section', 'Minimize\n x\nBinaries\n x\nEnd\n', 'problem-section', 3, 'Subject To is missing'],
    ['a second objective', lp(' c: x >= 0\nMaximize\n x'), 'problem-duplicate', 5, 'second objective'],
    ['a second rows section', lp(' c: x >= 0\nst\n x >= 0'), 'problem-duplicate', 5, 'second Subject To'],
    ['no variables', 'Minimize\n 3\nSubject To\nEnd\n', 'problem-section', 4, 'no variables'],
    ['no End', lp(' c: x >= 0', 'x', 'Binaries\n x\n'), 'problem-truncated', 6, 'without End'],
    ['a cut in a line', lp(' c: x >= 0').slice(0, 41), 'problem-truncated', 4, 'without End'],
    ['something after End', lp(' c: x >= 0', 'x', 'Binaries\n x\nEnd\n x\n'), 'problem-syntax', 8, 'after End'],
    ['prose', 'hello world\n', 'problem-section', 1, '“hello” stands before the objective'],
  ];
  for (const [what, text, code, line, says] of bad) {
    it(`is refused for ${what}`, () => {
      const error = refusal(text, 'p.lp');
      expect(error.message).toContain(says);
      expect({ code: error.code, line: error.line, file: error.file }).toEqual({ code, line, file: 'p.lp' });
      expect(error.hint).toMatch(/\.$/);
    });
  }
});

describe('a JSON file', () => {
  const good = '{"format":"leibniz-program","version":1,"sense":"max","variables":["x",{"name":"y","fixed":1}],\n"objective":{"constant":-1.5,"terms":[["x",2]]},\n"rows":[{"name":"r","upper":1,"terms":[["y",1],["x",-3]]},{"name":"s","lower":0,"upper":null}]}';
  const readJson = (text: string): ParsedProgram => parseProgram(bytesOf(text), 'p.json');

  it('gives names, sense, fixings, bounds and terms, its keys in any order', () => {
    const { program } = readJson(good);
    expect(program).toMatchObject({
      name: '',
      sense: 'max',
      objectiveName: '',
      objectiveConstant: -1.5,
      variableNames: ['x', 'y'],
      rowNames: ['r', 's'],
    });
    expect([...program.fixed]).toEqual([-1, 1]);
    expect([...program.rows.column]).toEqual([0, 1]);
    expect([...program.rows.value]).toEqual([-3, 1]);
    expect([...program.rowLower]).toEqual([-INF, 0]);
    expect([...program.rowUpper]).toEqual([1, INF]);
    const turned = '{"rows":[{"terms":[["y",1],["x",-3]],"upper":1,"name":"r"},{"lower":0,"name":"s"}],"objective":{"terms":[["x",2]],"constant":-1.5},"variables":["x",{"fixed":1,"name":"y"}],"sense":"max","version":1,"format":"leibniz-program"}';
    expect(readJson(turned).program).toEqual(program);
  });

  it('reads the optimum where it is stated, and the writer states it where it is known', () => {
    const stated = good.replace('"sense"', '"optimum":-1.5e2,"sense"');
    expect(readJson(stated)).toMatchObject({ optimum: -150, program: readJson(good).program });
    expect(readJson(good).optimum).toBeUndefined();
    expect(readJson(good.replace('"sense"', '"optimum":null,"sense"')).optimum).toBeUndefined();
    expect(readJson(writeProgram(readJson(good).program, 'json', { optimum: -150 })).optimum).toBe(-150);
    expect(readJson(writeProgram(readJson(good).program, 'json')).optimum).toBeUndefined();
  });

  it('reads escapes in names', () => {
    expect(readJson('{"format":"leibniz-program","version":1,"variables":["a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"]}').program.variableNames).toEqual(['a"\\/\b\f\n\r\té😀']);
  });

  const bad: readonly (readonly [what: string, text: string, code: ProblemErrorCode, says: string])[] = [
    ['another format', '{"format":"other","version":1,"variables":["x"]}', 'problem-format', 'JSON but no problem'],
    ['an optimum that is no number', '{"format":"leibniz-program","version":1,"optimum":"5","variables":["x"]}', 'problem-number', 'optimum'],
    ['a newer version', '{"format":"leibniz-program","version":2,"variables":["x"]}', 'problem-format', 'version 2'],
    ['no format', '{"version":1,"variables":["x"]}', 'problem-section', '“format” is missing'],
    ['no variables', '{"format":"leibniz-program","version":1,"variables":[]}', 'problem-section', 'no variables'],
    ['an unknown key', good.replace('"sense"', '"sence"'), 'problem-syntax', '“sence” is unknown'],
    ['an unknown key of a row', good.replace('"upper":1', '"uper":1'), 'problem-syntax', '“uper” of a row is unknown'],
    ['an unknown key of a variable', good.replace('"fixed":1', '"type":1'), 'problem-syntax', '“type” of a variable'],
    ['a key twice', good.replace('"upper":1', '"upper":1,"upper":2'), 'problem-duplicate', '“upper” stands twice'],
    ['a variable twice', good.replace('"x",{', '"x","x",{'), 'problem-duplicate', 'two variables are named “x”'],
    ['a row twice', good.replace('"name":"s"', '"name":"r"'), 'problem-duplicate', 'two rows are named “r”'],
    ['a term twice', good.replace('["x",-3]', '["x",-3],["x",1]'), 'problem-duplicate', '“x” stands twice in a row'],
    ['an unknown variable', good.replace('["x",-3]', '["w",-3]'), 'problem-unknown-name', '“w” is no variable'],
    ['an empty name', good.replace('"name":"s"', '"name":""'), 'problem-name', 'no name'],
    ['a fixing to 2', good.replace('"fixed":1', '"fixed":2'), 'problem-bound', 'fixed to 2'],
    ['contradictory bounds', good.replace('"upper":null', '"upper":-1'), 'problem-bound', 'above its upper bound'],
    ['an unknown sense', good.replace('"max"', '"up"'), 'problem-syntax', '“up”'],
    ['NaN', good.replace('-3', 'NaN'), 'problem-number', '“NaN”'],
    ['1e400', good.replace('-3', '1e400'), 'problem-number', 'too large'],
    ['a leading zero', good.replace('-3', '01'), 'problem-number', '“01”'],
    ['a number with a letter', good.replace('-3', '17x1'), 'problem-number', '“17x1”'],
    ['a text for a number', good.replace('-3', '"3"'), 'problem-number', 'a number should stand'],
    ['half a surrogate pair', good.replace('"s"', '"\\ud800"'), 'problem-encoding', 'half of a character'],
    ['a broken escape', good.replace('"s"', '"\\x"'), 'problem-syntax', 'unknown escape'],
    ['a truncated file', good.slice(0, -30), 'problem-truncated', 'ends inside'],
    ['two problems', `${good}{}`, 'problem-syntax', 'after the problem'],
    ['a trailing comma', good.replace('[["x",2]]', '[["x",2],]'), 'problem-syntax', 'should stand'],
    ['endless nesting', `{"name":${'['.repeat(100_000)}`, 'problem-syntax', 'nested too deeply'],
    ['an array', '[]', 'problem-syntax', '“{” should stand'],
  ];
  for (const [what, text, code, says] of bad) {
    it(`is refused for ${what}`, () => {
      const error = refusal(text, 'p.json');
      expect(error.message).toContain(says);
      expect({ code: error.code, file: error.file }).toEqual({ code, file: 'p.json' });
      expect(error.field ?? error.line).toBeDefined();
    });
  }

  it('names the line of what is wrong', () => {
    expect(refusal(good.replace('-3', 'oops'), 'p.json').line).toBe(3);
  });
});

describe('the format of a file', () => {
  for (
    const [text, name, verdict] of [
      ['NAME x', 'a.lp', 'mps'],
      ['* c\n\nROWS\n', 'a', 'mps'],
      ['OBJSENSE\n MAX\nROWS', 'a', 'mps'],
      ['Max\n x', 'a', 'lp'],
      ['MAX\nROWS', 'a.mps', 'mps'],
      ['\\ c\nMinimize', 'a.mps', 'lp'],
      ['  minimize\n', 'a.txt', 'lp'],
      [' {', 'a.mps', 'json'],
      ['words', 'a.txt', 'unknown'],
      ['words', 'a.MPS.gz', 'mps'],
      ['words', 'a.lp', 'lp'],
      ['', 'a.mps', 'empty'],
      ['\ufeff \n', 'a.mps', 'empty'],
      ['<html>', 'a.mps', 'html'],
      ['a\u0000', 'a.mps', 'binary'],
    ] as const
  ) {
    it(`of ${JSON.stringify(text)} named ${name} is ${verdict}`, () => {
      expect(formatVerdict(bytesOf(text), name)).toBe(verdict);
    });
  }
});
