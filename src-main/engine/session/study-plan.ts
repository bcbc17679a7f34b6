/**
 * What a study comes to on the problems of a session: its runs in the order problems × methods × seeds, which of them
 * are there already, and what its methods complain of. A run is there where one of the same problem, settings, seed and
 * numerics is, whoever asked for it; of the study's own runs that have ended the numerics do not matter. Writes nothing.
 */
import { settingsKey, settingsOf } from '../../../src-contract/configuration.ts';
import { seedOf, withSeed } from '../../../src-contract/job-body.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { SessionStudy } from '../../../src-contract/session-study.ts';
import type { StudyMethod } from '../../../src-contract/study.ts';
import { recordedSize } from '../../../src-science/descent/recorded-size.ts';
import { EngineError } from '../error-value.ts';
import { NUMERICS } from '../numerics.ts';
import { defaultSpecs, presetSpecs, proposedPresets, specComplaints, specDraws } from '../kinds/kinds.ts';
import type { DecodedProgram, ProblemStore } from './problem-store.ts';
import type { RunRow } from './run-row.ts';
import { identityOf, numericsOfRow } from './run-identity.ts';
import type { RunStore } from './run-store.ts';
import type { PlaceRow } from './study-store.ts';

/** A run that the study asks for, and what there is of it. */
export interface PlannedRun {
  readonly problemId: number;
  readonly method: string;
  readonly seed: number | null;
  readonly spec: JobSpec;
  /** `kept`: it waits, works or is done; `resumed`: it goes on; `made`: it is new, in place of `runId` where there is one. */
  readonly what: 'kept' | 'resumed' | 'made';
  readonly runId: number | null;
  /** The place of the study that it is already. */
  readonly place: number | null;
  /** What a descent that is to be made stores at most. */
  readonly bytes: number;
  /** The same settings and seed as an earlier run of this plan, which is then this one too. */
  readonly sameAs: number | null;
  /** Among the study's runs, from 0, whatever there is of them; runs of the same settings and seed have one. */
  readonly position: number;
}

export interface StudyComplaint {
  readonly problemId: number;
  readonly method: string;
  readonly field: string;
  readonly message: string;
}

export interface StudyPlan {
  readonly runs: readonly PlannedRun[];
  readonly complaints: readonly StudyComplaint[];
  /** Methods of which every seed gives the same run, by problem. */
  readonly drawNothing: readonly { readonly problemId: number; readonly method: string }[];
}

interface Known {
  readonly problems: Pick<ProblemStore, 'rows' | 'decoded'>;
  readonly runs: Pick<RunStore, 'rows' | 'hasCheckpoint'>;
}

/** Beyond it a session is slow to open and to save; more are more studies. */
const MOST_STUDY_RUNS = 100_000;

const GOING_OR_DONE: readonly RunRow['status'][] = ['queued', 'running', 'done'];
/** From what says least of a run's end to what says most. */
export const FURTHEST: readonly RunRow['status'][] = ['failed', 'cancelled', 'cancelling', 'interrupted', 'queued', 'running', 'done'];

/**
 * @param places what the study has now
 * @throws EngineError where a method has no spec on a problem, or `study-too-large`
 */
export function planStudy(spec: SessionStudy, places: readonly PlaceRow[], known: Known): StudyPlan {
  const { problems, runs } = known;
  const own = new Map(places.map((place) => [placeKey(place), place]));
  const there = furthestRuns(runs.rows.values());
  const planned: PlannedRun[] = [];
  const complaints: StudyComplaint[] = [];
  const drawNothing: { problemId: number; method: string }[] = [];
  const first = new Map<string, number>();
  const positions = new Map<string, number>();
  for (const problemId of new Set(spec.problems)) {
    const problem = problems.rows.get(problemId);
    // Removed since; the rest of the study stands.
    if (problem === undefined) continue;
    const decoded = problems.decoded(problemId);
    for (const method of spec.methods) {
      const base = specOfMethod(method, decoded, problem.name);
      const wrong = specComplaints(base, decoded.program, decoded.form);
      for (const { field, message } of wrong) complaints.push({ problemId, method: method.name, field, message });
      const isOne = spec.seeds.length > 1 && seedOf(base) !== null && wrong.length === 0 && !specDraws(base, decoded.form);
      if (isOne) drawNothing.push({ problemId, method: method.name });
      const settings = settingsOf(base);
      const key = settingsKey({ ...settings, numerics: NUMERICS });
      const ownKey = settingsKey(settings);
      const seeds = isOne || seedOf(base) === null ? spec.seeds.slice(0, 1) : spec.seeds;
      if (planned.length + seeds.length > MOST_STUDY_RUNS) throw tooLarge(spec);
      for (const each of seededSpecs(base, seeds)) {
        const place = own.get(placeKey({ problemId, method: method.name, seed: each.seed }));
        const anyRun = there.get(runKey(problemId, key, each.seed));
        const same = runKey(problemId, ownKey, each.seed);
        const found = whatThereIs(place, anyRun, method.name, ownKey, runs);
        const sameAs = found.what === 'kept' ? null : (first.get(same) ?? null);
        if (!first.has(same)) first.set(same, planned.length);
        const position = positions.get(same) ?? positions.size;
        positions.set(same, position);
        planned.push({
          problemId, method: method.name, seed: each.seed, spec: each.spec, ...found, place: place?.id ?? null, sameAs, position,
          bytes: each.spec.kind === 'descent' && found.what !== 'kept' && sameAs === null
            ? recordedSize(each.spec.descent, problem.variables).bytes
            : 0,
        });
      }
    }
  }
  return { runs: planned, complaints, drawNothing };
}

