/**
 * Which preset a descent begins with where its person asks for none: by the class of the program (`program-class.ts`),
 * from what was measured (docs/benchmarks.md, classes; `npm run bench -- classes`). It says why in a sentence.
 */
import { programClass, PROGRAM_CLASSES } from '../program/program-class.ts';
import type { ProgramClass } from '../program/program-class.ts';
import type { Program } from '../program/program.ts';
import type { DescentPresetName } from './presets.ts';

export interface DescentProposal {
  readonly preset: DescentPresetName;
  /** One sentence: why. */
  readonly reason: string;
}

const BY_CLASS: Readonly<Record<ProgramClass, { readonly preset: DescentPresetName; readonly why: string }>> = {
  partitions: {
    preset: 'row-multipliers',
    why: 'there a multiplier for every row ended best on most programs measured, while descents by one weight often end infeasible',
  },
  covers: { preset: 'best-start', why: 'there searches from the linear relaxation ended at least as well as any other preset measured' },
  packings: { preset: 'row-multipliers', why: 'there a multiplier for every row, then searches, ended best on the programs measured' },
  knapsacks: { preset: 'row-multipliers', why: 'there a multiplier for every row, then searches, ended best on the programs measured' },
  mixed: { preset: 'best-start', why: 'searches from the linear relaxation ended best on the programs measured' },
};

/** Cost: O(nnz). */
export function proposeDescent(program: Program): DescentProposal {
  const of = programClass(program);
  const { preset, why } = BY_CLASS[of];
  const rows = of === 'mixed' ? 'No kind of row makes up half of the rows' : `Most rows are ${PROGRAM_CLASSES[of].label}`;
  return { preset, reason: `${rows}: ${why}.` };
}
