/** The generate form: what a family describes is what may be asked for. */
import { describe, expect, it } from 'vitest';
import { parameterComplaint } from '../../../../src-renderer/form/parameter-complaint.ts';
import { defaultTexts, generateRequest, seedComplaint } from '../../../../src-renderer/problems/generate-form.ts';
import { cellWords, gridSize } from '../../../../src-renderer/inspector/Sparsity.tsx';

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
  it('says what is under the pointer: a nonzero by its row and variable, or how full a cell is', () => {
    const cells = new Uint8Array([255, 0, 255, 0, 255, 0]);
    const fine = { width: 3, height: 2, cells, across: { from: 10, to: 13 }, down: { from: 4, to: 6 } };
    const names = Array.from({ length: 20 }, (_, j) => `x${j}`);
    expect(cellWords(fine, { x: 10.5, y: 4.2 }, names)).toBe('Row 5, variable x10: a nonzero');
    expect(cellWords(fine, { x: 11.5, y: 4.2 })).toBe('Row 5, variable 12: zero');
    expect(cellWords(fine, { x: 9.9, y: 4.2 })).toBeNull();
    const coarse = { width: 2, height: 1, cells: new Uint8Array([51, 0]), across: { from: 0, to: 100 }, down: { from: 0, to: 10 } };
    expect(cellWords(coarse, { x: 3, y: 3 }, names)).toBe('Rows 1–10, variables 1–50: about 20\u202f% nonzeros');
    expect(cellWords(coarse, { x: 60, y: 3 })).toBe('Rows 1–10, variables 51–100: no nonzeros');
  });
});
