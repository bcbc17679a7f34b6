/**
 * What is wrong with a session, one sentence each: SQLite's structure, every row against its checksum, and
 * what can be told without one, since it is computed from something else that is stored: the columns of the
 * run table from spec and result, the lists of problems and their facts from the programs, solutions
 * from their vectors. Reads everything.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Database } from 'better-sqlite3';
import { z } from '../../../src-contract/zod.ts';
import { programFacts } from '../../../src-science/program/facts.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { EngineError } from '../error-value.ts';
import type { Checksums } from './checksums.ts';
import { createClaimStore } from './claim-store.ts';
import { isNameOf } from './problem-store.ts';
import type { ProblemStore } from './problem-store.ts';
import { statedColumns } from './run-row.ts';
import type { RunStore } from './run-store.ts';
import { createStudyStore } from './study-store.ts';
import type { StudyStore } from './study-store.ts';
import { createSeriesStore } from './series-store.ts';
import { solutionsOf } from '../kinds/kinds.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

/** Complaints of one kind beyond which the rest is not listed. */
const MOST = 200;

/**
 * Rows whose checksum is another, one sentence each. To be asked before anything is written to them.
 * @param whole whether the file's version has a checksum of all checksums
 */
export function changedRows(checksums: Checksums, whole: boolean): string[] {
  try {
    const found = checksums.complaints(whole);
    return [...found.slice(0, MOST), ...(found.length > MOST ? [`and ${found.length - MOST} more rows are not what Leibniz wrote`] : [])];
  } catch (error) {
    return [`checksums: ${firstLine(error)}`];
  }
}

/** What is wrong with the lists of a session, as far as the checksums of their rows tell it; to be asked before anything is written. */
export function changedLists(checksums: Pick<Checksums, 'lists'>): readonly string[] {
  const steps = checksums.lists();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** @param changed what `changedRows` found as the session was opened */
export function complaintsAbout(
  database: Database, changed: readonly string[], checksums: Checksums, problems: ProblemStore, runs: RunStore,
): string[] {
  const complaints: string[] = [];
  const attempt = (what: string, look: () => void): void => {
    try {
      look();
    } catch (error) {
      // Rows whose checksum is another are listed by their checksums.
      if (error instanceof EngineError && error.code === 'row-damaged' && changed.length > 0) return;
      complaints.push(`${what}: ${firstLine(error)}`);
    }
  };
  const integrity = database.pragma('integrity_check(20)') as readonly { readonly integrity_check: unknown }[];
  for (const { integrity_check: line } of integrity) if (line !== 'ok') complaints.push(`structure: ${String(line)}`);
  const dangling = database.pragma('foreign_key_check') as readonly { readonly table: unknown; readonly parent: unknown }[];
  for (const { table, parent } of dangling.slice(0, 20)) complaints.push(`a row of ${String(table)} belongs to no ${String(parent)}`);
  complaints.push(...changed, ...counterComplaints(database));
  const studies = { found: null as StudyStore | null };
  attempt('studies', () => void (studies.found = createStudyStore(database, checksums)));
  for (const { id } of studies.found?.rows.values() ?? []) {
    attempt(`study ${id}`, () => {
      for (const { problemId, seed, runId } of studies.found?.places(id) ?? []) {
        const run = runId === null ? undefined : runs.rows.get(runId);
        if (run !== undefined && (run.problemId !== problemId || run.seed !== seed)) {
          throw new Error(`run ${run.id} is not of the problem and seed that it stands for`);
        }
      }
    });
  }
  attempt('claims', () => void createClaimStore(database, checksums));

  for (const row of problems.rows.values()) {
    attempt(`problem ${row.id} “${row.name}”`, () => {
      const { program } = problems.decoded(row.id);
      const stated = [row.variables, row.rows, row.nonzeros, row.sense].join();
      const found = [program.objective.length, program.rowLower.length, program.rows.value.length, program.sense].join();
      if (stated !== found) throw new Error(`its list says ${stated}, its program is ${found}`);
      if (program.name !== '' && !isNameOf(row.ownName, oneLine(program.name))) {
        throw new Error(`its program is called “${oneLine(program.name)}”`);
      }
      const facts = problems.storedFacts(row.id);
      if (facts !== null && !isDeepStrictEqual(facts, JSON.parse(JSON.stringify(programFacts(program))))) {
        throw new Error('its stored facts are not those of its program');
      }
    });
  }
  const series = createSeriesStore(database, checksums);
  for (const row of runs.rows.values()) {
    attempt(`run ${row.id}`, () => {
      const problem = problems.row(row.problemId);
      const { spec, result, manifest } = runs.texts(row.id);
      if (manifest.programHash !== problem.hash) throw new Error('its manifest names another program than its problem');
      for (const [column, value] of Object.entries(statedColumns(spec, result))) {
        const shown = row[column as keyof typeof row];
        if (!Object.is(shown, value)) {
          throw new Error(`the run table says ${column} is ${String(shown)}; by its settings and result it is ${String(value)}`);
        }
      }
      const { program } = problems.decoded(row.problemId);
      for (const solution of solutionsOf(result)) {
        const again = solutionReport(program, solution.x);
        if (again.objective !== solution.objective || again.feasible !== solution.feasible || again.violation !== solution.violation) {
          const words = (of: { readonly objective: number; readonly violation: number; readonly feasible: boolean }): string =>
            `${of.objective}, ${of.feasible ? 'feasible' : `infeasible by ${of.violation}`}`;
          throw new Error(`the solution of ${solution.source} is stated as ${words(solution)}; recomputed it is ${words(again)}`);
        }
      }
      series.read(row.id, series.names(row.id), 0, series.length(row.id));
      for (const iteration of runs.snapshotIterations(row.id)) {
        const length = runs.snapshot(row.id, iteration)?.length;
        if (length !== problem.variables) {
          throw new Error(`the snapshot at ${iteration} has ${length} marginals for ${problem.variables} variables`);
        }
      }
      runs.checkpoint(row.id);
    });
  }
  return complaints;
}

/** Numbers are never given twice, by SQLite's counters; where one is behind, a new run would be that of an old study. */
function counterComplaints(database: Database): string[] {
  const given = {
    problem: 'SELECT max(id) FROM problem', run: 'SELECT max((SELECT max(id) FROM run), coalesce((SELECT max(run_id) FROM study_run), 0))',
    study: 'SELECT max(id) FROM study', study_run: 'SELECT max(id) FROM study_run',
  };
  return Object.entries(given).flatMap(([table, sql]) => {
    const most = z.number().nullable().parse(database.prepare(sql).pluck().get());
    const counters = database.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck().all(table);
    const fits = most === null || (counters.length === 1 && typeof counters[0] === 'number' && counters[0] >= most);
    return fits && counters.every((seq) => Number.isSafeInteger(seq))
      ? []
      : [`the counter of the table ${table} is not what Leibniz wrote: a number could be given twice, or none any more`];
  });
}

function firstLine(error: unknown): string {
  if (error instanceof z.core.$ZodError) {
    const [issue] = error.issues;
    return `it has another form at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
