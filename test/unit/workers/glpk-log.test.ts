import { describe, expect, it } from 'vitest';
import { parseGlpkLine } from '../../../src-workers/exact/glpk-log.ts';

describe('GLPK’s log', () => {
  it.each([
    ['+   265: >>>>>   3.089000000e+03 >=   2.964000000e+03   4.0% (47; 35)', { incumbent: 3089, bound: 2964, nodes: 35 }],
    ['+    40: mip =     not found yet >=              -inf        (1; 0)', { incumbent: null, bound: null, nodes: 0 }],
    ['+  7640: >>>>>   0.000000000e+00 >=   0.000000000e+00        (885; 772)', { incumbent: 0, bound: 0, nodes: 772 }],
    ['+   457: mip =   3.089000000e+03 >=     tree is empty   0.0% (0; 233)', { incumbent: 3089, bound: null, nodes: 233 }],
    ['+ 99: mip =  -1.500000000e+00 <=   2.000000000e-03 100.1% (4; 5)', { incumbent: -1.5, bound: 0.002, nodes: 5 }],
    ['Solution found by heuristic: -1120.25', { incumbent: -1120.25, bound: null, nodes: null }],
  ])('reads %j', (line, news) => {
    expect(parseGlpkLine(line)).toEqual(news);
  });

  it.each(['', 'Preprocessing...', '      0: obj =   0.000000000e+00 inf =   3.146e+01 (10)',
    '*    40: obj =   2.819357448e+03 inf =   0.000e+00 (0)', 'INTEGER OPTIMAL SOLUTION FOUND'])('passes over %j', (line) => {
      expect(parseGlpkLine(line)).toBeNull();
    });
});
