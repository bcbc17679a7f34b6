/**
 * The statements of S26 that are right, by means that the claims do not use: the feasible set of (2) by
 * flooding a grid, the minimizer of the two-dimensional surrogate by descending its closed form and by
 * sampling, the interchange field near the corner by averaging over ε.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import type { ClaimResult } from '../../../src-science/claims/claim.ts';
import { formOfRows } from '../../../src-science/claims/claim-programs.ts';
import { feasibleSetShape } from '../../../src-science/claims/feasible-set.ts';
import { planeSurrogateByQuadrature } from '../../../src-science/claims/soft-integrals.ts';
import { CLAIMS } from '../../../src-science/claims/claim-list.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { f1 } from '../../../src-science/relaxation/one-variable.ts';

function run(id: string, given: Readonly<Record<string, number>> = {}): ClaimResult {
  const claim = CLAIMS.find((candidate) => candidate.id === id);
  if (claim === undefined) throw new Error(`no claim ${id}`);
  return claim.run(given, { now: () => 0 });
}

/** E[Σ_i max(a_iᵀx − b_i, 0)] by going through all vertices. */
function expectedViolation(form: NormalForm, xHat: ArrayLike<number>): number {
  let mean = 0;
  for (let mask = 0; mask < 2 ** form.variableCount; mask++) {
    let probability = 1;
    for (let j = 0; j < form.variableCount; j++) probability *= (mask >> j) & 1 ? xHat[j]! : 1 - xHat[j]!;
    for (let i = 0; i < form.rowCount; i++) {
      let v = -form.rhs[i]!;
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) v += form.value[k]! * ((mask >> form.column[k]!) & 1);
      mean += probability * Math.max(v, 0);
    }
  }
  return mean;
}

/** Pieces of {x̂ on a grid of 0, ¼, …, 1 : expected violation 0}, neighbors a quarter apart in one coordinate. */
function piecesOnGrid(form: NormalForm): number {
  const d = form.variableCount;
  const at = (cell: number): number[] => Array.from({ length: d }, (_, j) => (Math.floor(cell / 5 ** j) % 5) / 4);
  const open = new Set(Array.from({ length: 5 ** d }, (_, cell) => cell).filter((cell) => expectedViolation(form, at(cell)) < 1e-12));
  let pieces = 0;
  for (let from = [...open][0]; from !== undefined; from = [...open][0]) {
    pieces++;
    const queue = [from];
    open.delete(from);
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      for (let j = 0; j < d; j++) {
        const digit = Math.floor(cell / 5 ** j) % 5;
        for (const step of [-1, 1]) {
          const next = cell + step * 5 ** j;
          if (digit + step < 0 || digit + step > 4 || !open.delete(next)) continue;
          queue.push(next);
        }
      }
    }
  }
  return pieces;
}

const rows = (d: number, list: readonly { weight: readonly number[]; lower?: number; upper?: number }[]): NormalForm =>
  formOfRows(Array.from({ length: d }, () => 0), list.map(({ weight, lower = -Infinity, upper = Infinity }) => ({ weight, lower, upper })));

describe('the feasible set of (2)', () => {
  it.each([
    ['a packing row: two edges that meet', rows(2, [{ weight: [1, 1], upper: 1 }]), 1, false],
    ['a partition row: two corners', rows(2, [{ weight: [1, 1], lower: 1, upper: 1 }]), 2, false],
    ['a cover row of three: all faces but one corner', rows(3, [{ weight: [1, 1, 1], lower: 1 }]), 1, false],
    ['three in a partition: three corners', rows(3, [{ weight: [1, 1, 1], lower: 1, upper: 1 }]), 3, false],
    ['a variable fixed by its row: one facet', rows(3, [{ weight: [1, 0, 0], upper: 0 }]), 1, true],
    ['nothing: the cube', rows(2, [{ weight: [1, 1], upper: 5 }]), 1, true],
    ['exactly two of four, and not the first two: five corners',
      rows(4, [{ weight: [1, 1, 1, 1], lower: 2, upper: 2 }, { weight: [1, 1, 0, 0], upper: 1 }]), 5, false],
    ['equal pairs: an edge’s ends stay apart', rows(3, [{ weight: [1, -1, 0], lower: 0, upper: 0 }]), 2, false],
  ] as const)('of %s', (_what, form, pieces, convex) => {
    const shape = feasibleSetShape(form, (xHat) => expectedViolation(form, xHat));
    expect(shape).toEqual({ components: pieces, midpointConvex: convex });
    expect(piecesOnGrid(form)).toBe(pieces);
  });

  it('has the numbers of the claim', () => {
    const { details, verdict } = run('s26-feasible-set');
    expect(verdict).toBe('holds');
    expect(expectedViolation(rows(2, [{ weight: [1, 1], upper: 1 }]), [0.5, 0.5])).toBe(0.25);
    expect(details.find(({ label }) => label.includes('midway'))?.measured).toBe(0.25);
    expect(details.find(({ label }) => label.includes('pieces'))?.measured).toBe(2);
  });
});

