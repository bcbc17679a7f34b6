/** The claims view without its looks: states, counts, signs, the form and the exported table. */
import { describe, expect, it } from 'vitest';
import type { ClaimResultValue, ClaimView, EvidenceValue } from '../../../../src-contract/claim.ts';
import katex from 'katex';
import { CLAIMS } from '../../../../src-science/claims/claim-list.ts';
import {
  claimsTable,
  countClaims,
  filterClaims,
  foundSign,
  headlineRow,
  measuredText,
  stateOf,
  zText,
} from '../../../../src-renderer/claims/claim-rows.ts';
import { complaintsOf, defaultsOf, differsFromResult, firstTexts, parametersOf } from '../../../../src-renderer/claims/claim-form.ts';
import { useClaimsState } from '../../../../src-renderer/claims/state.ts';

const row = (change: Partial<EvidenceValue> = {}): EvidenceValue => ({
  role: 'claim',
  label: 'slope',
  relation: 'equal',
  measured: 0.29,
  expected: -0.16,
  standardError: 0.0003,
  z: 1500,
  tolerance: null,
  agrees: false,
  ...change,
});

function result(change: Partial<ClaimResultValue> = {}): ClaimResultValue {
  return {
    id: 'toy',
    title: 'A toy',
    source: 'GWL25',
    verdict: 'fails',
    measured: 0.29,
    expected: -0.16,
    standardError: 0.0003,
    z: 1500,
    falseAlarmRate: 5.7e-7,
    seconds: 0.5,
    explanation: 'Computed.',
    rightFormula: null,
    details: [row({ role: 'shown' }), row({ label: 'other', measured: 1, z: 2, agrees: true }), row()],
    ...change,
  };
}

function claim(change: Partial<ClaimView> = {}, settled: ClaimResultValue | null = null): ClaimView {
  return {
    statement: {
      id: 'toy', title: 'A toy', source: 'GWL25', formula: 'a=b',
      parameters: [
        { name: 'samples', label: 'Samples', help: '', default: 1024, min: 16, max: 1e6, integer: true },
        { name: 'a', label: 'a', help: '', default: 0.5, min: 0, max: 1, integer: false },
      ],
    },
    settled: settled === null
      ? null
      : {
        parameters: { samples: 1024, a: 0.5 },
        manifest: { application: 'Leibniz 0', runtime: 'Node', numerics: 1, settledAt: 0 },
        result: settled,
      },
    going: null,
    error: null,
    ...change,
  };
}
const ERROR = { code: 'spec-invalid', message: 'b is not below a.', hint: '' };

describe('the state of a claim', () => {
  it('is what it is doing, else its error, else its verdict, else that it was not run', () => {
    expect(stateOf(claim())).toBe('not-run');
    expect(stateOf(claim({}, result()))).toBe('fails');
    expect(stateOf(claim({ error: ERROR }, result()))).toBe('error');
    expect(stateOf(claim({ going: 'running', error: ERROR }, result()))).toBe('running');
  });

  it('is counted by verdict, and one that is going keeps the verdict it had', () => {
    const claims = [claim(), claim({ going: 'queued' }, result()), claim({}, result({ verdict: 'holds' })),
      claim({}, result({ verdict: 'fails-as-printed' }))];
    expect(countClaims(claims)).toEqual({ all: 4, holds: 1, fails: 1, 'fails-as-printed': 1, 'not-run': 1, going: 1, seconds: 1.5 });
    expect(filterClaims(claims, 'fails')).toEqual([claims[1]]);
    expect(filterClaims(claims, 'all')).toBe(claims);
  });
});

