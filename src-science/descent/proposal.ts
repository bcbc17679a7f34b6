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
    why: 'there a multiplier for every row ended best on most programs measured, and better than its controls on all but one',
  },
  covers: {
    preset: 'best-start',
    why: 'there searches from the linear relaxation ended as well as any other preset measured, but no better than their control, the search from ½',
  },
  packings: {
    preset: 'row-multipliers',
    why: 'there a multiplier for every row ended best on auctions and as well as any other preset elsewhere, where it did not beat its control, the search from ½',
  },
  knapsacks: {
    preset: 'best-start',
    why: 'there searches from the linear relaxation ended about as well as a multiplier for every row, and sooner; on most programs they did not beat their control, the search from ½',
  },
  mixed: {
    preset: 'best-start',
    why: 'there searches from the linear relaxation ended as well as any other preset measured, but on generated programs no better than their control, the search from ½',
  },
};

/** Cost: O(nnz). */
export function proposeDescent(program: Program): DescentProposal {
  const of = programClass(program);
  const { preset, why } = BY_CLASS[of];
  const rows = of === 'mixed' ? 'No kind of row makes up half of the rows' : `Most rows are ${PROGRAM_CLASSES[of].label}`;
  return { preset, reason: `${rows}: ${why}.` };
}
