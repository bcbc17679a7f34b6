/**
 * What the two ends of a queue say of a job: the coordinator its task, the worker what happens to it. In parcels
 * (`parcel.ts`), which are cut into records; the first byte of a record says whether more of its parcel follows.
 */
import { DescentCheckpointValue, JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import { RunPlace } from '../../../src-contract/queue-state.ts';
import { z } from '../../../src-contract/zod.ts';
import { pack, unpack } from './parcel.ts';
import { joined, piecesOf } from './queue-store.ts';

/** Read before the rest, whose form another version may have changed. */
export const TaskVersions = z.object({
  versions: z.object({ protocol: z.number(), numerics: z.number(), glpk: z.string(), highs: z.string() }), application: z.string(),
});

export const Task = TaskVersions.extend({ spec: JobSpec, programHash: z.string(), resumeFrom: DescentCheckpointValue.nullable() });
export type Task = z.infer<typeof Task>;

const Said = z.union([
  JobEvent,
  z.object({ type: z.literal('begun'), place: RunPlace }),
  z.object({ type: z.literal('ended'), outcome: JobOutcome }),
]);
export type Said = z.infer<typeof Said>;

const LAST = 0;
const MORE_FOLLOWS = 1;

/** What is said at once, as records. */
export function recordsOf(said: readonly Said[]): Uint8Array[] {
  const pieces = piecesOf(pack(said));
  return pieces.map((piece, k) => {
    const record = new Uint8Array(1 + piece.length);
    record[0] = k === pieces.length - 1 ? LAST : MORE_FOLLOWS;
    record.set(piece, 1);
    return record;
  });
}

/** Puts records together again. */
export function createListener(): {
  /** Forgets a parcel that its worker did not end. */
  readonly startAgain: () => void;
  /** @returns what was said, once its last record is there @throws where that is nothing that can be said */
  readonly hear: (record: Uint8Array) => readonly Said[];
} {
  let pieces: Uint8Array[] = [];
  return {
    startAgain() {
      pieces = [];
    },
    hear(record) {
      pieces.push(record.subarray(1));
      if (record[0] === MORE_FOLLOWS) return [];
      const parcel = joined(pieces);
      pieces = [];
      return z.array(Said).parse(unpack(parcel));
    },
  };
}
