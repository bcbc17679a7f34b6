import { describe, expect, it } from 'vitest';
import { blocksOf, innermostBlock, markBlocks, REACHED } from '../../mutation/blocks.ts';
import { applyMutant, mutantsOf } from '../../mutation/mutants.ts';

/** Every changed text of a source, by what kind of change it is. */
function changes(source: string): string[] {
  return mutantsOf('a.ts', source).map((mutant) => `${mutant.operator}: ${applyMutant(source, mutant)}`);
}

describe('the mutants of a source', () => {
  it.each([
    ['a - b;', ['arithmetic: a + b;']],
    ['a >>> b;', ['arithmetic: a << b;']],
    ['a < b;', ['bound: a <= b;', 'negation: a >= b;']],
    ['a === b;', ['negation: a !== b;']],
    ['a && b;', ['logic: a || b;']],
    ['-a;', ['sign: a;']],
    ['a[k];', ['index: a[(k) + 1];']],
    ['x = 3;', ['statement: ;', 'constant: x = 4;', 'constant: x = 2;']],
    ['x = 0;', ['statement: ;', 'constant: x = 1;']],
    ['x = 0.5;', ['statement: ;', 'constant: x = 0;', 'constant: x = (2 * 0.5);']],
    ['x += y;', ['statement: ;', 'arithmetic: x -= y;']],
    ['x++;', ['statement: ;', 'arithmetic: x--;']],
    ['f();', ['statement: ;']],
    ['Math.max(a, b);', ['statement: ;', 'rounding: Math.min(a, b);']],
    ['const f = (): number => a;', ['returned: const f = (): number => -(a);']],
    ['function f(): boolean { return g; }', ['returned: function f(): boolean { return !(g); }']],
    ['if (a) { b; }', ['negation: if (!(a)) { b; }']],
  ])('%s', (source, expected) => {
    expect(changes(source).sort()).toEqual([...expected].sort());
  });

  it('drop a guard, what it throws, and leave the wording of errors and captions alone', () => {
    const found = changes("if (a > 1) throw new Error('more than ' + String(1 + 1));");
    expect(found).toContain("guard: if (false) throw new Error('more than ' + String(1 + 1));");
    expect(found).toContain('statement: if (a > 1) ;');
    expect(found.some((text) => text.includes('1 - 1'))).toBe(false);
    expect(changes('const t = `${a + 1}`;')).toEqual([]);
    expect(changes("const t = 'a' + b;")).toEqual([]);
  });

  it('leave types and imports alone', () => {
    expect(changes("import { a } from './b-1.ts';\ntype T = 0 | 1;\nlet x: Array<2>;")).toEqual([]);
  });

  it('know their line and column, counted from 1', () => {
    const [mutant] = mutantsOf('a.ts', 'const a = b;\n  const c = d * e;\n');
    expect(mutant).toMatchObject({ line: 2, column: 15, original: '*', replacement: '/' });
  });

  it('are refused with the file’s name where the source is none', () => {
    expect(() => mutantsOf('src-science/x.ts', 'const = ;')).toThrow(/^src-science\/x\.ts cannot be read/);
  });
});

describe('marks in the blocks of a source', () => {
  const source = 'const f = (a: number): number => a + 1;\nfunction g(a: number): number {\n  if (a > 0) {\n    return f(a);\n  }\n  return 0;\n}\n';

  it('are set where a block is run and nowhere else', () => {
    const run = (call: string): number[] => {
      const reached = new Uint8Array(20);
      const marked = markBlocks('a.ts', source, 3).replaceAll(/\(a: number\): number/g, '(a)');
      new Function(REACHED, `globalThis.${REACHED} = ${REACHED};\n${marked}\n${call}`)(reached);
      return [...reached.entries()].flatMap(([n, set]) => (set === 1 ? [n] : []));
    };
    // 3 the module, 4 f, 5 g, 6 inside the if
    expect(run('')).toEqual([3]);
    expect(run('g(0);')).toEqual([3, 5]);
    expect(run('g(2);')).toEqual([3, 4, 5, 6]);
  });

  it('belong to the innermost block around a place', () => {
    const blocks = blocksOf('a.ts', source);
    const at = (text: string): number => innermostBlock(blocks, source.indexOf(text));
    expect([at('const f'), at('a + 1'), at('if (a'), at('return f'), at('return 0')]).toEqual([-1, 0, 1, 2, 1]);
  });
});
