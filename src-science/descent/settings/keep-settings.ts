/** What is kept of a descent on its way. */
import { COUNT, WHOLE } from '../../settings/number-limits.ts';
import type { PlacedSettings, Say } from '../../settings/setting.ts';

const every = (n: number, say: Say): string => (
  n === 0 ? 'first and last only' : n === 1 ? 'every iteration' : `every ${say.count(n)} iterations`
);

export const KEEP_SETTINGS = {
  /** The first and the last are always recorded. */
  recordEvery: {
    kind: 'number',
    section: 'Keep',
    limits: COUNT,
    default: 1,
    subject: 'The recording interval',
    label: 'Record every',
    unit: 'iterations',
    column: 'Recorded every',
    brief: 'recorded every',
    row: every,
    arrows: 1,
    help: 'A point of the trajectory every so many iterations; the first and the last always.',
    option: { flags: '--record-every <n>', help: 'iterations between points of the trajectory' },
  },
  snapshotEvery: {
    kind: 'number',
    section: 'Keep',
    limits: WHOLE,
    default: 0,
    subject: 'The snapshot interval',
    label: 'Snapshot every',
    unit: 'iterations',
    brief: (value, say) => (value === 0 ? 'no snapshots' : `snapshot every ${say.count(value)}`),
    row: every,
    arrows: 10,
    help: 'The whole x̂ every so many iterations, for the heat map; 0 keeps the first and the last.',
    option: { none: 'snapshots belong to sessions', value: 0 },
  },
  checkpointEvery: {
    kind: 'number',
    section: 'Keep',
    limits: WHOLE,
    default: 0,
    subject: 'The checkpoint interval',
    label: 'Checkpoint every',
    unit: 'iterations',
    brief: (value, say) => (value === 0 ? 'no checkpoints' : `checkpoint every ${say.count(value)}`),
    row: (value, say) => (value === 0 ? 'never' : every(value, say)),
    arrows: 100,
    help: 'From the last checkpoint a run goes on after a crash, to the same bits; 0 never.',
    option: { none: 'checkpoints belong to sessions', value: 0 },
  },
} as const satisfies PlacedSettings<'Keep'>;
