/**
 * Runs a study in an open workspace: adds its problems, starts every run that the session does not have
 * yet, waits, and tells what came of it as a table. A run is known by its problem, its method's name and
 * its spec, so a study that was stopped goes on where it was: finished runs are kept, those with a
 * checkpoint resume from it, the others are made again in place of the old ones.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { Study } from '../../src-contract/study.ts';
import type { StudyMethod, StudyProblem } from '../../src-contract/study.ts';
import { EngineError, fileFailure } from './error-value.ts';
import type { Workspace } from './workspace-api.ts';

/** A run of the study, and what it was asked as. */
export interface StudyRun {
  readonly problem: ProblemSummary;
  readonly method: string;
  readonly seed: number | null;
  readonly run: RunSummary;
}

export interface StartedStudy {
  readonly study: Study;
  /** Runs there are now, in the order problems × methods × seeds. */
  readonly runs: readonly { readonly problemId: number; readonly method: string; readonly seed: number | null; readonly runId: number }[];
  /** How many of them had to be started or resumed. */
  readonly started: number;
}

/** @throws EngineError `study-…` naming the file and the field */
export async function readStudy(path: string): Promise<Study> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fileFailure(error, path);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new EngineError('study-syntax', `“${basename(path)}” is not JSON: ${error instanceof Error ? error.message : String(error)}.`, 'Correct it in an editor that checks JSON.', { file: path });
  }
  const checked = Study.safeParse(content);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw new EngineError(
    'study-invalid',
    `“${basename(path)}” is not a study: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'it does not have the agreed form'}.`,
    'Correct that field; the form of a study is described in the manual.',
    { file: path, ...(field === '' ? {} : { field }) },
  );
}

/**
 * Adds problems and starts runs; they go on in the workspace's pool.
 * @param studyPath file the study came from: relative problem paths start at its folder
 */
export async function startStudy(workspace: Workspace, study: Study, studyPath: string): Promise<StartedStudy> {
  // By id: a problem that is named twice is one problem.
  const problems = new Map<number, ProblemSummary>();
  for (const problem of study.problems) {
    const added = await addProblem(workspace, problem, studyPath);
    problems.set(added.id, added);
  }

  const known = await knownRuns(workspace);
  const runs: { problemId: number; method: string; seed: number | null; runId: number }[] = [];
  let started = 0;
  for (const problem of problems.values()) {
    const { specs } = await workspace.answer({ type: 'run.defaults', problemId: problem.id });
    for (const method of study.methods) {
      const base = specOf(method, specs, problem);
      for (const { spec, seed } of seededSpecs(base, study.seeds)) {
        const existing = known.get(runKey(problem.id, method.name, spec));
        const isOver = existing === undefined || !GOING_OR_DONE.includes(existing.run.status);
        const run = isOver ? await runAgain(workspace, problem, method.name, spec, existing) : existing.run;
        if (isOver) started++;
        runs.push({ problemId: problem.id, method: method.name, seed, runId: run.id });
      }
    }
  }
  return { study, runs, started };
}

/** Starts a run of the study, or goes on with what there is of it. */
async function runAgain(workspace: Workspace, problem: ProblemSummary, method: string, spec: JobSpec, existing: KnownRun | undefined): Promise<RunSummary> {
  if (existing !== undefined) {
    const { id, status } = existing.run;
    if (existing.hasCheckpoint || status === 'interrupted' || status === 'failed') return workspace.answer({ type: 'run.resume', id });
    await workspace.answer({ type: 'run.remove', ids: [id] });
  }
  const [run] = await workspace.answer({ type: 'run.start', problemId: problem.id, spec, seeds: 1 });
  if (run === undefined) throw new EngineError('internal', 'A run of the study did not start.', 'Please report it.');
  return workspace.answer({ type: 'run.update', id: run.id, change: { label: method } });
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

/** Asks every run of the study that is not over to stop. */
export async function cancelStudy(workspace: Workspace, started: StartedStudy): Promise<void> {
  for (const { run } of await studyRuns(workspace, started)) {
    if (run.status === 'queued' || run.status === 'running') await workspace.answer({ type: 'run.cancel', id: run.id });
  }
}

function addProblem(workspace: Workspace, problem: StudyProblem, studyPath: string): Promise<ProblemSummary> {
  if ('file' in problem) return workspace.addProblemFile(resolve(dirname(studyPath), problem.file));
  if ('example' in problem) return workspace.answer({ type: 'problem.open-example', name: problem.example });
  const { family, parameters, seed, name } = problem.generate;
  return workspace.answer({ type: 'problem.generate', family, parameters, seed, name });
}

/** A method's spec for a problem: as written, or the default descent with what the method changes. */
function specOf(method: StudyMethod, defaults: readonly JobSpec[], problem: ProblemSummary): JobSpec {
  if ('spec' in method) return method.spec;
  const base = defaults.find((spec) => spec.kind === 'descent');
  if (base?.kind !== 'descent') throw new EngineError('internal', `There is no default descent for “${problem.name}”.`, 'Write the full spec in the study.');
  const changes = Object.fromEntries(Object.entries(method.descent).filter(([, value]) => value !== undefined));
  return { ...base, descent: { ...base.descent, ...changes } };
}

/** One spec per seed, or the spec alone where nothing in it is random. */
function seededSpecs(spec: JobSpec, seeds: readonly number[]): { spec: JobSpec; seed: number | null }[] {
  switch (spec.kind) {
    case 'exact':
      return [{ spec, seed: null }];
    case 'descent':
      return seeds.map((seed) => ({ spec: { ...spec, descent: { ...spec.descent, seed } }, seed }));
    case 'estimate':
      return seeds.map((seed) => ({ spec: { ...spec, estimate: { ...spec.estimate, seed } }, seed }));
    case 'decode':
      return seeds.map((seed) => ({ spec: { ...spec, decode: { ...spec.decode, seed } }, seed }));
    case 'quality':
      return seeds.map((seed) => ({ spec: { ...spec, quality: { ...spec.quality, seed } }, seed }));
  }
}

interface KnownRun {
  readonly run: RunSummary;
  readonly hasCheckpoint: boolean;
}

const GOING_OR_DONE: readonly RunSummary['status'][] = ['queued', 'running', 'done'];
/** From what says least of a run's end to what says most. */
const FURTHEST: readonly RunSummary['status'][] = ['failed', 'cancelled', 'cancelling', 'interrupted', 'queued', 'running', 'done'];

/** The session's runs by what they were asked; of several the furthest one. */
async function knownRuns(workspace: Workspace): Promise<Map<string, KnownRun>> {
  const known = new Map<string, KnownRun>();
  for (const run of await workspace.answer({ type: 'run.list' })) {
    const { spec, hasCheckpoint } = await workspace.answer({ type: 'run.detail', id: run.id });
    const key = runKey(run.problemId, run.label, spec);
    const other = known.get(key);
    if (other === undefined || FURTHEST.indexOf(run.status) > FURTHEST.indexOf(other.run.status)) known.set(key, { run, hasCheckpoint });
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
