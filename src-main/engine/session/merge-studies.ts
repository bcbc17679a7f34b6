/**
 * Studies of another session. One of the same title, problems, methods and seeds is that one, and a place of it takes the
 * run that got furthest; one of the same title that asks for something else stands beside it, and that is told.
 */
import type { SessionStudy } from '../../../src-contract/session-study.ts';
import type { Findings } from './merge-findings.ts';
import type { MergeSource } from './merge-source.ts';
import { settledStatus } from './run-bits.ts';
import type { RunRow } from './run-row.ts';
import { FURTHEST, placeKey } from './study-plan.ts';
import type { NewPlace, PlaceLink, PlaceRow, StudyRow, StudyStore } from './study-store.ts';

export interface StudiesMerge {
  /** To be written as removed. */
  readonly fresh: readonly { readonly study: Omit<StudyRow, 'id'>; readonly places: readonly NewPlace[] }[];
  /** Studies that are in the bin here and come back. */
  readonly back: readonly number[];
  readonly links: readonly PlaceLink[];
  readonly same: number;
}

interface Mapped {
  /** The number here of a problem of the source; null where it is not here. */
  readonly problemOf: (id: number) => number | null;
  /** Likewise of a run. */
  readonly runOf: (id: number) => number | null;
  /** A run here, also one that is only written yet; undefined where it is removed. */
  readonly rowOf: (id: number) => RunRow | undefined;
  readonly removedAt: number;
  readonly findings: Findings;
}

/** Decides; writes nothing. */
export function mergedStudies(source: Pick<MergeSource, 'studies' | 'checksums'>, studies: StudyStore, mapped: Mapped): StudiesMerge {
  const { problemOf, rowOf, removedAt, findings } = mapped;
  const here = [...studies.rows.values(), ...studies.bin.values()];
  const fresh: { study: Omit<StudyRow, 'id'>; places: NewPlace[] }[] = [];
  const back: number[] = [];
  const links: PlaceLink[] = [];
  let same = 0;
  for (const theirs of source.studies.rows.values()) {
    const leave = (why: string): void => findings.add('damaged', `study “${theirs.title}”`, `${why}; it is left out`);
    if (!source.checksums.intact('study', theirs.id)) {
      leave('it is not what Leibniz wrote');
      continue;
    }
    const spec: SessionStudy = { ...theirs.spec, problems: theirs.spec.problems.flatMap((id) => problemOf(id) ?? []) };
    if (spec.problems.length === 0) {
      leave('none of its problems is there');
      continue;
    }
    const places = source.studies.places(theirs.id).flatMap((place) => placeHere(place, theirs.title, source, mapped));
    const ours = here.find((study) => study.title === theirs.title && isSameStudy(study, spec, places, studies));
    if (ours === undefined) {
      if (here.some((study) => study.title === theirs.title && study.removedAt === null)) findings.add(
        'study', `study “${theirs.title}”`, 'the one of the file asks for other problems, methods or seeds than the one here; both are kept',
      );
      fresh.push({ study: { ...theirs, spec, removedAt }, places });
      continue;
    }
    same++;
    if (ours.removedAt !== null) back.push(ours.id);
    const runAt = new Map(places.map((place) => [placeKey(place), place.runId]));
    for (const place of studies.places(ours.id)) {
      const runId = runAt.get(placeKey(place)) ?? null;
      if (runId === null) continue;
      if (isFurther(rowOf(runId), place.runId === null ? undefined : rowOf(place.runId))) links.push({ place: place.id, runId });
    }
  }
  return { fresh, back, links, same };
}

function placeHere(
  place: PlaceRow, title: string, { checksums }: Pick<MergeSource, 'checksums'>, { problemOf, runOf, findings }: Mapped,
): NewPlace[] {
  const problemId = problemOf(place.problemId);
  if (problemId === null) return [];
  const intact = checksums.intact('study-run', place.id);
  if (!intact) findings.add('damaged', `study “${title}”`, `which run is that of its place ${place.id} is not what Leibniz wrote; the place is empty`);
  return [{ problemId, method: place.method, seed: place.seed, runId: intact && place.runId !== null ? runOf(place.runId) : null }];
}

/** The same settings give the same places, unless a problem was removed on one side or another version planned it. */
function isSameStudy(study: StudyRow, spec: SessionStudy, places: readonly NewPlace[], studies: StudyStore): boolean {
  if (askedText(study.spec) !== askedText(spec)) return false;
  const keys = studies.places(study.id).map(placeKey);
  const wanted = new Set(places.map(placeKey));
  return keys.length === wanted.size && keys.every((key) => wanted.has(key));
}

function askedText({ problems, methods, seeds }: SessionStudy): string {
  return JSON.stringify([problems, methods, seeds]);
}

function isFurther(row: RunRow | undefined, than: RunRow | undefined): boolean {
  if (row === undefined || row === than) return false;
  return than === undefined || FURTHEST.indexOf(settledStatus(row.status)) > FURTHEST.indexOf(than.status);
}
