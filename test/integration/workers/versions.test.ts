/** The versions that are shown are those of what runs. */
import { expect, it } from 'vitest';
import { libraryVersions } from '../../../src-main/engine/versions.ts';
import { glpkSolver } from '../../../src-workers/exact/glpk.ts';
import { highsSolver } from '../../../src-workers/exact/highs.ts';

it('shows of each solver the version it gives of itself, and the package it comes in', async () => {
  const { glpk, highs, packages } = libraryVersions();
  expect({ glpk, highs }).toEqual({ glpk: (await glpkSolver()).version, highs: (await highsSolver()).version });
  for (const version of Object.values(packages)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
