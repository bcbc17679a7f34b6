import { describe, expect, test } from 'vitest';
import { statusWords } from '../../../src-renderer/common/status.ts';
import { aRun } from './a-run.ts';

describe('the status of a run that is done', () => {
  test.each([
    ['done', 'done', { settling: 'settled', feasible: true }],
    ['done', 'done', { settling: null, feasible: true }],
    ['done', 'done', { settling: 'settled', feasible: null }],
    ['none feasible', 'short', { settling: 'settled', feasible: false }],
    ['not settled', 'short', { settling: 'moving', feasible: true }],
    ['two-cycle', 'short', { settling: 'two-cycle', feasible: true }],
    ['none feasible, not settled', 'short', { settling: 'moving', feasible: false }],
    ['none feasible', 'short', { kind: 'decode', settling: null, feasible: false }],
    ['optimal', 'done', { kind: 'exact', exactStatus: 'optimal', settling: null }],
    ['optimal within tolerance', 'time-limit', { kind: 'exact', exactStatus: 'optimal-within', settling: null }],
    ['ball: within tolerance', 'time-limit', { kind: 'exact', exactStatus: 'ball-optimal-within', settling: null }],
    ['optimal, rows in tolerance', 'time-limit', { kind: 'exact', exactStatus: 'optimal-relaxed', settling: null, feasible: false }],
    ['time limit, rows in tolerance', 'time-limit', { kind: 'exact', exactStatus: 'time-limit', settling: null, feasible: false }],
    ['time limit', 'time-limit', { kind: 'exact', exactStatus: 'time-limit', settling: null, feasible: null }],
    ['cancelled', 'cancelled', { status: 'cancelled', settling: 'moving', feasible: false }],
  ] as const)('is “%s” in the tone %s for %o', (word, tone, change) => {
    expect(statusWords(aRun(change))).toMatchObject({ word, tone });
  });

  test('says on hover why it is not simply done', () => {
    expect(statusWords(aRun({ settling: 'two-cycle', feasible: false })).help).toBe(
      'Ran to its end, but no vector it decoded keeps all rows, and its objective is no value of the problem; it jumped between two points, and a smaller step may help',
    );
  });
});
