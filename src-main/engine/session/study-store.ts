/**
 * Studies in the database: what each asks for, and which run is that of each of its places. All of it is read once,
 * parsed, and kept in memory. What a study names by number may be gone; then the place is empty again.
 */
import type { Database } from 'better-sqlite3';
import { RunId } from '../../../src-contract/session.ts';
import { SessionStudy, StudyId, StudyState } from '../../../src-contract/session-study.ts';
import { StudyName } from '../../../src-contract/study.ts';
import { OneLine } from '../../../src-contract/one-line.ts';
import { z } from '../../../src-contract/zod.ts';
import { EngineError } from '../error-value.ts';
import { settleBin } from './bin.ts';
import type { Checksums } from './checksums.ts';

const StudyRow = z.object({
  id: StudyId,
  title: StudyName,
  createdAt: z.number(),
  state: StudyState,
  removedAt: z.number().nullable(),
  spec: z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'expected the JSON of a study' });
      return z.NEVER;
    }
  }).pipe(SessionStudy),
});
export type StudyRow = z.infer<typeof StudyRow>;

const PlaceRow = z.object({
  id: z.number().int().positive(), studyId: StudyId, problemId: z.number().int().positive(), method: OneLine, seed: z.number().nullable(),
  runId: RunId.nullable(),
});
/** One run that a study asks for. */
export type PlaceRow = z.infer<typeof PlaceRow>;
export type NewPlace = Omit<PlaceRow, 'id' | 'studyId'>;

/** A study that a run belongs to, and what it calls the run's method. */
export interface Membership {
  readonly id: number;
  readonly method: string;
}

/** What a user edits of a study. */
export interface StudyEdit {
  readonly id: number;
  readonly change: Partial<Pick<StudyRow, 'title' | 'removedAt'>>;
}

/** Which run is that of a place of a study. */
export interface PlaceLink {
  readonly place: number;
  readonly runId: number | null;
}

export interface StudyStore {
  readonly rows: ReadonlyMap<number, StudyRow>;
  /** Those that were removed and are still whole. */
  readonly bin: ReadonlyMap<number, StudyRow>;
  /** @throws EngineError `study-missing` */
  row(id: number): StudyRow;
  /** Of a study, in the bin or not. */
  places(id: number): readonly PlaceRow[];
  /** Studies that a run belongs to, oldest first. */
  memberships(runId: number): readonly Membership[];
  create(title: string, spec: SessionStudy, state: StudyState, createdAt: number): StudyRow;
  change(id: number, change: Partial<Pick<StudyRow, 'title' | 'spec' | 'state'>>): StudyRow;
  /**
   * What a user edits, of studies that are there or in the bin; to be called in a transaction. Numbers of none are left out.
   * @returns what edits it back, and what makes the change seen, to be called once the transaction is over
   */
  edit(changes: readonly StudyEdit[]): { readonly back: readonly StudyEdit[]; readonly settle: () => void };
  /**
   * Writes a study of another session as removed. @returns it, and what puts it into the bin, to be called once its
   * transaction is over
   */
  adopt(study: Omit<StudyRow, 'id'>, places: readonly NewPlace[]): { readonly row: StudyRow; readonly settle: () => void };
  /** Says which runs are those of places, of studies in the bin too; as `edit`. */
  relink(links: readonly PlaceLink[]): { readonly back: readonly PlaceLink[]; readonly settle: () => void };
  /** Puts other places in those of a study; those with an id stay the rows they are. @returns all of them, in the order given */
  replacePlaces(id: number, places: readonly (NewPlace & { readonly id?: number })[]): readonly PlaceRow[];
  /** Says which runs are those of places. A place that is gone is passed over. */
  link(links: readonly { readonly place: number; readonly runId: number }[]): void;
}

const NONE: readonly Membership[] = [];

