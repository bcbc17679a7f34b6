/**
 * Runs a study in an open workspace: adds its problems, keeps it as an object of the session, and starts every run that
 * the session does not have yet. A study of the same title that is there already takes the form it has now. One that was
 * stopped goes on where it was: finished runs are kept, those with a checkpoint resume from it, the others are made again
 * in place of the old ones (`session/study-plan.ts` says which are which).
 */
import { dirname, resolve } from 'node:path';
import type { ProblemSummary, RunSummary } from '../../../src-contract/session.ts';
import type { StudySummary } from '../../../src-contract/session-study.ts';
import type { Study, StudyProblem } from '../../../src-contract/study.ts';
import { shardOf, shardText } from '../../../src-contract/study-shards.ts';
import type { Shard } from '../../../src-contract/study-shards.ts';
import { DRAWS_NOTHING } from '../../../src-science/descent/drawn-parts.ts';
import { endingWord } from '../../../src-contract/descent-ending.ts';
import { sizeText } from '../../../src-science/descent/recorded-size.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import type { PutRun, PutStudy } from '../session/protocol.ts';
import { studyGroup } from '../workspace/study-group.ts';
import type { Workspace } from '../workspace/workspace-api.ts';

/** A run of the study, and what it was asked as. */
export interface StudyRun {
  readonly problem: ProblemSummary;
  readonly method: string;
  readonly seed: number | null;
  readonly run: RunSummary;
}

