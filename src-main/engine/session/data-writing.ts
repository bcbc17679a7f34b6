/**
 * Writes what many runs recorded to one file: trajectories in long form, or vectors. Runs are read one stretch after another and
 * written at once, so that memory does not grow with their number or length; between two pieces the thread answers others. A run
 * that goes on meanwhile is written up to where it is when its turn comes.
 */
import { basename } from 'node:path';
import { DATA_FORMATS } from '../../../src-contract/data-export.ts';
import type { DataDone, DataExportName } from '../../../src-contract/data-export.ts';
import { SeriesColumn } from '../../../src-contract/job-event.ts';
import type { RunSummary } from '../../../src-contract/session.ts';
import { methodOf } from '../../../src-contract/tables/run-facts.ts';
import { oneLine, plainJson } from '../../../src-science/program/one-line.ts';
import { EngineError } from '../error-value.ts';
import { parquetWriter } from '../export/long-parquet.ts';
import { separatedWriter } from '../export/long-table.ts';
import type { LongCells, LongColumn, LongWriter } from '../export/long-table.ts';
import { npzFile } from '../export/npz-file.ts';
import { writeManifestBeside } from '../export/write-table.ts';
import { writeFileInPieces } from '../files/write-file.ts';
import type { WritePiece } from '../files/write-file.ts';
import { solutionsOf } from '../kinds/kinds.ts';
import type { Kept } from './kept.ts';
import type { SessionCommandOf } from './protocol.ts';

/** Points read at a time. */
const STRETCH = 16_384;
const SECONDS = 's';

type Ask = SessionCommandOf<'data.write'>;
type Source = Pick<Kept, 'problems' | 'runs' | 'series' | 'standings'>;
type Counts = Pick<DataDone, 'runs' | 'empty' | 'rows'>;

/** The columns that every row begins with: whose it is. */
const OF_RUN: readonly LongColumn[] = [
  { key: 'run', type: 'whole' }, { key: 'method', type: 'text' }, { key: 'problem', type: 'text' }, { key: 'seed', type: 'whole' },
];
const cellsOfRun = (run: RunSummary): readonly LongCells[] => [
  { all: run.id }, { all: oneLine(methodOf(run)) }, { all: oneLine(run.problemName) }, { all: run.seed },
];

/** @throws EngineError naming the file; `export-empty` where none of the runs has anything of what is asked for */
export async function writeData(source: Source, { what, format, runs: ids, path, title, manifest: place, seen }: Ask): Promise<DataDone> {
  const runs = ids.map((id) => source.standings.summary(source.runs.row(id)));
  const counts = await writeFileInPieces(path, (put) => {
    const about = (): object => manifestOf(source, runs, title, what);
    if (format === 'npz') return writeArrays(source, runs, put, about);
    const columns = what === 'vectors' ? VECTOR_COLUMNS : trajectoryColumns(source, runs);
    const writer = format === 'parquet' ? parquetWriter(columns, put) : separatedWriter(columns, format === 'csv' ? ',' : '\t', put);
    return what === 'vectors' ? writeVectors(source, runs, writer, about) : writeTrajectories(source, runs, columns, writer, about);
  }, seen);
  const { about, ending } = DATA_FORMATS[format];
  if (about === 'inside' || place === 'none') return { ...counts, manifest: null };
  // Comment lines above the header would be read as data by what these files are for.
  const text = plainJson(JSON.stringify({ ...manifestOf(source, runs, title, what), file: basename(path) }, null, 2));
  return { ...counts, manifest: await writeManifestBeside(path, ending, text) };
}

function nothingToWrite(what: string): EngineError {
  return new EngineError('export-empty', `None of these runs has ${what}.`, 'Choose other runs: descents and exact solves record trajectories.');
}

/** The recorded quantities of any of the runs, in the order of all quantities. */
function trajectoryColumns({ series }: Source, runs: readonly RunSummary[]): readonly LongColumn[] {
  const there = new Set(runs.flatMap(({ id }) => series.names(id)));
  return [
    ...OF_RUN, { key: 'step', type: 'whole' },
    ...SeriesColumn.options.filter((name) => there.has(name)).map((name): LongColumn => (
      name === 'seconds' ? { key: name, unit: SECONDS, type: 'number' } : { key: name, type: 'number' })),
  ];
}

