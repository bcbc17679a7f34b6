/**
 * docs/claims-evidence.md is what the claims find: every row of evidence with its numbers, at the default
 * parameters and 32 768 samples. The same seed gives the same figures in every release, so a figure that
 * changes is a changed statement and has to be looked at; `npx vitest run -u` on this file then writes it.
 *
 * The figures of docs/claims.md that have a number of their own are checked apart from the file.
 */
import { describe, expect, it } from 'vitest';
import type { ClaimResult } from '../../../src-science/claims/claim.ts';
import type { Evidence } from '../../../src-science/claims/evidence.ts';
import { CLAIMS } from '../../../src-science/claims/claim-list.ts';

const SAMPLES = 32_768;

function run(id: string): ClaimResult {
  const claim = CLAIMS.find((candidate) => candidate.id === id);
  if (claim === undefined) throw new Error(`no claim ${id}`);
  return claim.run(claim.parameters.some(({ name }) => name === 'samples') ? { samples: SAMPLES } : {}, { now: () => 0 });
}

/** Six digits; what is only rounding, which may differ between machines, is 0. */
function figure(value: number | null): string {
  if (value === null) return '';
  if (Math.abs(value) < 1e-8) return '0';
  return String(Number(value.toPrecision(6)));
}

const RELATION = { equal: '=', above: '>', below: '<', differs: '≠' } as const;

function evidenceLine({ role, label, measured, relation, expected, tolerance, standardError, z, agrees }: Evidence): string {
  const allowed = tolerance === null
    ? (standardError === null ? '' : `± ${figure(standardError)}`)
    : `within ${tolerance === 0 ? '0' : tolerance.toExponential(0)}`;
  const cells = [role, label.replaceAll('|', '\\|'), figure(measured),
    `${role === 'shown' ? '' : `${RELATION[relation]} `}${figure(expected)}`, allowed, z === null ? '' : z.toFixed(2),
    role === 'shown' ? '' : agrees ? 'yes' : 'no'];
  return `| ${cells.join(' | ')} |`;
}

function section(result: ClaimResult): string {
  const right = result.rightFormula === null ? '' : `Right: $${result.rightFormula}$\n\n`;
  return `## ${result.title}\n\n\`${result.id}\`, ${result.source}: **${result.verdict}**\n\n${right}| part | what | measured | beside | allowed | z | agrees |\n|---|---|---|---|---|---|---|\n${result.details.map(evidenceLine).join('\n')}\n`;
}

const HEAD = `# What the claims find

Every row of evidence of \`leibniz claims\` at the default parameters, with ${String(SAMPLES)} samples where there are any (the command takes more). \`claim\` rows test the statement as printed, \`right\` rows the corrected formula, \`shown\` rows decide nothing. A sampled row agrees where |z| ≤ 5. This file is compared with what the program computes by \`test/unit/claims/published-evidence.test.ts\`.

`;

describe('the evidence of the claims', () => {
  it('is the published one, row by row', async () => {
    const text = HEAD + CLAIMS.map(({ id }) => section(run(id))).join('\n');
    await expect(text).toMatchFileSnapshot('../../../docs/claims-evidence.md');
  });
});

