/**
 * Independent truth for rows whose coefficients lie far apart: vertices in whole numbers over a common power
 * of ten, read from the decimals digit by digit. Nothing of the program is used.
 */
import type { NormalForm } from '../../../src-science/program/normal-form.ts';

/** value · 10^SCALE, for decimals of at most that many places. */
const SCALE = 400;

function scaled(value: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) throw new Error(`${value} is no decimal`);
  const fraction = match[3] ?? '';
  const power = SCALE + Number(match[4] ?? '0') - fraction.length;
  const digits = BigInt(`${match[2]!}${fraction}`) * 10n ** BigInt(power);
  return match[1] === '-' ? -digits : digits;
}

/** Nearest double of n / 10^SCALE. */
const toNumber = (n: bigint): number => Number(`${n}e-${SCALE}`);

export interface Vertex {
  readonly x: readonly number[];
  /** a_iᵀx − b_i of each row, exactly, and rounded once. */
  readonly exact: readonly bigint[];
  readonly excess: readonly number[];
}

/** All 2^d vertices. */
export function vertices(form: NormalForm): Vertex[] {
  const d = form.variableCount;
  const value = Array.from(form.value, scaled);
  const rhs = Array.from(form.rhs, scaled);
  return Array.from({ length: 2 ** d }, (_, v) => {
    const x = Array.from({ length: d }, (__, j) => (v >> j) & 1);
    const exact = rhs.map((b, i) => {
      let sum = -b;
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) if (x[form.column[k]!] === 1) sum += value[k]!;
      return sum;
    });
    return { x, exact, excess: exact.map(toNumber) };
  });
}

/** What a flip of x_j from 0 to 1 changes in Σ max(a_iᵀx − b_i, 0), exactly, rounded once. */
export function flipChange(all: readonly Vertex[], v: number, j: number): number {
  const positive = (n: bigint): bigint => (n > 0n ? n : 0n);
  const one = all[v | (1 << j)]!;
  const zero = all[v & ~(1 << j)]!;
  return toNumber(one.exact.reduce((sum, n, i) => sum + positive(n) - positive(zero.exact[i]!), 0n));
}

export const isViolated = (vertex: Vertex): boolean => vertex.exact.some((n) => n > 0n);

export const smallestViolation = (all: readonly Vertex[]): number | null => {
  const positive = all.flatMap(({ exact }) => exact.filter((n) => n > 0n));
  return positive.length === 0 ? null : toNumber(positive.reduce((least, n) => (n < least ? n : least)));
};