/** A row that is not what it may be is none of them (`Checksums.readable`). */
export function createStudyStore(database: Database, checksums: Checksums): StudyStore {
  const rows = new Map<number, StudyRow>();
  const bin = new Map<number, StudyRow>();
  const ofStudy = 'id, title, created_at AS createdAt, state, removed_at AS removedAt, spec';
  for (const row of checksums.readable('study', database.prepare(`SELECT ${ofStudy} FROM study ORDER BY id`).iterate(), StudyRow)) {
    (row.removedAt === null ? rows : bin).set(row.id, row);
  }
  const placesOf = new Map<number, PlaceRow[]>([...rows.keys(), ...bin.keys()].map((id) => [id, []]));
  const studyOf = new Map<number, number>();
  const columns = 'id, study_id AS studyId, problem_id AS problemId, method, seed, run_id AS runId';
  const stored = database.prepare(`SELECT ${columns} FROM study_run ORDER BY id`).iterate();
  for (const place of checksums.readable('study-run', stored, PlaceRow)) {
    placesOf.get(place.studyId)?.push(place);
    studyOf.set(place.id, place.studyId);
  }
  /** By run; made anew when it is asked for after a change. */
  let members: Map<number, Membership[]> | null = null;
  const membersNow = (): Map<number, Membership[]> => {
    if (members !== null) return members;
    members = new Map();
    for (const id of [...rows.keys()].toSorted((a, b) => a - b)) {
      for (const { runId, method } of placesOf.get(id) ?? []) {
        const known = runId === null ? undefined : members.get(runId);
        if (runId !== null && known === undefined) members.set(runId, [{ id, method }]);
        else if (known !== undefined && known.at(-1)?.id !== id) known.push({ id, method });
      }
    }
    return members;
  };

  const insert = database.prepare('INSERT INTO study (title, spec, created_at, state, removed_at) VALUES (?, ?, ?, ?, ?)');
  const update = database.prepare('UPDATE study SET title = ?, spec = ?, state = ?, removed_at = ? WHERE id = ?');
  const insertPlace = database.prepare('INSERT INTO study_run (study_id, problem_id, method, seed, run_id) VALUES (?, ?, ?, ?, ?)');
  const linkPlace = database.prepare('UPDATE study_run SET run_id = ? WHERE id = ?');
  const removePlace = database.prepare('DELETE FROM study_run WHERE id = ?');
  const transaction = database.transaction((work: () => void) => work());

  const row = (id: number): StudyRow => {
    const found = rows.get(id);
    if (found === undefined) throw new EngineError(
      'study-missing', `There is no study ${id} in this session.`,
      bin.has(id) ? 'It was removed; undo brings it back.' : 'It was removed; the list of studies shows what is there.',
    );
    return found;
  };
  const drop = (places: readonly PlaceRow[]): void => {
    for (const { id } of places) {
      removePlace.run(id);
      checksums.dropRow('study-run', id);
      studyOf.delete(id);
    }
  };
  const rewrite = ({ id, title, spec, state, removedAt }: StudyRow): void => {
    const intact = checksums.intact('study', id);
    update.run(title, JSON.stringify(spec), state, removedAt, id);
    if (intact) checksums.seal('study', id);
  };
  /** Writes which run a place has, if it is another. @returns the place as it is now */
  const linked = (place: PlaceRow, runId: number | null): PlaceRow => {
    if (place.runId === runId) return place;
    const intact = checksums.intact('study-run', place.id);
    linkPlace.run(runId, place.id);
    if (intact) checksums.seal('study-run', place.id);
    return { ...place, runId };
  };

  const madePlace = (studyId: number, place: NewPlace): PlaceRow => {
    const { lastInsertRowid } = insertPlace.run(studyId, place.problemId, place.method, place.seed, place.runId);
    const made = { ...place, id: Number(lastInsertRowid), studyId };
    checksums.seal('study-run', made.id);
    return made;
  };

  const relink: StudyStore['relink'] = (links) => {
    const runOf = new Map(links.map(({ place, runId }) => [place, runId]));
    const touched = new Set(links.flatMap(({ place }) => studyOf.get(place) ?? []));
    const after = [...touched].map((id) => [id, (placesOf.get(id) ?? []).map(
      (place) => linked(place, runOf.has(place.id) ? (runOf.get(place.id) ?? null) : place.runId),
    )] as const);
    const back = [...touched].flatMap((id) => placesOf.get(id) ?? []).flatMap(
      ({ id, runId }) => (runOf.has(id) ? [{ place: id, runId }] : []),
    );
    return {
      back,
      settle() {
        for (const [id, places] of after) placesOf.set(id, places);
        members = null;
      },
    };
  };

  return {
    rows,
    bin,
    row,
    places: (id) => placesOf.get(id) ?? [],
    memberships: (runId) => membersNow().get(runId) ?? NONE,
    create(title, spec, state, createdAt) {
      let id = 0;
      transaction(() => {
        id = Number(insert.run(title, JSON.stringify(spec), createdAt, state, null).lastInsertRowid);
        checksums.seal('study', id);
        checksums.count('study');
      });
      const made: StudyRow = { id, title, spec, createdAt, state, removedAt: null };
      rows.set(id, made);
      placesOf.set(id, []);
      return made;
    },
    change(id, wanted) {
      const after = { ...row(id), ...wanted };
      transaction(() => rewrite(after));
      rows.set(id, after);
      return after;
    },
    edit(changes) {
      const edited = changes.flatMap(({ id, change }) => {
        const before = rows.get(id) ?? bin.get(id);
        if (before === undefined) return [];
        const after = { ...before, ...change };
        rewrite(after);
        const { title, removedAt } = before;
        return [{ after, back: { id, change: { title, removedAt } } }];
      });
      return {
        back: edited.map(({ back }) => back),
        settle() {
          settleBin(rows, bin, edited.map(({ after }) => after));
          members = null;
        },
      };
    },
    adopt(study, places) {
      const { title, spec, createdAt, state, removedAt } = study;
      const id = Number(insert.run(title, JSON.stringify(spec), createdAt, state, removedAt).lastInsertRowid);
      checksums.seal('study', id);
      checksums.count('study');
      const made = places.map((place) => madePlace(id, place));
      checksums.count('study_run');
      const adopted = { ...study, id };
      return {
        row: adopted,
        settle() {
          placesOf.set(id, made);
          for (const place of made) studyOf.set(place.id, id);
          settleBin(rows, bin, [adopted]);
          members = null;
        },
      };
    },
    relink,
    replacePlaces(id, places) {
      row(id);
      const before = new Map((placesOf.get(id) ?? []).map((place) => [place.id, place]));
      const now: PlaceRow[] = [];
      transaction(() => {
        const kept = new Set(places.flatMap((place) => place.id ?? []));
        drop([...before.values()].filter((place) => !kept.has(place.id)));
        for (const { id: placeId, ...place } of places) {
          const known = placeId === undefined ? undefined : before.get(placeId);
          if (known !== undefined) {
            now.push(linked(known, place.runId));
            continue;
          }
          const made = madePlace(id, place);
          studyOf.set(made.id, id);
          now.push(made);
        }
        checksums.count('study_run');
      });
      placesOf.set(id, now);
      members = null;
      return now;
    },
    link(links) {
      let settle = (): void => undefined;
      transaction(() => {
        ({ settle } = relink(links));
      });
      settle();
    },
  };
}
