/**
 * Runs in the database. The columns of the run table are read once, parsed, and kept in memory, so that
 * a list of ten thousand runs costs no SQL; specs, results and arrays are read when they are asked for.
 * Every method that changes a row changes the database first.
 */
import type { Database } from 'better-sqlite3';
import { LeibnizErrorValue } from '../../../src-contract/error.ts';
import { DescentCheckpointValue } from '../../../src-contract/job-event.ts';
import type { JobResult } from '../../../src-contract/job-event.ts';
import { JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import type { RunPlace } from '../../../src-contract/queue-state.ts';
import { Manifest } from '../../../src-contract/session.ts';
import { z } from '../../../src-contract/zod.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { EngineError } from '../error-value.ts';
import { bytesToFloats, floatBytes } from './bits.ts';
import { damagedRow } from './checksums.ts';
import type { Checksums } from './checksums.ts';
import { decodeResult, encodeResult } from './result-codec.ts';
import { identityText, isCurrentIdentity, originText } from './run-identity.ts';
import { solverOf } from '../kinds/kinds.ts';
import { columnsBeforeResult, columnsOfResult, columnsOfSpec, READ_BESIDES, RunRow, STORED_RUN_COLUMNS, sqlName } from './run-row.ts';
import type { EditedColumn, RunColumn } from './run-row.ts';
import type { NewRun } from './protocol.ts';
import { settleBin } from './bin.ts';

const Bytes = z.instanceof(Uint8Array);
const StoredCheckpoint = z.object({
  version: z.literal(1), iteration: z.number(), seconds: z.number(), samples: z.number(), mu: z.number(),
  vectors: z.number().int().positive(), data: Bytes, findings: Bytes.nullable(),
});
const StoredSolution = z.object({ variables: z.number().int().nonnegative(), bits: Bytes });
const StoredTexts = z.object({ spec: z.string(), manifest: z.string(), error: z.string().nullable(), result: z.string().nullable() });

/** A row that another row says is there. @throws EngineError `row-damaged` */
function missing(runId: number, what: string): never {
  throw damagedRow(`run ${runId}: ${what}`);
}

interface RunTexts {
  readonly spec: JobSpec;
  readonly manifest: Manifest;
  readonly error: LeibnizErrorValue | null;
  readonly result: JobResult | null;
}

export interface RunEnding {
  readonly status: RunRow['status'];
  readonly finishedAt: number;
  readonly result?: JobResult | null;
  readonly error?: LeibnizErrorValue;
  /** A checkpoint that comes without a result. */
  readonly checkpoint?: DescentCheckpoint;
  readonly columns?: Partial<RunRow>;
}

export interface RunEdit {
  readonly id: number;
  readonly change: Partial<Pick<RunRow, EditedColumn>>;
}

export interface RunStore {
  /** Those that are there, in the order of their numbers. */
  readonly rows: ReadonlyMap<number, RunRow>;
  /** Those that were removed. */
  readonly bin: ReadonlyMap<number, RunRow>;
  /** @throws EngineError `run-missing` */
  row(id: number): RunRow;
  /** Makes queued runs and puts those they replace in the bin, all or none. */
  create(wanted: readonly (NewRun & { readonly manifest: Manifest; readonly form: NormalForm })[], createdAt: number): RunRow[];
  /** Writes what runs of another version are known by. @param formOf a program's normal form, null where it cannot be had */
  identify(formOf: (problemId: number) => NormalForm | null): void;
  /** Changes columns; those that are as they were cost nothing. */
  change(id: number, change: Partial<RunRow>): RunRow;
  /** Changes columns in memory now; returns the write that makes it lasting. */
  changeLater(id: number, change: Partial<RunRow>): () => void;
  /**
   * What a user edits, of runs that are there or in the bin; to be called in a transaction. Numbers of no run are left out.
   * @returns what edits it back, and what makes the change seen, to be called once the transaction is over
   */
  edit(changes: readonly RunEdit[]): { readonly back: readonly RunEdit[]; readonly settle: () => void };
  /** Rows that were written as removed are in the bin from now on. */
  binned(written: readonly RunRow[]): void;
  texts(id: number): RunTexts;
  spec(id: number): JobSpec;
  /** @throws if what is stored is no manifest */
  manifest(id: number): Manifest;
  /** Keeps which machine a run was computed on, and by what. */
  place(id: number, place: RunPlace): void;
  /** Stores how a run ended, with what its result says of its columns. Doing it again after a rollback is safe. */
  finish(id: number, ending: RunEnding): RunRow;
  /** Takes back what a run had come to, before it goes on or starts again. */
  reopen(id: number): RunRow;
  saveCheckpoint(id: number, checkpoint: DescentCheckpoint): void;
  checkpoint(id: number): DescentCheckpoint | null;
  hasCheckpoint(id: number): boolean;
  saveSnapshot(id: number, iteration: number, xHat: Float64Array): void;
  snapshot(id: number, iteration: number): Float64Array<ArrayBuffer> | null;
  snapshotIterations(id: number): number[];
  dropSnapshotsFrom(id: number, iteration: number): void;
}

/** A row that is not what a run may be is none of them (`Checksums.readable`). */
export function createRunStore(database: Database, checksums: Checksums): RunStore {
  const columnList = STORED_RUN_COLUMNS.map((column) => `${sqlName(column)} AS ${column}`).join(', ');
  const rows = new Map<number, RunRow>();
  const bin = new Map<number, RunRow>();
  const stored = database.prepare(`SELECT ${columnList}, ${READ_BESIDES} FROM run ORDER BY id`).iterate();
  for (const row of checksums.readable('run', stored, RunRow)) {
    (row.removedAt === null ? rows : bin).set(row.id, row);
  }

  const written = STORED_RUN_COLUMNS.filter((column) => column !== 'id');
  const insert = database.prepare(
    `INSERT INTO run (${written.map(sqlName).join(', ')}, spec, manifest) VALUES (${written.map((column) => `@${column}`).join(', ')}, @spec, @manifest)`,
  );
  const updates = new Map<string, ReturnType<Database['prepare']>>();
  const updateOf = (columns: readonly RunColumn[]): ReturnType<Database['prepare']> => {
    const key = columns.join();
    let statement = updates.get(key);
    if (statement === undefined) {
      statement =
        database.prepare(`UPDATE run SET ${columns.map((column) => `${sqlName(column)} = @${column}`).join(', ')} WHERE id = @id`);
      updates.set(key, statement);
    }
    return statement;
  };
  const readTexts = database.prepare('SELECT spec, manifest, error, result FROM run WHERE id = ?');
  const readSpec = database.prepare('SELECT spec FROM run WHERE id = ?').pluck();
  const readManifest = database.prepare('SELECT manifest FROM run WHERE id = ?').pluck();
  const writeManifest = database.prepare('UPDATE run SET manifest = ? WHERE id = ?');
  const writeResult = database.prepare('UPDATE run SET result = ?, error = ? WHERE id = ?');
  const insertArray = database.prepare('INSERT INTO run_array (run_id, position, data) VALUES (?, ?, ?)');
  const readArray = database.prepare('SELECT data FROM run_array WHERE run_id = ? AND position = ?').pluck();
  const removeArrays = database.prepare('DELETE FROM run_array WHERE run_id = ?');
  const insertSolution = database.prepare('INSERT INTO solution (run_id, position, variables, bits) VALUES (?, ?, ?, ?)');
  const readSolution = database.prepare('SELECT variables, bits FROM solution WHERE run_id = ? AND position = ?');
  const removeSolutions = database.prepare('DELETE FROM solution WHERE run_id = ?');
  const putCheckpoint = database.prepare(
    'INSERT OR REPLACE INTO checkpoint (run_id, version, iteration, seconds, samples, mu, vectors, data, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const readCheckpoint =
    database.prepare('SELECT version, iteration, seconds, samples, mu, vectors, data, findings FROM checkpoint WHERE run_id = ?');
  const countCheckpoint = database.prepare('SELECT count(*) FROM checkpoint WHERE run_id = ?').pluck();
  const putSnapshot = database.prepare('INSERT OR REPLACE INTO snapshot (run_id, iteration, x_hat) VALUES (?, ?, ?)');
  const readSnapshot = database.prepare('SELECT x_hat FROM snapshot WHERE run_id = ? AND iteration = ?').pluck();
  const listSnapshots = database.prepare('SELECT iteration FROM snapshot WHERE run_id = ? ORDER BY iteration').pluck();
  const removeSnapshots = database.prepare('DELETE FROM snapshot WHERE run_id = ? AND iteration >= ?');

  const row = (id: number): RunRow => {
    const found = rows.get(id);
    if (found === undefined) throw new EngineError(
      'run-missing', `There is no run ${id} in this session.`,
      bin.has(id) ? 'It was removed; restore it from the bin.' : 'It was removed; the list of runs shows what is there.',
    );
    return found;
  };
  const differing = (before: RunRow, change: Partial<RunRow>): RunColumn[] =>
    written.filter((column) => column in change && change[column] !== undefined && !Object.is(change[column], before[column]));
  const update = (id: number, columns: readonly RunColumn[], after: RunRow): void => {
    if (columns.length === 0) return;
    transaction(() => {
      const intact = checksums.intact('run', id);
      updateOf(columns).run({ ...Object.fromEntries(columns.map((column) => [column, after[column]])), id });
      if (intact) checksums.seal('run', id);
    });
  };
  const change = (id: number, wanted: Partial<RunRow>): RunRow => {
    const before = row(id);
    const columns = differing(before, wanted);
    const after = { ...before, ...wanted, id };
    update(id, columns, after);
    rows.set(id, after);
    return after;
  };
  /** Writes columns whether or not they differ: memory may be ahead of a transaction that was rolled back. */
  const rewrite = (id: number, wanted: Partial<RunRow>): RunRow => {
    const after = { ...row(id), ...wanted, id };
    update(id, written.filter((column) => column in wanted), after);
    rows.set(id, after);
    return after;
  };
  const spec = (id: number): JobSpec => {
    checksums.check('texts', id);
    return JobSpec.parse(JSON.parse(z.string().parse(readSpec.get(id))));
  };
  /** null where it is none: whoever asks for it is told, the list of runs can do without. */
  const storedSpec = (id: number): JobSpec | null => {
    try {
      return spec(id);
    } catch {
      return null;
    }
  };
  const manifestOf = (id: number): Manifest => Manifest.parse(JSON.parse(z.string().parse(readManifest.get(id))));
  const changeManifest = (id: number, change: object): void => void writeManifest.run(JSON.stringify({ ...manifestOf(id), ...change }), id);
  const numericsOf = (id: number): number | null => {
    try {
      return manifestOf(id).numerics;
    } catch {
      return null;
    }
  };
  const transaction = database.transaction((work: () => void) => work());
  const dropResult = (id: number): void => {
    removeArrays.run(id);
    removeSolutions.run(id);
    checksums.drop('array', id, 0);
    checksums.drop('solution', id, 0);
  };

  const saveCheckpoint = (id: number, checkpoint: DescentCheckpoint): void => {
    const vectors = [checkpoint.parameters, ...checkpoint.moments];
    const length = checkpoint.parameters.length;
    if (vectors.some((vector) => vector.length !== length)) throw new RangeError('the vectors of a checkpoint differ in length');
    const all = new Float64Array(vectors.length * length);
    vectors.forEach((vector, k) => all.set(vector, k * length));
    putCheckpoint.run(
      id, checkpoint.version, checkpoint.iteration, checkpoint.seconds, checkpoint.samples, checkpoint.mu, vectors.length, floatBytes(all),
      checkpoint.findings === undefined ? null : floatBytes(checkpoint.findings),
    );
    checksums.seal('checkpoint', id);
  };
  const storedCheckpoint = (id: number): DescentCheckpoint | null => {
    const found = readCheckpoint.get(id);
    if (found === undefined) return null;
    checksums.check('checkpoint', id);
    const { vectors, data, findings, ...numbers } = StoredCheckpoint.parse(found);
    const all = bytesToFloats(data);
    const length = all.length / vectors;
    const [parameters, ...moments] = Array.from({ length: vectors }, (_, k) => all.slice(k * length, (k + 1) * length));
    return DescentCheckpointValue.parse({
      ...numbers, parameters, moments, ...(findings === null ? {} : { findings: bytesToFloats(findings) }),
    });
  };

  const edit: RunStore['edit'] = (changes) => {
    const edited = changes.flatMap(({ id, change: wanted }) => {
      const before = rows.get(id) ?? bin.get(id);
      if (before === undefined) return [];
      const after = { ...before, ...wanted };
      update(id, differing(before, wanted), after);
      const back = Object.fromEntries(Object.keys(wanted).map((column) => [column, before[column as keyof typeof wanted]]));
      return [{ after, back: { id, change: back } }];
    });
    return {
      back: edited.map(({ back }) => back),
      settle: () => settleBin(rows, bin, edited.map(({ after }) => after)),
    };
  };

  return {
    rows,
    bin,
    row,
    create(wanted, createdAt) {
      const created: RunRow[] = [];
      let binned = (): void => undefined;
      transaction(() => {
        const replaced = wanted.flatMap(({ replaces }) => replaces ?? []);
        binned = edit(replaced.map((id) => ({ id, change: { removedAt: createdAt } }))).settle;
        for (const { problemId, spec: runSpec, label, manifest, form } of wanted) {
          const fresh: Omit<RunRow, 'id'> = {
            ...columnsOfSpec(runSpec), identity: identityText(runSpec, form, manifest.numerics), problemId, status: 'queued', label,
            note: '', pinned: 0, createdAt, startedAt: null, finishedAt: null, removedAt: null, tags: null,
          };
          const { lastInsertRowid } = insert.run({ ...fresh, spec: JSON.stringify(runSpec), manifest: JSON.stringify(manifest) });
          const id = Number(lastInsertRowid);
          checksums.seal('run', id);
          checksums.seal('texts', id);
          created.push({ ...fresh, id });
        }
        checksums.count('run');
      });
      binned();
      for (const run of created) rows.set(run.id, run);
      return created;
    },
    identify(formOf) {
      // By problem, so that each program is decoded once.
      const unknown = [...rows.values()].filter((run) => !isCurrentIdentity(run.identity)).toSorted((a, b) => a.problemId - b.problemId);
      if (unknown.length === 0) return;
      transaction(() => {
        for (const { id, problemId } of unknown) {
          const stored = storedSpec(id);
          change(id, stored === null
            ? { identity: null, origin: null }
            : { identity: identityText(stored, formOf(problemId), numericsOf(id)), origin: originText(stored) });
        }
      });
    },
    change,
    changeLater(id, wanted) {
      const before = row(id);
      const columns = differing(before, wanted);
      rows.set(id, { ...before, ...wanted, id });
      return () => {
        // Several changes may be waiting: the newest values are written, once or more.
        const now = rows.get(id);
        if (now !== undefined) update(id, columns, now);
      };
    },
    edit,
    binned: (inBin) => inBin.forEach((each) => void bin.set(each.id, each)),
    manifest: manifestOf,
    texts(id) {
      row(id);
      checksums.check('run', id);
      checksums.check('texts', id);
      const stored = StoredTexts.parse(readTexts.get(id));
      const result =
        stored.result === null
          ? null
          : decodeResult(stored.result, {
              array: (position) => {
                checksums.check('array', id, position);
                return Bytes.parse(readArray.get(id, position) ?? missing(id, 'a vector of its result is missing'));
              },
              solution: (position) => {
                checksums.check('solution', id, position);
                return StoredSolution.parse(readSolution.get(id, position) ?? missing(id, 'a solution of its result is missing'));
              },
              checkpoint: () =>
                storedCheckpoint(id) ?? (JOB_KINDS[row(id).kind].resumes ? missing(id, 'the checkpoint of its result is missing') : null),
            });
      return {
        spec: JobSpec.parse(JSON.parse(stored.spec)),
        manifest: Manifest.parse(JSON.parse(stored.manifest)),
        error: stored.error === null ? null : LeibnizErrorValue.parse(JSON.parse(stored.error)),
        result,
      };
    },
    spec,
    place: (id, place) => transaction(() => {
      const intact = checksums.intact('texts', id);
      changeManifest(id, place);
      if (intact) checksums.seal('texts', id);
    }),
    finish(id, { status, finishedAt, result = null, error, checkpoint, columns }) {
      let after = row(id);
      transaction(() => {
        dropResult(id);
        const stored = result === null ? null : encodeResult(result);
        stored?.arrays.forEach((values, position) => {
          insertArray.run(id, position, floatBytes(values));
          checksums.seal('array', id, position);
        });
        stored?.solutions.forEach(({ variables, bits }, position) => {
          insertSolution.run(id, position, variables, bits);
          checksums.seal('solution', id, position);
        });
        const lastCheckpoint = result !== null && 'checkpoint' in result ? result.checkpoint : checkpoint;
        if (lastCheckpoint !== undefined) saveCheckpoint(id, lastCheckpoint);
        const intact = checksums.intact('texts', id);
        const solver = result === null ? null : solverOf(result);
        if (solver !== null) changeManifest(id, { solver });
        writeResult.run(stored?.json ?? null, error === undefined ? null : JSON.stringify(error), id);
        if (intact) checksums.seal('texts', id);
        const found = result === null ? {} : columnsOfResult(result);
        const reason = error === undefined ? {} : { reason: oneLine(error.message) };
        after = rewrite(id, { ...found, ...reason, ...columns, status, finishedAt });
      });
      return after;
    },
    reopen(id) {
      let after = row(id);
      transaction(() => {
        const runSpec = spec(id);
        dropResult(id);
        writeResult.run(null, null, id);
        changeManifest(id, { machine: undefined });
        checksums.seal('texts', id);
        after = rewrite(id, { ...columnsBeforeResult(runSpec), status: 'queued', startedAt: null, finishedAt: null });
      });
      return after;
    },
    saveCheckpoint,
    checkpoint: storedCheckpoint,
    hasCheckpoint: (id) => countCheckpoint.get(id) === 1,
    saveSnapshot: (id, iteration, xHat) => {
      putSnapshot.run(id, iteration, floatBytes(xHat));
      checksums.seal('snapshot', id, iteration);
    },
    snapshot(id, iteration) {
      const found = readSnapshot.get(id, iteration);
      checksums.check('snapshot', id, iteration);
      return found === undefined ? null : bytesToFloats(Bytes.parse(found));
    },
    snapshotIterations: (id) => listSnapshots.all(id).map((iteration) => z.number().parse(iteration)),
    dropSnapshotsFrom: (id, iteration) => {
      transaction(() => {
        removeSnapshots.run(id, iteration);
        checksums.drop('snapshot', id, iteration);
      });
    },
  };
}
