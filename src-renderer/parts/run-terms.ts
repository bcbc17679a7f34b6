/**
 * Labels and help of the new-run form's fields, by path: those of the settings' records, and of the few fields
 * that are no settings.
 */
import { JOB_KIND_NAMES } from '../../src-contract/job-kinds.ts';
import { casesOf, JOB_SETTINGS } from '../../src-contract/job-settings.ts';
import type { Setting } from '../../src-science/settings/setting.ts';
import { everySetting } from '../../src-science/settings/walk.ts';

export interface Term {
  readonly label: string;
  readonly help: string;
  readonly unit?: string;
}

/** The settings of every kind, by the paths of their fields. Only of several cases the first has a path that another needs. */
const SETTINGS: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ...JOB_KIND_NAMES.flatMap(
    (kind) => casesOf(kind).toReversed().flatMap(
      (settings) => everySetting(settings).map(({ path, setting }) => [`${kind}.${path}`, setting] as const),
    ),
  ),
  ['quality.pathSamples', JOB_SETTINGS.quality.cases.path.samples],
]);

/** What the form asks besides: where a vector comes from, how many runs. */
const OWN: Readonly<Record<string, Term>> = {
  'exact.start.solution': { label: 'Which solution', help: 'Of the solutions that the run has: its decoders’, or the solver’s.' },
  'quality.points.most': { label: 'At most', unit: 'points', help: 'So many of the run’s snapshots at most, evenly over its iterations, the first and the last among them.' },
  seeds: { label: 'Seeds', help: 'How many runs to start, with this seed and the ones that follow it.' },
};

/** Every field's words, by path. */
export const FIELDS: Readonly<Record<string, Term>> = { ...Object.fromEntries(SETTINGS), ...OWN };

const NOTHING: Term = { label: '', help: '' };
export const field = (path: string): Term => FIELDS[path] ?? NOTHING;

/** The setting that a field holds, or null. */
export function settingOf(path: string): Setting | null {
  return SETTINGS.get(path) ?? null;
}