function tooLarge({ problems, methods, seeds }: SessionStudy): EngineError {
  const asked = `${problems.length} problems × ${methods.length} methods × ${seeds.length} seeds`;
  return new EngineError(
    'study-too-large', `The study asks for more than ${MOST_STUDY_RUNS} runs: ${asked}.`,
    'Take fewer seeds, or make several studies of it, each in a session of its own.',
  );
}

/** Of a study's own run that is over without an end, it goes on or is replaced; anybody else's is taken only where it ends well. */
function whatThereIs(
  place: PlaceRow | undefined, anyRun: RunRow | undefined, method: string, ownKey: string, runs: Known['runs'],
): Pick<PlannedRun, 'what' | 'runId'> {
  const linked = place === undefined || place.runId === null ? undefined : runs.rows.get(place.runId);
  // A study that asks for something else under the same name does not take the old run for the new one.
  const own = linked !== undefined && keyWithoutNumerics(linked) === ownKey ? linked : undefined;
  // A run of the method's name is the study's own from before studies were kept.
  const mine = own ?? (anyRun?.label === method ? anyRun : undefined);
  for (const run of [own, anyRun]) if (run !== undefined && GOING_OR_DONE.includes(run.status)) return { what: 'kept', runId: run.id };
  if (mine === undefined || mine.status === 'cancelling') return { what: 'made', runId: null };
  // What another version's numerics began is begun anew: no run is half of one and half of the other.
  const numerics = numericsOfRow(mine);
  const resumes = (numerics === null || numerics === NUMERICS)
    && (runs.hasCheckpoint(mine.id) || mine.status === 'interrupted' || mine.status === 'failed');
  return { what: resumes ? 'resumed' : 'made', runId: mine.id };
}

/** A method's spec for a problem: as written, or the default descent, or a preset, with what the method changes. */
function specOfMethod(method: StudyMethod, { program, form }: DecodedProgram, problemName: string): JobSpec {
  if ('spec' in method) return method.spec;
  const asked = 'preset' in method ? method.preset : null;
  const preset = asked === 'proposed' ? proposedPresets(program).find(({ kind }) => kind === 'descent')?.preset : asked;
  const base = asked === null
    ? defaultSpecs(form).find((spec) => spec.kind === 'descent')
    : presetSpecs(form).find(({ name }) => name === preset)?.spec;
  if (base?.kind !== 'descent') {
    throw new EngineError('internal', `There is no default descent for “${problemName}”.`, 'Write the full spec in the study.');
  }
  const changes = Object.fromEntries(Object.entries(method.descent ?? {}).filter(([, value]) => value !== undefined));
  return { ...base, descent: { ...base.descent, ...changes } };
}

/** One spec per seed, or the spec alone where nothing in it has a seed. */
function seededSpecs(spec: JobSpec, seeds: readonly number[]): { spec: JobSpec; seed: number | null }[] {
  return seedOf(spec) === null ? [{ spec, seed: null }] : seeds.map((seed) => ({ spec: withSeed(spec, seed), seed }));
}

/** The runs of a session by what they were asked; of several the furthest one. */
function furthestRuns(rows: Iterable<RunRow>): Map<string, RunRow> {
  const known = new Map<string, RunRow>();
  for (const row of rows) {
    const key = runKey(row.problemId, identityOf(row.id, row.kind, row.method, row.identity).configuration.key, row.seed);
    const other = known.get(key);
    if (other === undefined || FURTHEST.indexOf(row.status) > FURTHEST.indexOf(other.status)) known.set(key, row);
  }
  return known;
}

function keyWithoutNumerics(row: RunRow): string {
  const { numerics: _numerics, ...settings } = identityOf(row.id, row.kind, row.method, row.identity).configuration.settings;
  return settingsKey(settings);
}

function runKey(problemId: number, key: string, seed: number | null): string {
  return `${problemId} ${key} ${seed}`;
}

export function placeKey({ problemId, method, seed }: Pick<PlaceRow, 'problemId' | 'method' | 'seed'>): string {
  return `${problemId} ${seed} ${method}`;
}
