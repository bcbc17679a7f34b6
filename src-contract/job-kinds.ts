/**
 * The kinds of jobs: the one list of their names, in the order in which they are offered, with what each can be
 * asked and what is said of it before anything of it is loaded. Without schemas, which a window does not wait for:
 * those of specs are made of the settings (`job-spec.ts`), those of results stand in `job-event.ts`. What each room
 * does for a kind is in the room's own `kinds/`.
 */
import { DECODE } from '../src-science/decoding/decode-settings.ts';
import { DESCENT } from '../src-science/descent/descent-settings.ts';
import { ESTIMATE } from '../src-science/estimation/estimate-settings.ts';
import { EXACT } from '../src-science/exact/exact-settings.ts';
import { PREDICT } from '../src-science/network/predict-settings.ts';
import { TRAIN } from '../src-science/network/training-settings.ts';
import { QUALITY } from '../src-science/quality/quality-settings.ts';
import type { Settings, SpecSettings } from '../src-science/settings/setting.ts';
import { settingsOfCase } from '../src-science/settings/walk.ts';

interface JobKindFacts {
  /** What it can be asked: schemas, options, forms, words and pages go over these records. */
  readonly asks: SpecSettings;
  /** In menus, of the command that asks for a new run. */
  readonly command: string;
  /** Electron accelerator syntax. */
  readonly shortcut: string | null;
  /** In the menu of the toolbar. */
  readonly tool: string;
  /** Of its tab in the dialog of a new run. */
  readonly tab: string;
  /** Of the button that starts it. */
  readonly start: string;
  /** Its results hold 0/1 vectors, with an objective to compare. */
  readonly solutions: boolean;
  /** Its results hold a checkpoint, from which a stopped run goes on. */
  readonly resumes: boolean;
  /** What its recorded points are counted by; null where it records none. */
  readonly recordedBy: 'iteration' | 'seconds' | null;
  /** Why it takes one worker only; null where that depends on the spec (`split-verdict.ts` of the engine). */
  readonly whole: string | null;
}

export const JOB_KINDS = {
  exact: {
    asks: EXACT, command: 'Solve exactly…', shortcut: 'CmdOrCtrl+1', tool: 'Solve exactly…', tab: 'Exact', start: 'Solve',
    solutions: true, resumes: false, recordedBy: 'seconds', whole: 'a solver works on one thread',
  },
  descent: {
    asks: DESCENT, command: 'Descend…', shortcut: 'CmdOrCtrl+2', tool: 'Descend…', tab: 'Descend', start: 'Descend',
    solutions: true, resumes: true, recordedBy: 'iteration', whole: 'each step of a descent starts where the one before it ended',
  },
  estimate: {
    asks: ESTIMATE, command: 'Estimate…', shortcut: 'CmdOrCtrl+3', tool: 'Estimate…', tab: 'Estimate', start: 'Estimate',
    solutions: false, resumes: false, recordedBy: null, whole: null,
  },
  decode: {
    asks: DECODE, command: 'Decode…', shortcut: 'CmdOrCtrl+4', tool: 'Decode…', tab: 'Decode', start: 'Decode',
    solutions: true, resumes: false, recordedBy: null, whole: null,
  },
  quality: {
    asks: QUALITY, command: 'Measure gradient quality…', shortcut: 'CmdOrCtrl+5', tool: 'Gradient quality…', tab: 'Gradient quality',
    start: 'Measure', solutions: false, resumes: false, recordedBy: null,
    whole: 'its seconds compare schemes, which have to be measured on one worker',
  },
  train: {
    asks: TRAIN, command: 'Train a network…', shortcut: null, tool: 'Train a network…', tab: 'Train', start: 'Train',
    solutions: true, resumes: true, recordedBy: 'iteration', whole: null,
  },
  predict: {
    asks: PREDICT, command: 'Predict…', shortcut: null, tool: 'Predict…', tab: 'Predict', start: 'Predict',
    solutions: true, resumes: false, recordedBy: null, whole: 'a prediction is one pass of a network',
  },
} as const satisfies Readonly<Record<string, JobKindFacts>>;

export type JobKind = keyof typeof JOB_KINDS;
export const JOB_KIND_NAMES = Object.keys(JOB_KINDS) as readonly JobKind[];

/** The records of a kind's settings, in every case it has. */
export function casesOf(kind: JobKind): readonly Settings[] {
  const { asks } = JOB_KINDS[kind];
  return 'cases' in asks ? Object.keys(asks.cases).map((name) => settingsOfCase(asks, () => name)) : [asks.settings];
}

/** The command that asks for a new run of a kind. */
export type NewRunCommand = `new-${JobKind}-run`;
export function newRunCommand(kind: JobKind): NewRunCommand {
  return `new-${kind}-run`;
}

interface OfKind {
  readonly kind: JobKind;
}

export function mayHaveSolutions({ kind }: OfKind): boolean {
  return JOB_KINDS[kind].solutions;
}

export function recordsPoints({ kind }: OfKind): boolean {
  return JOB_KINDS[kind].recordedBy !== null;
}
