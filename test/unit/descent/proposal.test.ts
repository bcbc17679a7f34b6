/** What a descent begins with is a preset there is, and it says why in one sentence. */
import { expect, test } from 'vitest';
import { DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { proposeDescent } from '../../../src-science/descent/proposal.ts';
import { generate } from '../../../src-science/program/generate.ts';
import type { Program } from '../../../src-science/program/program.ts';

const cover = generate('set-cover', {}, 1);
/** The same rows with both bounds. */
const partition: Program = { ...cover, rowUpper: cover.rowUpper.map(() => 1) };

test.each([
  [partition, 'row-multipliers', /^Most rows are partitions/],
  [cover, 'best-start', /^Most rows are covers/],
  [generate('combinatorial-auction', {}, 1), 'row-multipliers', /^Most rows are packings/],
  [generate('knapsack', {}, 1), 'best-start', /^Most rows are knapsacks/],
  [{
    ...cover,
    rowUpper: cover.rowUpper.map((_, i) => (i % 2 === 0 ? 2 : Infinity)),
    rowLower: cover.rowLower.map((at, i) => (i % 2 === 0 ? -Infinity : i % 3 === 0 ? 2 : at)),
  }, 'best-start', /^No kind of row/],
])('program %#', (program, preset, words) => {
  const proposal = proposeDescent(program);
  expect(proposal.preset).toBe(preset);
  expect(DESCENT_PRESETS.map(({ name }) => name)).toContain(proposal.preset);
  expect(proposal.reason).toMatch(words);
  expect(proposal.reason).toMatch(/^[^.]*[^. ]\.$/);
});