describe('the errata of S26, with the figures of the notes (section 9)', () => {
  /** The one row of a role whose label has the words. */
  const rowOf = (result: ClaimResult, role: Evidence['role'], words: string): Evidence => {
    const found = result.details.filter((row) => row.role === role && row.label.includes(words));
    const [row] = found;
    if (row === undefined || found.length !== 1) throw new Error(`${result.id} has ${String(found.length)} ${role} rows on “${words}”`);
    return row;
  };
  const refuted = (id: string): ClaimResult => {
    const result = run(id);
    expect(result.verdict).toBe('fails-as-printed');
    expect(result.details.some((row) => row.role === 'claim' && !row.agrees)).toBe(true);
    expect(result.details.filter((row) => row.role === 'right').length).toBeGreaterThan(0);
    expect(result.details.filter((row) => row.role === 'right').every((row) => row.agrees)).toBe(true);
    return result;
  };

  it('1: the numbers of §1.1 belong to f = x̂·1[ε ≤ x̂]', () => {
    const result = refuted('s26-section-1-1');
    // At x̂ = 0.3 the printed numbers are 0.3 and 0.6; of 1[ε ≤ x̂] they are 0 and 1.
    expect(rowOf(result, 'claim', 'E[∂f]')).toMatchObject({ measured: 0, expected: 0.3 });
    expect(rowOf(result, 'claim', 'dE[f]/dx̂').measured).toBeCloseTo(1, 1);
    expect(rowOf(result, 'right', 'E[∂f]').measured).toBeCloseTo(0.3, 1);
    expect(rowOf(result, 'right', 'dE[f]/dx̂').measured).toBeCloseTo(0.6, 1);
    expect(result.rightFormula).toContain(String.raw`f=\hat x\,\mathbf 1[\varepsilon\le\hat x]`);
  });

  it('2: ĝ is a(f₁′ + ½), 0.29019 and not 0.34019 at a = 1, b = 0.95, x̂ = 0.4, and its potential E[φ] + (b − a/2)x̂', () => {
    const field = refuted('s26-interchange-field-1d');
    expect(field.details.filter((row) => row.role === 'claim')[0]?.expected).toBeCloseTo(0.34019, 5);
    expect(field.details.filter((row) => row.role === 'right')[0]?.expected).toBeCloseTo(0.29019, 5);
    expect(field.measured).toBeCloseTo(0.29, 2);
    expect(field.rightFormula).toContain(String.raw`a\bigl(f_1'+\tfrac12\bigr)`);
    const potential = refuted('s26-potential-1d');
    // The printed potential rises by (a − b)·Δx̂ too much on every piece.
    for (const row of potential.details.filter(({ role }) => role === 'claim')) {
      const [from = Number.NaN, to = Number.NaN] = (/from ([\d.]+) to ([\d.]+)/.exec(row.label) ?? []).slice(1).map(Number);
      expect(row.expected - row.measured).toBeCloseTo(0.05 * (to - from), 9);
    }
    expect(potential.rightFormula).toContain(String.raw`\bigl(b-\tfrac a2\bigr)\hat x`);
  });

  it('3: the least of f₁′ + ½ is ln 2 − ½', () => {
    const result = refuted('s26-interchange-lower-bound');
    expect(result.measured).toBeCloseTo(Math.LN2 - 0.5, 12);
    expect(result.expected).toBeCloseTo(Math.LN2, 12);
    expect(result.rightFormula).toContain(String.raw`\ln2-\tfrac12`);
  });

  it('4: the minimizer is beyond ½ where (a − b)/b is small, exactly where b > 5a/6', () => {
    const result = refuted('s26-minimizer-beyond-half');
    expect(rowOf(result, 'right', 'below which').measured).toBeCloseTo(0.2, 6);
    expect(rowOf(result, 'shown', '5/6').measured).toBeCloseTo(5 / 6, 6);
    expect(result.rightFormula).toContain(String.raw`b>\tfrac56a`);
  });

  it('5: Theorem 2 needs each row’s own b_i, and §3’s integrand ½ for 0', () => {
    expect(refuted('s26-theorem-2-as-printed').rightFormula).toContain('a_i^\\top x-b_i');
    const threshold = refuted('s26-section-3-threshold');
    expect(rowOf(threshold, 'claim', 's > 0').measured).toBe(1);
    expect(rowOf(threshold, 'right', 's ≥ ½').measured).toBeCloseTo(0.3, 1);
    expect(threshold.rightFormula).toContain(String.raw`s_j\ge\tfrac12`);
  });

  it('6: lines 5 and 6 of the chain in two dimensions subtract b twice: −0.160 for 0.020', () => {
    const result = refuted('s26-2d-chain');
    const row = (role: 'claim' | 'right') => rowOf(result, role, '∫ φ dε');
    expect(row('claim').expected).toBeCloseTo(-0.16, 3);
    expect(row('right').expected).toBeCloseTo(0.02, 3);
    // Not by the claim's own rule: midpoints of the soft values in ε over the violated rectangle.
    const n = 400;
    let sum = 0;
    const soft = (xHat: number, e: number): number => 1 / (1 + ((1 - xHat) * (1 - e)) / (xHat * e));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) sum += 0.9 * soft(0.3, 0.7 + (0.3 * (i + 0.5)) / n) + 0.6 * soft(0.6, 0.4 + (0.6 * (j + 0.5)) / n) - 1;
    }
    expect((sum * 0.3 * 0.6) / n ** 2).toBeCloseTo(row('right').expected, 6);
    expect(row('right').measured).toBeCloseTo(row('right').expected, 12);
    expect(result.rightFormula).toContain('(a_1+a_2-b)');
  });

  it('7: the surrogate of one sample converges to a − b = 0.05, not to 1', () => {
    const result = refuted('s26-figure-2a-limit');
    expect(result.expected).toBe(1);
    expect(result.measured).toBeCloseTo(0.05, 9);
    // a σ(z) − b far out.
    expect(1 / (1 + Math.exp(-40)) - 0.95).toBeCloseTo(result.measured, 9);
    expect(result.rightFormula).toContain('a-b');
  });
});
