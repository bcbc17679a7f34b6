/**
 * Runs a study in an open workspace: adds its problems, starts every run that the session does not have
 * yet, waits, and tells what came of it as a table. A run is known by its problem, its method's name and
 * its spec, so a study that was stopped goes on where it was: finished runs are kept, those with a
 * checkpoint resume from it, the others are made again in place of the old ones.
 */
import { basename, dirname, resolve } from 'node:path';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { ProblemSummary, RunSummary } from '../../../src-contract/session.ts';
import type { SessionAnswer } from '../../../src-contract/session-request.ts';
import { seedOf, withSeed } from '../../../src-contract/job-body.ts';
import { Study } from '../../../src-contract/study.ts';
import type { StudyMethod, StudyProblem } from '../../../src-contract/study.ts';
import { DRAWS_NOTHING } from '../../../src-science/descent/drawn-parts.ts';
import { endingWord } from '../../../src-contract/descent-ending.ts';
import { recordedSize, sizeText } from '../../../src-science/descent/recorded-size.ts';
import { EngineError, fileFailure } from '../error-value.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { readTextFile } from '../files/regular-file.ts';
import type { AskedRun } from '../session/protocol.ts';
import type { Workspace } from '../workspace/workspace-api.ts';

/** A run of the study, and what it was asked as. */
export interface StudyRun {
  readonly problem: ProblemSummary;
  readonly method: string;
  readonly seed: number | null;
  readonly run: RunSummary;
}

export interface StartedStudy {
  readonly study: Study;
  /** Runs there are now, in the order problems × methods × seeds; all of the study's unless it was stopped while they were made. */
  readonly runs: readonly { readonly problemId: number; readonly method: string; readonly seed: number | null; readonly runId: number }[];
  /** How many of them had to be started or resumed. */
  readonly started: number;
  /** Runs that the study asks for; null if it was stopped before that was known. */
  readonly wanted: number | null;
  /** What descents that were still to be made will store at most. */
  readonly storesAtMostBytes: number;
}