describe('the numbers of a claim', () => {
  it.each<[Partial<EvidenceValue>, string]>([
    [{ relation: 'equal', agrees: true, measured: 60, expected: 60 }, '='],
    [{ relation: 'equal', agrees: true, measured: 5e-15, expected: 0 }, '≈'],
    [{ relation: 'equal', agrees: false }, '≠'],
    [{ relation: 'differs', agrees: true }, '≠'],
    [{ relation: 'differs', agrees: false }, '≈'],
    [{ relation: 'above', agrees: true }, '>'],
    [{ relation: 'above', agrees: false }, '≯'],
    [{ relation: 'below', agrees: true }, '<'],
    [{ relation: 'below', agrees: false }, '≮'],
  ])('%j are compared by %s', (change, sign) => {
    expect(foundSign(row(change))).toBe(sign);
  });

  it('are those of the row that stands for the claim', () => {
    expect(headlineRow(result())).toMatchObject({ label: 'slope', role: 'claim' });
    expect(headlineRow(result({ measured: 7 }))).toBeNull();
    for (const definition of CLAIMS.slice(0, 5)) {
      const found = definition.run({}, { now: () => 0 });
      expect(headlineRow(found), definition.id).not.toBeNull();
    }
  });

  it('carry their error only where there is one', () => {
    expect(measuredText(row())).toBe('0.2900(3)');
    expect(measuredText(row({ standardError: 0 }))).toBe('0.29(?)');
    expect(measuredText(row({ standardError: null, measured: Infinity }))).toBe('infinite');
    expect([zText(null), zText(1.5)]).toEqual(['', '+1.5']);
  });
});

describe('the parameters of a claim', () => {
  const { statement } = claim();
  it('begin with the defaults, or with those of the result', () => {
    expect(firstTexts(claim())).toEqual({ samples: '1024', a: '0.5' });
    const settled = claim({}, result());
    expect(firstTexts({ ...settled, settled: settled.settled && { ...settled.settled, parameters: { samples: 4096, gone: 3 } } })).toEqual({
      samples: '4096',
      a: '0.5',
    });
  });

  it.each([
    ['12', 'samples', /From 16/],
    ['100.5', 'samples', /whole/],
    ['many', 'samples', /number/],
    ['-0.1', 'a', /From 0 to 1/],
  ])('refuse %s as %s', (text, name, complaint) => {
    const texts = { ...defaultsOf(statement), [name]: text };
    expect(complaintsOf(statement, texts)[name]).toMatch(complaint);
    expect(parametersOf(statement, texts)).toBeNull();
  });

  it('are the numbers that were typed, and say when the result is of others', () => {
    expect(parametersOf(statement, { samples: '1e4', a: '0,25' })).toEqual({ samples: 10000, a: 0.25 });
    const settled = claim({}, result());
    expect(differsFromResult(settled, { samples: 1024, a: 0.5 })).toBe(false);
    expect(differsFromResult(settled, { samples: 1024, a: 0.75 })).toBe(true);
    expect(differsFromResult(settled, null)).toBe(true);
    expect(differsFromResult(claim(), null)).toBe(false);
  });
});

it('the progress of all counts what was started since none was going', () => {
  const { started } = useClaimsState.getState();
  started(['a', 'b'], []);
  started(['c'], ['b']);
  expect(useClaimsState.getState().batch).toEqual(['a', 'b', 'c']);
  started(['a'], []);
  expect(useClaimsState.getState().batch).toEqual(['a']);
});

it('the exported table holds the settled claims at full precision, with how sure they are and what made them', () => {
  const table = claimsTable([claim(), claim({}, result())]);
  expect(table.rows).toEqual([['toy', 'A toy', 'GWL25', 'fails', 0.29, 0.0003, 'equal', -0.16, 1500, 5.7e-7, 0.5,
    'samples = 1024, a = 0.5']]);
  expect(table.rows[0]).toHaveLength(table.columns.length);
  expect(table.caption).toContain('Leibniz 0, Node, numerics 1');
});

it('every formula of the registry, printed and right, is KaTeX that needs no trust', () => {
  const formulas = CLAIMS.flatMap((definition) => {
    const { rightFormula } = definition.run(definition.parameters.some(({ name }) => name === 'samples') ? { samples: 1024 } : {}, {
      now: () => 0,
    });
    return rightFormula === null ? [definition.formula] : [definition.formula, rightFormula];
  });
  expect(formulas.length).toBeGreaterThan(CLAIMS.length);
  for (const formula of formulas) {
    expect(() => katex.renderToString(formula, { trust: false, throwOnError: true, strict: 'error' }), formula).not.toThrow();
  }
});
