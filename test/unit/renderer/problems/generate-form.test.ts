/** The generate form: what a family describes is what may be asked for. */
import { describe, expect, it } from 'vitest';
import { parameterComplaint } from '../../../../src-renderer/form/parameter-complaint.ts';
import { defaultTexts, generateRequest, seedComplaint } from '../../../../src-renderer/problems/generate-form.ts';
import { gridSize } from '../../../../src-renderer/inspector/Sparsity.tsx';

const family = {
  name: 'set-cover',
  label: 'Set cover',
  help: 'h',
  parameters: [
    { name: 'rows', label: 'Rows', help: 'h', default: 100, min: 1, max: 1000, integer: true },
    { name: 'density', label: 'Density', help: 'h', default: 0.05, min: 0, max: 1, integer: false },
  ],
};
const [rows, density] = family.parameters;

describe('the generate form', () => {
  it('asks for the defaults as they stand', () => {
    expect(generateRequest(family, defaultTexts(family), '7', ' mine ')).toEqual({
      type: 'problem.generate',
      family: 'set-cover',
      parameters: { rows: 100, density: 0.05 },
      seed: 7,
      name: 'mine',
    });
  });
  it('asks for nothing while a parameter or the seed is wrong', () => {
    expect(generateRequest(family, { rows: '0', density: '0.1' }, '1', '')).toBeNull();
    expect(generateRequest(family, { density: '0.1' }, '1', '')).toBeNull();
    expect(generateRequest(family, defaultTexts(family), '-1', '')).toBeNull();
  });
  it('says what is wrong', () => {
    if (rows === undefined || density === undefined) throw new Error('the family lost its parameters');
    expect(parameterComplaint(rows, '1.5')).toMatch(/whole/);
    expect(parameterComplaint(rows, '2000')).toMatch(/From 1 to 1.000/);
    expect(parameterComplaint(density, 'x')).toMatch(/number/);
    expect(parameterComplaint(density, '0.5')).toBeNull();
    expect(seedComplaint('1.5')).not.toBeNull();
    expect(seedComplaint('12')).toBeNull();
  });
});

describe('the sparsity picture', () => {
  it('has no more cells than the matrix, and never too many', () => {
    expect(gridSize(33, 16)).toEqual({ width: 33, height: 16 });
    expect(gridSize(100_000, 100_000)).toEqual({ width: 280, height: 160 });
    expect(gridSize(1, 0)).toEqual({ width: 1, height: 1 });
  });
});
