/** A program for tests of cancelling: no solver ends on it within a test's patience. */
import type { Program } from '../../../src-science/program/program.ts';
import { programOf } from '../../unit/exact/small-programs.ts';

/**
 * Market split (Cornuéjols & Dawande 1998): m equalities over 10·(m−1) variables with weights below 100.
 * For m = 6 branch and bound needs days.
 */
export function marketSplit(m = 6): Program {
  const d = 10 * (m - 1);
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % 100;
  };
  const rows = Array.from({ length: m }, () => {
    const coefficients = Array.from({ length: d }, next);
    const half = Math.floor(coefficients.reduce((sum, a) => sum + a, 0) / 2);
    return { coefficients, lower: half, upper: half };
  });
  return programOf({ objective: Array.from({ length: d }, (_, j) => (j % 5) + 1), rows });
}
