/**
 * What a run computed, as a digest: two runs with the same one are the same run, wherever each was made. In it is all that
 * spec, seed and numerics decide: state, result with its vectors, trajectory, snapshots and checkpoint. Left out is what
 * depends on the clock or the machine: seconds, sentences, and of an exact solve its log, its nodes and who won a race.
 */
import type { Hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { Bytes, z } from '../../../src-contract/zod.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { isGoing } from './run-state.ts';
import type { RunRow } from './run-row.ts';

/** Of any kind. `findings` of a checkpoint hold seconds too and are left out of it. */
const BY_CLOCK: ReadonlySet<string> = new Set([
  'seconds', 'secondsPerEstimate', 'evaluationReason', 'statusText', 'endingText', 'text', 'solverVersion',
]);
const BY_CLOCK_IF_EXACT: ReadonlySet<string> = new Set([...BY_CLOCK, 'nodes', 'race']);

const Texts = z.object({ result: z.string().nullable(), error: z.string().nullable() });
const Failure = z.object({ message: z.string() });
const Chunk = z.tuple([z.string(), Bytes]);
const Snapshot = z.tuple([z.number(), Bytes]);
const Checkpoint = z.object({ iteration: z.number(), samples: z.number(), mu: z.number(), vectors: z.number(), data: Bytes });

/** The state that a run has once its session is opened: what was going when it was saved is interrupted. */
export function settledStatus(status: RunRow['status']): RunRow['status'] {
  return isGoing(status) ? 'interrupted' : status;
}

/** @returns the digest of a run of this database. Cost: reads all that is kept of the run, a row at a time. */
export function createRunBits(database: Database): (run: Pick<RunRow, 'id' | 'kind' | 'status'>) => string {
  const texts = database.prepare('SELECT result, error FROM run WHERE id = ?');
  const array = database.prepare('SELECT data FROM run_array WHERE run_id = ? AND position = ?').pluck();
  const solution = database.prepare('SELECT bits FROM solution WHERE run_id = ? AND position = ?').pluck();
  const chunks = database.prepare("SELECT name, data FROM series_chunk WHERE run_id = ? AND name <> 'seconds' ORDER BY name, first").raw();
  const snapshots = database.prepare('SELECT iteration, x_hat FROM snapshot WHERE run_id = ? ORDER BY iteration').raw();
  const checkpoint = database.prepare('SELECT iteration, samples, mu, vectors, data FROM checkpoint WHERE run_id = ?');

  const addResult = (hash: Hash, id: number, value: unknown, left: ReadonlySet<string>): void => {
    if (typeof value !== 'object' || value === null) {
      hash.update(`${JSON.stringify(value)};`);
      return;
    }
    const entries = Object.entries(value).filter(([key]) => !left.has(key));
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && (only[0] === '$float64' || only[0] === '$bits')) {
      const bytes = (only[0] === '$float64' ? array : solution).get(id, only[1]);
      if (bytes instanceof Uint8Array) hash.update(`${only[0]} ${bytes.length} `).update(bytes);
      return;
    }
    hash.update(Array.isArray(value) ? '[' : '{');
    for (const [key, item] of entries.sort(([a], [b]) => (Array.isArray(value) || a === b ? 0 : a < b ? -1 : 1))) {
      if (!Array.isArray(value)) hash.update(`${JSON.stringify(key)}:`);
      addResult(hash, id, item, left);
    }
    hash.update('}');
  };

  return ({ id, kind, status }) => {
    const hash = lazyCrypto().createHash('sha256');
    const { result, error } = Texts.parse(texts.get(id));
    const isExact = kind === 'exact';
    hash.update(`${kind} ${settledStatus(status)} `);
    addResult(hash, id, result === null ? null : JSON.parse(result), isExact ? BY_CLOCK_IF_EXACT : BY_CLOCK);
    hash.update(error === null ? 'no error;' : `error ${JSON.stringify(Failure.parse(JSON.parse(error)).message)};`);
    // How points were cut into chunks depends on when they came.
    let name = '';
    for (const row of isExact ? [] : chunks.iterate(id)) {
      const [column, data] = Chunk.parse(row);
      hash.update(column === name ? data : `series ${column} `);
      if (column !== name) hash.update(data);
      name = column;
    }
    for (const row of snapshots.iterate(id)) {
      const [iteration, xHat] = Snapshot.parse(row);
      hash.update(`snapshot ${iteration} `).update(xHat);
    }
    const stored = checkpoint.get(id);
    if (stored !== undefined) {
      const { iteration, samples, mu, vectors, data } = Checkpoint.parse(stored);
      hash.update(`checkpoint ${iteration} ${samples} ${mu} ${vectors} `).update(data);
    }
    return hash.digest('base64');
  };
}