async function writeTrajectories(
  { series }: Source, runs: readonly RunSummary[], columns: readonly LongColumn[], writer: LongWriter, about: () => object,
): Promise<Counts> {
  const names = columns.slice(OF_RUN.length + 1).map(({ key }) => SeriesColumn.parse(key));
  let rows = 0;
  let empty = 0;
  for (const run of runs) {
    const total = series.length(run.id);
    if (total === 0) empty++;
    for (let first = 0; first < total; first += STRETCH) {
      const end = Math.min(total, first + STRETCH);
      const read = series.read(run.id, names, first, end);
      await writer.write({
        length: end - first,
        cells: [
          ...cellsOfRun(run), Float64Array.from({ length: end - first }, (_, k) => first + k),
          ...names.map((name): LongCells => read[name] ?? { all: null }),
        ],
      });
    }
    rows += total;
  }
  if (rows === 0) throw nothingToWrite('recorded points');
  await writer.end(about());
  return { runs: runs.length - empty, empty, rows };
}

const VECTOR_COLUMNS: readonly LongColumn[] = [
  ...OF_RUN, { key: 'vector', type: 'text' }, { key: 'source', type: 'text' }, { key: 'iteration', type: 'whole' },
  { key: 'objective', type: 'number' }, { key: 'violation', type: 'number' }, { key: 'feasible', type: 'truth' },
  { key: 'values', type: 'numbers' },
];

async function writeVectors(
  { runs: store }: Source, runs: readonly RunSummary[], writer: LongWriter, about: () => object,
): Promise<Counts> {
  let rows = 0;
  let empty = 0;
  for (const run of runs) {
    const before = rows;
    for (const iteration of store.snapshotIterations(run.id)) {
      const xHat = store.snapshot(run.id, iteration);
      if (xHat === null) continue;
      await writer.write({
        length: 1,
        cells: [
          ...cellsOfRun(run), { all: 'x_hat' }, { all: null }, { all: iteration }, { all: null }, { all: null }, { all: null }, [xHat],
        ],
      });
      rows++;
    }
    for (const { source, x, objective, violation, feasible } of solutionsOf(store.texts(run.id).result)) {
      await writer.write({
        length: 1,
        cells: [
          ...cellsOfRun(run), { all: 'solution' }, { all: source }, { all: null }, { all: objective }, { all: violation },
          { all: feasible }, [x],
        ],
      });
      rows++;
    }
    if (rows === before) empty++;
  }
  if (rows === 0) throw nothingToWrite('a stored x̂ or a solution');
  await writer.end(about());
  return { runs: runs.length - empty, empty, rows };
}

/** `run_7_x_hat` (snapshots × d) with `run_7_iteration`; `run_7_solutions` (solutions × d) with their objectives. */
async function writeArrays({ runs: store }: Source, runs: readonly RunSummary[], put: WritePiece, about: () => object): Promise<Counts> {
  const archive = npzFile(put);
  let rows = 0;
  let empty = 0;
  for (const { id } of runs) {
    const before = rows;
    const iterations = store.snapshotIterations(id);
    const [first] = iterations;
    if (first !== undefined) {
      const length = store.snapshot(id, first)?.length ?? 0;
      await (await archive.array(`run_${id}_iteration`, 'f8', [iterations.length]))(Float64Array.from(iterations));
      const write = await archive.array(`run_${id}_x_hat`, 'f8', [iterations.length, length]);
      for (const iteration of iterations) await write(store.snapshot(id, iteration) ?? new Float64Array(length).fill(Number.NaN));
      rows += iterations.length;
    }
    const solutions = solutionsOf(store.texts(id).result);
    const [one] = solutions;
    if (one !== undefined) {
      const write = await archive.array(`run_${id}_solutions`, 'u1', [solutions.length, one.x.length]);
      for (const { x } of solutions) await write(x);
      await (await archive.array(`run_${id}_objectives`, 'f8', [solutions.length]))(
        Float64Array.from(solutions, ({ objective }) => objective),
      );
      rows += solutions.length;
    }
    if (rows === before) empty++;
  }
  if (rows === 0) throw nothingToWrite('a stored x̂ or a solution');
  await archive.end(plainJson(JSON.stringify(about(), null, 2)));
  return { runs: runs.length - empty, empty, rows };
}

/** Which programs made the numbers of which runs, from which specs; of vectors, the names of the variables in their order too. */
function manifestOf({ problems, runs: store }: Source, runs: readonly RunSummary[], title: string, what: DataExportName): object {
  const problemIds = [...new Set(runs.map(({ problemId }) => problemId))];
  return {
    leibnizTable: 1, title: oneLine(title),
    problems: problemIds.map((id) => {
      const { name, hash } = problems.row(id);
      const about = { id, name: oneLine(name), hash };
      return what === 'vectors' ? { ...about, variables: problems.decoded(id).program.variableNames.map(oneLine) } : about;
    }),
    runs: runs.map((run) => ({
      run: run.id, problem: run.problemId, method: oneLine(methodOf(run)), seed: run.seed, kind: run.kind, status: run.status,
      spec: store.spec(run.id), manifest: store.manifest(run.id),
    })),
  };
}
