/** What a merge came to, in one sentence. */
import { expect, it } from 'vitest';
import { mergeWords } from '../../../src-renderer/window/merge-words.ts';
import type { MergeReport } from '../../../src-contract/session-merge.ts';

const report = (problems: number, runs: number, same: number): MergeReport =>
  ({ name: 'b.leibniz', problems: { added: problems }, runs: { added: runs, same }, studies: { added: 0 } }) as unknown as MergeReport;

it.each([
  [0, 0, 0, 'Merged b.leibniz: nothing new'],
  [0, 0, 3, 'Merged b.leibniz: nothing new; 3 runs were here already'],
  [0, 1, 3, 'Merged b.leibniz: 1 run added; 3 runs were here already'],
  [2, 4, 0, 'Merged b.leibniz: 2 problems, 4 runs added'],
] as const)('%i problems, %i runs added, %i known', (problems, runs, same, words) => {
  expect(mergeWords(report(problems, runs, same))).toBe(words);
});