describe('the surrogate of two variables near b = a₁ + a₂', () => {
  it('is least at (0.779, 0.851) for a = (0.9, 0.6), b = 1.49, by descending the closed form from many points', () => {
    const [a1, a2, b] = [0.9, 0.6, 1.49];
    const value = (x: number, y: number): number => y * a1 * f1(x) + x * a2 * f1(y) + (a1 + a2 - b) * x * y;
    let best = { x: 0, y: 0, v: 0 };
    for (const x0 of [0, 0.2, 0.5, 0.8, 1]) {
      for (const y0 of [0, 0.2, 0.5, 0.8, 1]) {
        let [x, y, h] = [x0, y0, 0.1];
        while (h > 1e-9) {
          const moves = [[x + h, y], [x - h, y], [x, y + h], [x, y - h], [x + h, y + h], [x - h, y - h]].map(([p, q]) =>
            [Math.min(1, Math.max(0, p!)), Math.min(1, Math.max(0, q!))] as const
          );
          const next = moves.find(([p, q]) => value(p, q) < value(x, y) - 1e-18);
          if (next === undefined) h /= 2;
          else [x, y] = next;
        }
        if (value(x, y) < best.v) best = { x, y, v: value(x, y) };
      }
    }
    expect(best.x).toBeCloseTo(0.779, 3);
    expect(best.y).toBeCloseTo(0.851, 3);
    const { details } = run('s26-2d-minimizer-interior');
    expect(details[0]?.measured).toBeCloseTo(best.x, 5);
    expect(details[1]?.measured).toBeCloseTo(best.y, 5);
    expect(planeSurrogateByQuadrature(a1, a2, b, best.x, best.y)).toBeCloseTo(best.v, 12);
  });

  it('is refused where the minimizer would lie beyond the quadrature', () => {
    expect(() => run('s26-2d-minimizer-interior', { a1: 1, a2: 0.2 })).toThrow('below a quarter');
    expect(run('s26-2d-minimizer-interior', { a1: 1, a2: 0.25 }).verdict).toBe('holds');
    expect(run('s26-2d-minimizer-interior', { a1: 5, a2: 5 }).verdict).toBe('holds');
  });
});

describe('the interchange field of two variables', () => {
  it('falls with the distance from (0, 0), as averages over ε show', () => {
    // E[1[x₁ = x₂ = 1] a₁ ∂s₁] by midpoints over the rectangle of ε where both are 1.
    const component = (a: number, own: number, other: number): number => {
      const n = 2000;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const e = 1 - own + (own * (i + 0.5)) / n;
        sum += (e * (1 - e)) / (own * e + (1 - own) * (1 - e)) ** 2;
      }
      return (a * other * own * sum) / n;
    };
    const { details } = run('s26-2d-field-vanishes', { a1: 1, a2: 0.8, b: 1.4 });
    for (const t of [0.1, 0.01]) {
      const norm = Math.hypot(component(1, t, t), component(0.8, t, t));
      const row = details.find(({ label }) => label === `‖ĝ‖ at (${String(t)}, ${String(t)})`);
      expect(row?.measured).toBeGreaterThan(0);
      expect((row?.measured ?? Number.NaN) / norm).toBeCloseTo(1, 5);
    }
  });
});

describe('the sections that claims cite', () => {
  const sourceOf = (id: string): string => CLAIMS.find((claim) => claim.id === id)?.source ?? '';

  it.each(CLAIMS.map(({ id, source }) => [id, source] as const).filter(([id]) =>
    /^s26-(?:2d-|circulation|jacobian)|theorem-5-2d/u.test(id)
  ))('%s: two dimensions and more are section 3', (_id, source) => {
    expect(source).toContain('section 3');
  });

  it.each(CLAIMS.map(({ id, source }) => [id, source] as const).filter(([id]) => /^s26-(?:f1-|minimizer)/u.test(id)))(
    '%s: f₁ and the one-row surrogate are section 2',
    (_id, source) => {
      expect(source).toMatch(/section 2(?! ?\.)/u);
    },
  );

  it('the case split is section 2.2, the interchange field of one row section 2.1', () => {
    expect(sourceOf('s26-case-split')).toContain('section 2.2');
    for (const id of ['s26-interchange-field-1d', 's26-potential-1d', 's26-interchange-lower-bound']) {
      expect(sourceOf(id)).toContain('section 2.1');
    }
  });
});

describe('docs/claims.md', () => {
  const page = readFileSync(join(projectRoot, 'docs', 'claims.md'), 'utf8');

  it('names the claim of every erratum, and no claim that is not there', () => {
    for (
      const { id } of CLAIMS.filter((claim) =>
        run(claim.id, claim.parameters.some(({ name }) => name === 'samples') ? { samples: 32_768 } : {}).verdict === 'fails-as-printed'
      )
    ) expect(page).toContain(`\`${id}\``);
    const ids = new Set(CLAIMS.map(({ id }) => id));
    expect([...page.matchAll(/`((?:s26|gwl25|kl20)-[a-z0-9-]+)`/gu)].map(([, id]) => id ?? '').filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(['Gong and Y.-C. Ho', 'Fu and J.-Q. Hu', 'Lee, H. Yu and H. Yang', 'Peterson and J. R. Anderson', 'Shen et al.', 'Lin, S. Cai'])(
    'cites %s',
    (authors) => {
      expect(page.replaceAll(/\s+/gu, ' ')).toContain(authors);
    },
  );
});
