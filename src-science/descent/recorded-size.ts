/**
 * What a descent will keep of itself, counted before it starts: points of its trajectory, snapshots of x̂, its
 * last checkpoint, its end. A descent that stops early keeps less. Pure.
 */
import { TRAJECTORY_COLUMNS } from './descent-control.ts';
import type { DescentSpec } from './descent-spec.ts';

export interface RecordedSize {
  readonly points: number;
  readonly snapshots: number;
  /** Of all of it, without what the file adds to each row (a few per cent) and without the few vectors of what was found on the way. */
  readonly bytes: number;
}

const DOUBLE = 8;
/** Vectors of d values that the optimizer keeps beside the parameters. */
const MOMENTS = { sgd: 0, momentum: 1, adam: 2, 'mean-field': 2 } as const satisfies Record<DescentSpec['optimizer']['name'], number>;

/** @param d variables of the program */
export function recordedSize(
  spec: Pick<DescentSpec, 'iterations' | 'restarts' | 'recordEvery' | 'snapshotEvery' | 'optimizer' | 'decoders' | 'mu'>, d: number,
): RecordedSize {
  const descents = spec.restarts ?? 1;
  // Those due among iterations 0…T−1, and the end.
  const points = descents * (Math.ceil(spec.iterations / spec.recordEvery) + 1);
  const snapshots = descents * ((spec.snapshotEvery === 0 ? 1 : Math.ceil(spec.iterations / spec.snapshotEvery)) + 1);
  // Multipliers: about one vector more, in a checkpoint.
  const vectors = snapshots + 1 + MOMENTS[spec.optimizer.name] + (spec.mu.kind === 'sequential' || spec.mu.kind === 'parallel' ? 1 : 0) + 1;
  return {
    points, snapshots, bytes: DOUBLE * (points * TRAJECTORY_COLUMNS.length + vectors * d) + spec.decoders.length * Math.ceil(d / 8),
  };
}

/** In words: “about 4.0 GB: 10 001 snapshots of 400 kB and 10 001 points”. @param runs how many alike */
export function recordedSizeText({ points, snapshots, bytes }: RecordedSize, d: number, runs = 1): string {
  return `${sizeText(bytes * runs)}: ${countText(snapshots * runs)} snapshots of ${sizeText(DOUBLE * d)} and ${countText(points * runs)} points`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Two digits at least, in powers of 1000: `640 bytes`, `4.0 GB`. */
export function sizeText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${UNITS[unit]}`;
}

function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/gu, '\u2009');
}
