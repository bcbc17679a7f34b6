/** What came of merging another session into one: what was taken over, and what was to be told of. */
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';

/** What can be told: in a word, and how much it weighs. */
export const MERGE_FINDINGS = {
  /** Not taken over. */
  damaged: { label: 'damaged', weight: 'left-out' },
  /** Both sides say something, and not the same. */
  result: { label: 'another result', weight: 'conflict' },
  numerics: { label: 'other numerics', weight: 'conflict' },
  study: { label: 'another study', weight: 'conflict' },
  note: { label: 'two notes', weight: 'conflict' },
  tags: { label: 'too many tags', weight: 'conflict' },
  optimum: { label: 'another optimum', weight: 'conflict' },
  claim: { label: 'another verdict', weight: 'conflict' },
  /** To be expected. */
  timing: { label: 'depends on timing', weight: 'remark' },
  unfinished: { label: 'further on one side', weight: 'remark' },
  label: { label: 'two labels', weight: 'remark' },
} as const satisfies Record<string, { readonly label: string; readonly weight: 'left-out' | 'conflict' | 'remark' }>;
export type MergeFindingKind = keyof typeof MERGE_FINDINGS;
const KINDS = Object.keys(MERGE_FINDINGS) as [MergeFindingKind, ...MergeFindingKind[]];

export const MergeFinding = z.object({
  kind: z.enum(KINDS),
  /** The run, problem, study or claim. */
  about: OneLine,
  /** What there is on both sides and what was kept: one sentence. */
  text: OneLine,
});
export type MergeFinding = z.infer<typeof MergeFinding>;

const count = z.number().int().nonnegative();

export const MergeReport = z.object({
  /** The file that was merged, without its folder. */
  name: OneLine,
  problems: z.object({ added: count, same: count }),
  /** `same`: runs of the file that are here already, of the same settings, seed and bits. */
  runs: z.object({ added: count, same: count, leftOut: count }),
  studies: z.object({ added: count, same: count }),
  claims: count,
  findings: z.array(MergeFinding).readonly(),
});
export type MergeReport = z.infer<typeof MergeReport>;

/** Whether all was taken over and nothing contradicts. */
export function isClean({ findings }: Pick<MergeReport, 'findings'>): boolean {
  return findings.every(({ kind }) => MERGE_FINDINGS[kind].weight === 'remark');
}