/** @throws EngineError `study-…` naming the file and the field */
export async function readStudy(path: string): Promise<Study> {
  let text: string;
  try {
    text = await readTextFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new EngineError(
      'study-syntax', `“${basename(path)}” is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      'Correct it in an editor that checks JSON.', { file: path },
    );
  }
  const checked = Study.safeParse(content);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0] === undefined ? undefined : deepest(checked.error.issues[0]);
  const field = issue?.path.map(String).join('.') ?? '';
  throw new EngineError(
    'study-invalid',
    `“${basename(path)}” is not a study: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'it does not have the agreed form'}.`,
    'Correct that field; the form of a study is described in the manual.',
    { file: path, ...(field === '' ? {} : { field }) },
  );
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of what may take several forms: what is wrong with it as each of them. */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}

/** Of something that fits none of its forms, what is wrong inside the form that it comes nearest to; else what the forms are. */
function deepest({ path, message, errors = [] }: Issue): Issue {
  const meant = errors.filter((issues) => issues.length === 1 || issues.every((issue) => issue.path.length > 1));
  const inside = meant.flatMap((issues) => issues.slice(0, 1)).filter((issue) => issue.path.length > 0);
  const [nearest] = inside.toSorted((a, b) => b.path.length - a.path.length);
  return nearest === undefined || nearest.path.length === 1 ? { path, message } : deepest({ ...nearest, path: [...path, ...nearest.path] });
}

/**
 * Adds problems and starts runs; they go on in the workspace's pool.
 * @param studyPath file the study came from: relative problem paths start at its folder
 * @param stopped asked now and then: once true, no more runs are made or resumed; those there are are listed
 * @param says told of each method that draws nothing on a problem, of which one run is made for all seeds; and of
 *   what will be stored, where that is much
 */
export async function startStudy(
  workspace: Workspace, study: Study, studyPath: string, stopped: () => boolean = () => false,
  says: (text: string) => void = () => undefined,
): Promise<StartedStudy> {
  const known = await knownRuns(workspace);
  // By id: a problem that is named twice is one problem.
  const problems = new Map<number, ProblemSummary>();
  for (const problem of study.problems) {
    if (stopped() && known.size === 0) return { study, runs: [], started: 0, wanted: null, storesAtMostBytes: 0 };
    const added = await addProblem(workspace, problem, studyPath);
    problems.set(added.id, added);
    if (problem.optimum !== undefined && added.stated.typed !== problem.optimum) {
      await workspace.answer({ type: 'problem.type-optimum', id: added.id, optimum: problem.optimum });
    }
  }

  const planned: PlannedRun[] = [];
  for (const problem of problems.values()) {
    const defaults = await workspace.answer({ type: 'run.defaults', problemId: problem.id });
    for (const method of study.methods) {
      const base = specOf(method, defaults, problem);
      const isOne = study.seeds.length > 1 &&
        seedOf(base) !== null && !(await workspace.answer({ type: 'run.draws', problemId: problem.id, spec: base }));
      if (isOne) says(`“${method.name}” on “${problem.name}”: ${DRAWS_NOTHING}`);
      for (const { spec, seed } of seededSpecs(base, isOne ? study.seeds.slice(0, 1) : study.seeds)) {
        planned.push({
          problemId: problem.id, method: method.name, seed, spec, existing: known.get(runKey(problem.id, method.name, spec)),
        });
      }
    }
  }

  const storesAtMostBytes = planned.reduce((bytes, { spec, problemId, existing }) => bytes +
    (spec.kind === 'descent' && !isKept(existing) ? recordedSize(spec.descent, problems.get(problemId)?.variables ?? 0).bytes : 0), 0);
  if (storesAtMostBytes >= SAID_FROM_BYTES) says(
    `The descents will store at most ${sizeText(storesAtMostBytes)}; fewer snapshots (snapshotEvery) and points (recordEvery) take less.`,
  );

  // In one group, so that runs of a study take turns with what else is going, and its own keep their order.
  const group = lazyCrypto().randomUUID();
  const runs: StartedStudy['runs'][number][] = [];
  let started = 0;
  for (let from = 0; from < planned.length; from += RUNS_AT_ONCE) {
    const batch = planned.slice(from, from + RUNS_AT_ONCE);
    const over = stopped();
    const ids = over ? batch.map(({ existing }) => existing?.summary.id) : await startBatch(workspace, batch, group);
    batch.forEach(({ problemId, method, seed, existing }, k) => {
      const runId = ids[k];
      if (runId === undefined) {
        if (over) return;
        throw new EngineError('internal', 'A run of the study did not start.', 'Please report it.');
      }
      if (!over && !isKept(existing)) started++;
      runs.push({ problemId, method, seed, runId });
    });
  }
  return { study, runs, started, wanted: planned.length, storesAtMostBytes };
}

/** Less is not worth a line. */
const SAID_FROM_BYTES = 100e6;

/** Runs made in one transaction; between two batches a study can be stopped. */
const RUNS_AT_ONCE = 500;

interface PlannedRun {
  readonly problemId: number;
  readonly method: string;
  readonly seed: number | null;
  readonly spec: JobSpec;
  readonly existing: AskedRun | undefined;
}

/** Starts runs of the study, or goes on with what there is of them. @returns their ids, in order */
async function startBatch(workspace: Workspace, batch: readonly PlannedRun[], group: string): Promise<(number | undefined)[]> {
  const resumed = batch.flatMap(({ existing }) => (existing !== undefined && canResume(existing) ? [existing.summary.id] : []));
  if (resumed.length > 0) await workspace.resumeRuns(resumed, group);
  const fresh = batch.filter(({ existing }) => !isKept(existing) && !(existing !== undefined && canResume(existing)));
  const made = fresh.length === 0 ? [] : await workspace.startRuns(
    fresh.map(({ problemId, method, spec, existing }) => ({ problemId, spec, label: method, replaces: existing?.summary.id ?? null })),
    group,
  );
  const ids = new Map(fresh.map((run, k) => [run, made[k]?.id]));
  return batch.map((run) => ids.get(run) ?? run.existing?.summary.id);
}

function isKept(existing: AskedRun | undefined): boolean {
  return existing !== undefined && GOING_OR_DONE.includes(existing.summary.status);
}

function canResume({ summary, hasCheckpoint }: AskedRun): boolean {
  return !GOING_OR_DONE.includes(summary.status) && (hasCheckpoint || summary.status === 'interrupted' || summary.status === 'failed');
}

/** The study's runs as they stand, in its order. */
export async function studyRuns(workspace: Workspace, started: StartedStudy): Promise<readonly StudyRun[]> {
  const problems = new Map((await workspace.answer({ type: 'problem.list' })).map((problem) => [problem.id, problem]));
  const summaries = new Map((await workspace.answer({ type: 'run.list' })).map((run) => [run.id, run]));
  const rows: StudyRun[] = [];
  for (const { problemId, method, seed, runId } of started.runs) {
    const problem = problems.get(problemId);
    const run = summaries.get(runId);
    if (problem !== undefined && run !== undefined) rows.push({ problem, method, seed, run });
  }
  return rows;
}

/** A run's status as tables for people have it: what a solver said, or what is wrong with a descent's end. */
export function statusText(run: RunSummary): string {
  const ending = run.status === 'done' && run.kind !== 'exact' ? endingWord(run) : null;
  return ending === null ? (run.exactStatus ?? run.status) : `${run.status}, ${ending}`;
}

/** Asks every run of the study that is not over to stop; those that end meanwhile keep their ends. */
export async function cancelStudy(workspace: Workspace, started: StartedStudy): Promise<void> {
  if (started.runs.length > 0) await workspace.answer({ type: 'run.cancel', ids: started.runs.map(({ runId }) => runId) });
}

function addProblem(workspace: Workspace, problem: StudyProblem, studyPath: string): Promise<ProblemSummary> {
  if ('file' in problem) return workspace.addProblemFile(resolve(dirname(studyPath), problem.file));
  if ('example' in problem) return workspace.answer({ type: 'problem.open-example', name: problem.example });
  const { family, parameters, seed, name } = problem.generate;
  return workspace.answer({ type: 'problem.generate', family, parameters, seed, name });
}

/** A method's spec for a problem: as written, or the default descent, or a preset, with what the method changes. */
function specOf(method: StudyMethod, { specs, presets, proposals }: SessionAnswer<'run.defaults'>, problem: ProblemSummary): JobSpec {
  if ('spec' in method) return method.spec;
  const asked = 'preset' in method ? method.preset : null;
  const preset = asked === 'proposed' ? proposals.find(({ kind }) => kind === 'descent')?.preset : asked;
  const base = asked === null ? specs.find((spec) => spec.kind === 'descent') : presets.find(({ name }) => name === preset)?.spec;
  if (base?.kind !== 'descent') {
    throw new EngineError('internal', `There is no default descent for “${problem.name}”.`, 'Write the full spec in the study.');
  }
  const changes = Object.fromEntries(Object.entries(method.descent ?? {}).filter(([, value]) => value !== undefined));
  return { ...base, descent: { ...base.descent, ...changes } };
}

/** One spec per seed, or the spec alone where nothing in it is random. */
function seededSpecs(spec: JobSpec, seeds: readonly number[]): { spec: JobSpec; seed: number | null }[] {
  return seedOf(spec) === null ? [{ spec, seed: null }] : seeds.map((seed) => ({ spec: withSeed(spec, seed), seed }));
}

const GOING_OR_DONE: readonly RunSummary['status'][] = ['queued', 'running', 'done'];
/** From what says least of a run's end to what says most. */
const FURTHEST: readonly RunSummary['status'][] = ['failed', 'cancelled', 'cancelling', 'interrupted', 'queued', 'running', 'done'];

/** The session's runs by what they were asked; of several the furthest one. */
async function knownRuns(workspace: Workspace): Promise<Map<string, AskedRun>> {
  const known = new Map<string, AskedRun>();
  for (const run of await workspace.askedRuns()) {
    const key = runKey(run.summary.problemId, run.summary.label, run.spec);
    const other = known.get(key);
    if (other === undefined || FURTHEST.indexOf(run.summary.status) > FURTHEST.indexOf(other.summary.status)) known.set(key, run);
  }
  return known;
}

function runKey(problemId: number, method: string, spec: JobSpec): string {
  return JSON.stringify([problemId, method, canonical(spec)]);
}

/** The same value whatever the order of its keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, entry]) => [key, canonical(entry)]),
  );
}
