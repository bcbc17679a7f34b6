/**
 * What the command line is told of a session file without opening it for work: what it holds, and, if
 * it is to be verified, whether every row can be read and says what it should. The file is read through
 * a throw-away copy, like any untrusted session.
 */
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { Manifest } from '../../../src-contract/session.ts';
import type { ProblemSummary, RunSummary } from '../../../src-contract/session.ts';
import { z } from '../../../src-contract/zod.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { createProblemStore } from './problem-store.ts';
import { createRunStore } from './run-store.ts';
import { createSeriesStore } from './series-store.ts';
import { createStandings, solutionsOf } from './standings.ts';

export interface SessionReport {
  readonly path: string;
  readonly bytes: number;
  readonly schemaVersion: number;
  /** The program that made the session. */
  readonly application: string | null;
  readonly createdAt: number | null;
  readonly problems: readonly ProblemSummary[];
  readonly runs: readonly RunSummary[];
  /** Which programs made the runs, one a run. */
  readonly manifests: readonly Manifest[];
  readonly seriesPoints: number;
  readonly snapshots: number;
  readonly checkpoints: number;
  /** What is wrong, one sentence each; null if it was not looked for. */
  readonly complaints: readonly string[] | null;
}

export function reportOn(database: Database, path: string, schemaVersion: number, verify: boolean): SessionReport {
  const problems = createProblemStore(database);
  const runs = createRunStore(database);
  const standings = createStandings(problems.rows, runs.rows);
  const count = (sql: string): number => z.number().parse(database.prepare(sql).pluck().get());
  const born = z.object({ created_at: z.number(), application: z.string() }).optional().parse(database.prepare('SELECT created_at, application FROM session').get());
  return {
    path,
    bytes: statSync(path).size,
    schemaVersion,
    application: born?.application ?? null,
    createdAt: born?.created_at ?? null,
    problems: [...problems.rows.values()].map((row) => standings.problemSummary(row)),
    runs: [...runs.rows.values()].map((row) => standings.summary(row)),
    manifests: database.prepare('SELECT manifest FROM run ORDER BY id').pluck().all().map((text) => Manifest.parse(JSON.parse(z.string().parse(text)))),
    // Every column of a run has the same length: its longest says how many points there are.
    seriesPoints: count('SELECT coalesce(sum(points), 0) FROM (SELECT max(first + length) AS points FROM series_chunk GROUP BY run_id)'),
    snapshots: count('SELECT count(*) FROM snapshot'),
    checkpoints: count('SELECT count(*) FROM checkpoint'),
    complaints: verify ? complaintsAbout(database, problems, runs) : null,
  };
}

function complaintsAbout(database: Database, problems: ReturnType<typeof createProblemStore>, runs: ReturnType<typeof createRunStore>): string[] {
  const complaints: string[] = [];
  const attempt = (what: string, look: () => void): void => {
    try {
      look();
    } catch (error) {
      complaints.push(`${what}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    }
  };
  const integrity = database.pragma('integrity_check(20)') as readonly { readonly integrity_check: unknown }[];
  for (const { integrity_check: line } of integrity) if (line !== 'ok') complaints.push(`structure: ${String(line)}`);
  const dangling = database.pragma('foreign_key_check') as readonly { readonly table: unknown; readonly parent: unknown }[];
  for (const { table, parent } of dangling.slice(0, 20)) complaints.push(`a row of ${String(table)} belongs to no ${String(parent)}`);

  for (const row of problems.rows.values()) {
    attempt(`problem ${row.id} “${row.name}”`, () => {
      const { program } = problems.decoded(row.id);
      const stated = [row.variables, row.rows, row.nonzeros, row.sense].join();
      const found = [program.objective.length, program.rowLower.length, program.rows.value.length, program.sense].join();
      if (stated !== found) throw new Error(`its list says ${stated}, its program is ${found}`);
    });
  }
  const series = createSeriesStore(database);
  for (const row of runs.rows.values()) {
    attempt(`run ${row.id}`, () => {
      const problem = problems.row(row.problemId);
      const { result, manifest } = runs.texts(row.id);
      if (manifest.programHash !== problem.hash) throw new Error('its manifest names another program than its problem');
      const { program } = problems.decoded(row.problemId);
      for (const solution of solutionsOf(result)) {
        const again = solutionReport(program, solution.x);
        if (again.objective !== solution.objective || again.feasible !== solution.feasible) {
          throw new Error(`the solution of ${solution.source} is stated as ${solution.objective}, ${solution.feasible ? 'feasible' : 'infeasible'}; recomputed it is ${again.objective}, ${again.feasible ? 'feasible' : 'infeasible'}`);
        }
      }
      series.read(row.id, series.names(row.id), 0, series.length(row.id));
      for (const iteration of runs.snapshotIterations(row.id)) {
        const length = runs.snapshot(row.id, iteration)?.length;
        if (length !== problem.variables) throw new Error(`the snapshot at ${iteration} has ${length} marginals for ${problem.variables} variables`);
      }
      runs.checkpoint(row.id);
    });
  }
  return complaints;
}
