/**
 * The kinds of jobs: the one list of their names, in the order in which they are offered, and what is said of
 * a kind before anything of it is loaded. What a kind can be asked and what comes of it is in `job-spec.ts`
 * and `job-event.ts`; what each room does for it is in the room's own `kinds/`.
 */

interface JobKindFacts {
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
}

export const JOB_KINDS = {
  exact: {
    command: 'Solve exactly…', shortcut: 'CmdOrCtrl+1', tool: 'Solve exactly…', tab: 'Exact', start: 'Solve', solutions: true,
    resumes: false, recordedBy: 'seconds',
  },
  descent: {
    command: 'Descend…', shortcut: 'CmdOrCtrl+2', tool: 'Descend…', tab: 'Descend', start: 'Descend', solutions: true, resumes: true,
    recordedBy: 'iteration',
  },
  estimate: {
    command: 'Estimate…', shortcut: 'CmdOrCtrl+3', tool: 'Estimate…', tab: 'Estimate', start: 'Estimate', solutions: false, resumes: false,
    recordedBy: null,
  },
  decode: {
    command: 'Decode…', shortcut: 'CmdOrCtrl+4', tool: 'Decode…', tab: 'Decode', start: 'Decode', solutions: true, resumes: false,
    recordedBy: null,
  },
  quality: {
    command: 'Measure gradient quality…', shortcut: 'CmdOrCtrl+5', tool: 'Gradient quality…', tab: 'Gradient quality', start: 'Measure',
    solutions: false, resumes: false, recordedBy: null,
  },
} as const satisfies Readonly<Record<string, JobKindFacts>>;

export type JobKind = keyof typeof JOB_KINDS;
export const JOB_KIND_NAMES = Object.keys(JOB_KINDS) as readonly JobKind[];

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
