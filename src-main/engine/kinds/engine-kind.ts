/**
 * What the engine has to know of a kind of job, as one record: `kinds/KIND.ts` has it, `kinds.ts` lists it.
 * Each function is given what the spec asks of its own kind; columns of a run are said in the contract's terms.
 */
import type { JOB_KINDS, JobKind } from '../../../src-contract/job-kinds.ts';
import type { ResultOf, SolutionValue } from '../../../src-contract/job-event.ts';
import type { BodyOf, Origin } from '../../../src-contract/job-spec.ts';
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import type { RunSummary } from '../../../src-contract/session.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';

/** Columns that the spec decides; what is left out is null. */
export type AskedColumns = Pick<RunSummary, 'method'> &
  Partial<Pick<RunSummary, 'scheme'
    | 'solver' | 'evaluation' | 'parametrization' | 'optimizer' | 'step' | 'muFinal' | 'samplesPerStep' | 'seed' | 'quantity'>>;

/** Columns that a result decides; what is left out stays as it was asked, or as the last progress had it. */
export type FoundColumns = Partial<
  Pick<
    RunSummary,
    | 'evaluation' | 'samplesPerStep' | 'muFinal' | 'exactStatus' | 'reason' | 'settling' | 'iterations' | 'seconds' | 'loss' | 'penalty'
    | 'objective' | 'feasible' | 'violation' | 'bound' | 'provenGap' | 'controls' | 'mean' | 'standardError' | 'z' | 'samples'
  > & {
    /** Objective of the best feasible vector found on the way, where the result keeps it beside its solutions. */
    readonly incumbent: number | null;
    /** It proves the optimum of the program. */ readonly proven: boolean }
>;

export interface EngineKind<K extends JobKind> {
  asked(body: BodyOf<K>): AskedColumns;
  found(result: ResultOf<K>): FoundColumns;
  /** The 0/1 vectors of a result, in its order; null for a kind whose results hold none. */
  readonly solutions: (typeof JOB_KINDS)[K]['solutions'] extends false ? null : (result: ResultOf<K>) => readonly SolutionValue[];
  /** What is wrong with it on this program, beyond what its schema sees; `field` is a path in the body. */
  complaints(body: BodyOf<K>, program: Program, form: NormalForm): readonly SpecComplaint[];
  /** Whether anything in it is drawn at random: otherwise every seed gives the same bits. @throws EvaluationRefused */
  draws(body: BodyOf<K>, form: NormalForm): boolean;
  /** What the form begins with on this program. */
  defaults(form: NormalForm): BodyOf<K>;
  /** Specs by name that the form offers. */
  readonly presets?: readonly {
    readonly name: string; readonly label: string; readonly help: string; readonly specFor: (form: NormalForm) => BodyOf<K>
  }[];
  /** Which of them it begins with on this program, and why in a sentence. */
  readonly proposes?: (program: Program) => { readonly preset: string; readonly reason: string };
  /** The run that its vector was taken from, where the body says so. */
  readonly origin?: (body: BodyOf<K>) => Origin | null;
  /** What the manifest names as the solver of a result. */
  readonly solver?: (result: ResultOf<K>) => string;
}
