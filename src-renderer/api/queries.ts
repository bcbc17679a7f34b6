/**
 * What the views ask for, as hooks. Answers stay until an event says that they changed (`events.ts`):
 * nothing is polled. A hook given `null` asks nothing.
 */
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import type { Program } from '../../src-science/program/program.ts';
import { keys } from './keys.ts';
import type { SeriesRange } from './keys.ts';
import { allRuns, programBytes } from './in-pieces.ts';
import { request } from './request.ts';

/** Stands for "nothing chosen": such a query is disabled, its id is never sent. */
const NOTHING = -1;
const EMPTY_RUNS: readonly RunSummary[] = [];
const EMPTY_PROBLEMS: readonly ProblemSummary[] = [];

export const runsQuery = queryOptions({ queryKey: keys.runs, queryFn: allRuns });
export const claimsQuery = queryOptions({ queryKey: keys.claims, queryFn: () => request({ type: 'claim.list' }) });
export const problemsQuery = queryOptions({ queryKey: keys.problems, queryFn: () => request({ type: 'problem.list' }) });
export const detailQuery = (id: number) => queryOptions({ queryKey: keys.detail(id), queryFn: () => request({ type: 'run.detail', id }) });
export const seriesQuery = (id: number, columns: readonly SeriesColumn[], range: SeriesRange) =>
  queryOptions({
    queryKey: keys.series(id, columns, range), queryFn: () => request({ type: 'run.series', id, columns: [...columns], ...range }),
  });
export const snapshotQuery = (id: number, iteration: number) =>
  queryOptions({ queryKey: keys.snapshot(id, iteration), queryFn: () => request({ type: 'run.snapshot', id, iteration }) });
export const solutionsQuery =
  (id: number) => queryOptions({ queryKey: keys.solutions(id), queryFn: () => request({ type: 'run.solutions', id }) });
const variablesQuery =
  (id: number) => queryOptions({ queryKey: keys.variables(id), queryFn: () => request({ type: 'problem.variables', id }) });

export const useAppInfo = () => useQuery({ queryKey: keys.appInfo, queryFn: () => request({ type: 'app.info' }) });
export const useSettings = () => useQuery({ queryKey: keys.settings, queryFn: () => request({ type: 'app.settings' }) });
export const useRecoveryList = () => useQuery({ queryKey: keys.recovery, queryFn: () => request({ type: 'app.recovery-list' }) });
export const useSession = () => useQuery({ queryKey: keys.session, queryFn: () => request({ type: 'session.state' }) });
/** The name of the problem file that is being read, where that takes long; the main process tells. */
export const useOpening =
  (): string | null => useQuery<string | null>({ queryKey: keys.opening, queryFn: () => null, staleTime: Infinity }).data ?? null;
export const usePool = () => useQuery({ queryKey: keys.pool, queryFn: () => request({ type: 'pool.state' }) });
export const useExamples = () => useQuery({ queryKey: keys.examples, queryFn: () => request({ type: 'problem.examples' }) });

export const useProblemsQuery = () => useQuery(problemsQuery);
/** Problems of the session, in the order they were added. */
export const useProblems = (): readonly ProblemSummary[] => useProblemsQuery().data ?? EMPTY_PROBLEMS;
export const useProblem = (id: number | null): ProblemSummary | null => useProblems().find((problem) => problem.id === id) ?? null;

export const useRunsQuery = () => useQuery(runsQuery);
/** All runs of the session, by id. */
export const useRuns = (): readonly RunSummary[] => useRunsQuery().data ?? EMPTY_RUNS;
export const useRun = (id: number | null): RunSummary | null => useRuns().find((run) => run.id === id) ?? null;

export const useProblemFacts = (id: number | null) =>
  useQuery({
    queryKey: keys.facts(id ?? NOTHING), queryFn: () => request({ type: 'problem.facts', id: id ?? NOTHING }), enabled: id !== null,
  });
export const useProblemVariables = (id: number | null) => useQuery({ ...variablesQuery(id ?? NOTHING), enabled: id !== null });
/** What reads a program comes with the first one, not with the window. */
async function programOf(id: number): Promise<Program> {
  const [{ decodeProgram }, bytes] = await Promise.all([import('../../src-science/program/encoding.ts'), programBytes(id)]);
  return decodeProgram(bytes);
}
export const useProgram = (id: number | null) =>
  useQuery({
    queryKey: keys.program(id ?? NOTHING), queryFn: () => programOf(id ?? NOTHING), enabled: id !== null,
  });
interface Places {
  readonly from: number;
  readonly to: number;
}
/** The picture of a part of a matrix, with the part that it is of: another one stays until it has come. */
export const useSparsity = (id: number | null, width: number, height: number, across: Places, down: Places) =>
  useQuery({
    queryKey: keys.sparsity(id ?? NOTHING, width, height, across.from, across.to, down.from, down.to),
    queryFn: async () => ({
      ...(await request({ type: 'problem.sparsity', id: id ?? NOTHING, width, height, across, down })), across, down,
    }),
    enabled: id !== null, placeholderData: (before) => before,
  });
export const useRunDefaults = (problemId: number | null) =>
  useQuery({
    queryKey: keys.defaults(problemId ?? NOTHING), queryFn: () => request({ type: 'run.defaults', problemId: problemId ?? NOTHING }),
    enabled: problemId !== null,
  });

export const useRunDetail = (id: number | null) => useQuery({ ...detailQuery(id ?? NOTHING), enabled: id !== null });
export const useSnapshot = (id: number | null, iteration: number | null) =>
  useQuery({ ...snapshotQuery(id ?? NOTHING, iteration ?? 0), enabled: id !== null && iteration !== null });
export const useSolutions = (id: number | null) => useQuery({ ...solutionsQuery(id ?? NOTHING), enabled: id !== null });
