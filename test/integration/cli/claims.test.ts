import { describe, expect, it } from 'vitest';
import { leibniz } from './leibniz-process.ts';

const KEYS = ['id', 'title', 'source', 'verdict', 'measured', 'expected', 'standardError', 'z', 'seconds'];

async function settled(...words: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await leibniz('claims', '--json', ...words);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Record<string, unknown>[];
}

describe('leibniz claims', () => {
  it('prints an array with the documented keys, every verdict settled', async () => {
    const claims = await settled();
    expect(claims.length).toBeGreaterThanOrEqual(20);
    for (const claim of claims) {
      expect(Object.keys(claim)).toEqual(KEYS);
      expect(['holds', 'fails', 'fails-as-printed']).toContain(claim['verdict']);
      expect(typeof claim['measured']).toBe('number');
      expect(typeof claim['expected']).toBe('number');
      expect(claim['seconds']).toBeGreaterThanOrEqual(0);
    }
    const verdict = Object.fromEntries(claims.map(({ id, verdict: found }) => [id, found]));
    expect(verdict).toMatchObject({
      'gwl25-theorem-1': 'holds',
      'gwl25-theorem-3': 'fails',
      'gwl25-theorem-5-dense': 'fails',
      's26-interchange-field-1d': 'fails-as-printed',
      'boundary-correction-unbiased': 'holds',
    });
  });

  it('settles only the claims asked for, in their order', async () => {
    const claims = await settled('--only', 's26-interchange-lower-bound', '--only', 'gwl25-theorem-3');
    expect(claims.map(({ id }) => id)).toEqual(['s26-interchange-lower-bound', 'gwl25-theorem-3']);
    expect(claims[0]).toMatchObject({ verdict: 'fails-as-printed', expected: Math.LN2, standardError: null, z: null });
    expect(claims[0]?.['measured']).toBeCloseTo(Math.LN2 - 0.5, 12);
  });

  it('prints a table for people, and all rows of a single claim with the right formula', async () => {
    const table = await leibniz('claims', '--only', 's26-potential-1d');
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(/^s26-potential-1d: /m);
    expect(table.stdout).toMatch(/^fails-as-printed$/m);
    expect(table.stdout).toMatch(/^claim .*DISAGREES$/m);
    expect(table.stdout).toMatch(/^corrected .*agrees$/m);
    expect(table.stdout).toMatch(/^Right: /m);
    const all = await leibniz('claims');
    expect(all.stdout).toMatch(/^\d+ claims: \d+ hold, \d+ fail, \d+ fail as printed; /m);
  });

  it('ends with 2 for an unknown claim and names the known ones', async () => {
    const { code, stdout, stderr } = await leibniz('claims', '--only', 'theorem-9', '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('theorem-9');
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('theorem-9'), hint: expect.stringContaining('gwl25-theorem-1') },
    });
  });
});