export interface StartedStudy {
  /** In the session; null where it was stopped before it was kept. */
  readonly id: number | null;
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

/**
 * Adds problems and starts runs; they go on in the workspace's pool.
 * @param studyPath file the study came from: relative problem paths start at its folder
 * @param stopped asked now and then: once true, no more runs are made or resumed; those there are are listed
 * @param says told of each method that draws nothing on a problem, of which one run is made for all seeds; and of
 *   what will be stored, where that is much
 * @param shard the part of the study that is run here; null: all of it
 * @throws EngineError `usage` where the session has the study in another number of parts
 */
export async function startStudy(
  workspace: Workspace, study: Study, studyPath: string, stopped: () => boolean = () => false,
  says: (text: string) => void = () => undefined, shard: Shard | null = null,
): Promise<StartedStudy> {
  const before = (await workspace.answer({ type: 'study.list' })).findLast(({ title }) => title === study.title);
  if (shard !== null && before !== undefined) await requireSameParts(workspace, before, shard);
  const none = (): boolean => stopped() && before === undefined;
  const problems = await addStudyProblems(workspace, study, studyPath, none);
  if (none()) return { id: null, study, runs: [], started: 0, wanted: null, storesAtMostBytes: 0 };
  const put = await workspace.putStudy(
    before?.id ?? null, study.title, {
      version: 1, problems: [...problems.keys()], methods: study.methods, seeds: study.seeds,
      ...(shard === null ? {} : { shards: shard.of }),
    },
  );
  const isOurs = ({ position }: PutRun): boolean => shard === null || shardOf(position, shard.of) === shard.index;
  const ours = put.runs.filter(isOurs);
  for (const { problemId, method } of put.drawNothing) says(`“${method}” on “${problems.get(problemId)?.name ?? ''}”: ${DRAWS_NOTHING}`);
  const storesAtMostBytes = ours.reduce((sum, { bytes }) => sum + bytes, 0);
  if (storesAtMostBytes >= SAID_FROM_BYTES) says(
    `The descents will store at most ${sizeText(storesAtMostBytes)}; fewer snapshots (snapshotEvery) and points (recordEvery) take less.`,
  );
  return { study, storesAtMostBytes, wanted: ours.length, id: put.id, ...(await startPutStudy(workspace, put, stopped, isOurs)) };
}

/** Parts of 3 and parts of 4 overlap: together they are no whole, and runs would be made twice. */
async function requireSameParts(workspace: Workspace, { id, title }: StudySummary, shard: Shard): Promise<void> {
  const { shards } = (await workspace.answer({ type: 'study.detail', id })).spec;
  if (shards !== undefined && shards !== shard.of) throw new EngineError(
    'usage', `The session has the study “${title}” in ${shards} parts; part ${shardText(shard)} is none of them.`,
    `Give --shard i/${shards}, or another session.`, { field: '--shard' },
  );
}

/** Less is not worth a line. */
const SAID_FROM_BYTES = 100e6;

/** Runs made in one transaction; between two batches a study can be stopped. */
const RUNS_AT_ONCE = 500;

/**
 * Adds the problems of a study file to the session, with the optima that it states.
 * @param over once true, no more are added
 * @returns them by id: a problem that is named twice is one problem
 */
export async function addStudyProblems(
  workspace: Workspace, study: Study, studyPath: string, over: () => boolean = () => false,
): Promise<ReadonlyMap<number, ProblemSummary>> {
  const problems = new Map<number, ProblemSummary>();
  for (const problem of study.problems) {
    if (over()) break;
    let added: ProblemSummary;
    try {
      added = await addProblem(workspace, problem, studyPath);
    } catch (error) {
      if (over() && toErrorValue(error).code === 'reading-cancelled') break;
      throw error;
    }
    problems.set(added.id, added);
    if (problem.optimum !== undefined && added.stated.typed !== problem.optimum) {
      await workspace.answer({ type: 'problem.type-optimum', id: added.id, optimum: problem.optimum });
    }
  }
  return problems;
}

/**
 * Makes the runs of a study that are to be made, and has those that stopped go on.
 * @param stopped once true, no more runs are made or resumed
 * @param isOurs which runs: the others are left as they are and are not listed
 */
export async function startPutStudy(
  workspace: Workspace, put: PutStudy, stopped: () => boolean, isOurs: (run: PutRun) => boolean = () => true,
): Promise<Pick<StartedStudy, 'runs' | 'started'>> {
  const placesOf = put.runs.map(({ place }) => [place]);
  for (const { place, sameAs } of put.runs) if (sameAs !== null) placesOf[sameAs]?.push(place);
  // In one group, so that runs of a study take turns with what else is going, and its own keep their order.
  const group = studyGroup(put.id);
  const ids: (number | null)[] = [];
  let started = 0;
  for (let from = 0; from < put.runs.length; from += RUNS_AT_ONCE) {
    const batch = put.runs.slice(from, from + RUNS_AT_ONCE);
    const over = stopped();
    const own = batch.filter((run) => run.sameAs === null && isOurs(run));
    const resumed = over ? [] : own.flatMap(({ what, runId }) => (what === 'resumed' && runId !== null ? [runId] : []));
    if (resumed.length > 0) await workspace.resumeRuns(resumed, group);
    const fresh = over ? [] : batch.flatMap((run, k) => (run.spec === null || !isOurs(run)
      ? []
      : [{
        k,
        run: {
          problemId: run.problemId, spec: run.spec, label: run.method, replaces: run.runId, places: placesOf[from + k] ?? [],
        },
      }]));
    const made = fresh.length === 0 ? [] : await workspace.startRuns(fresh.map(({ run }) => run), group);
    const madeOf = new Map(fresh.map(({ k }, n) => [k, made[n]?.id ?? null]));
    batch.forEach((run, k) => {
      if (!isOurs(run)) ids.push(null);
      else ids.push(run.sameAs === null ? (madeOf.get(k) ?? run.runId) : (ids[run.sameAs] ?? null));
    });
    started += resumed.length + made.length;
  }
  const runs = put.runs.flatMap(({ problemId, method, seed }, k) => {
    const runId = ids[k] ?? null;
    return runId === null ? [] : [{ problemId, method, seed, runId }];
  });
  return { runs, started };
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
  if (started.id !== null) await workspace.setStudyState(started.id, 'stopped');
  if (started.runs.length > 0) await workspace.answer({ type: 'run.cancel', ids: started.runs.map(({ runId }) => runId) });
}

function addProblem(workspace: Workspace, problem: StudyProblem, studyPath: string): Promise<ProblemSummary> {
  if ('file' in problem) return workspace.addProblemFile(resolve(dirname(studyPath), problem.file));
  if ('example' in problem) return workspace.answer({ type: 'problem.open-example', name: problem.example });
  const { family, parameters, seed, name } = problem.generate;
  return workspace.answer({ type: 'problem.generate', family, parameters, seed, name });
}
