/**
 * Problems in the database. A program is stored encoded and named by the SHA-256 of its bytes, so that
 * opening the same problem twice gives one; its bytes are checked against that name before they are
 * decoded. The few programs used last are kept decoded.
 */
import type { Database } from 'better-sqlite3';
import { ProblemFacts, ProblemId } from '../../../src-contract/session.ts';
import { z } from '../../../src-contract/zod.ts';
import { decodeProgram, encodeProgram } from '../../../src-science/program/encoding.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { programFacts } from '../../../src-science/program/facts.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { createRecent } from '../../../src-science/program/recent.ts';
import { EngineError } from '../error-value.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { settleBin } from './bin.ts';
import type { Checksums } from './checksums.ts';
import { OneLine } from '../../../src-contract/one-line.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

export const ProblemRow = z.object({
  id: ProblemId,
  hash: z.string().length(64),
  /** For people; the program itself has the name as its file has it. */
  name: OneLine,
  origin: OneLine,
  addedAt: z.number(),
  sense: z.enum(['min', 'max']),
  variables: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  nonzeros: z.number().int().nonnegative(),
  warnings: z.string().transform((text, context): string[] => {
    try {
      return z.array(OneLine).parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'expected a JSON list of warnings' });
      return z.NEVER;
    }
  }),
  /** Came with the problem's file. */
  publishedOptimum: z.number().nullable(),
  typedOptimum: z.number().nullable(),
  /** When it went to the bin; null while it is there. */
  removedAt: z.number().nullable(),
});
/**
 * `name` is told apart from those of the session's other problems; `ownName` is the stored one. As long as problems only come,
 * the names that are told apart follow from the stored ones and the order of rows; before one goes, they are stored.
 */
export type ProblemRow = z.infer<typeof ProblemRow> & { readonly ownName: string };

/** Computed facts are kept with the number of the code that computed them. */
const StoredFacts = z.object({ version: z.number(), facts: ProblemFacts });
const FACTS_VERSION = 1;

export interface NewProblem {
  readonly program: Program;
  /** Shown name, if the program has none. */
  readonly fallbackName: string;
  /** File name without folder, or the generator's call. */
  readonly origin: string;
  readonly warnings: readonly string[];
  readonly publishedOptimum: number | null;
}

export interface DecodedProgram {
  readonly program: Program;
  readonly form: NormalForm;
}

/** What a user decides of a problem: an optimum that was typed in, null where none was, and whether it is in the bin. */
export interface ProblemEdit {
  readonly id: number;
  readonly change: Partial<Pick<ProblemRow, 'typedOptimum' | 'removedAt'>>;
}

export interface ProblemStore {
  /** Those that are there, in the order of their numbers. */
  readonly rows: ReadonlyMap<number, ProblemRow>;
  /** Those that were removed. */
  readonly bin: ReadonlyMap<number, ProblemRow>;
  /** @throws EngineError `problem-missing` */
  row(id: number): ProblemRow;
  /**
   * Adds a problem, or finds the equal one that is there, or takes it back out of the bin without its runs. `touch` is
   * called before anything is written.
   */
  add(problem: NewProblem, addedAt: number, touch: () => void): ProblemRow;
  /** @throws EngineError `problem-damaged` if the bytes are not those of the hash */
  encoded(id: number): Uint8Array;
  decoded(id: number): DecodedProgram;
  /** A program's normal form; null where it is damaged, which is told when its bytes are asked for. */
  formOrNull(id: number): NormalForm | null;
  facts(id: number): ProblemFacts;
  /** The facts kept in the session; null before they were asked for, or where another version computed them. */
  storedFacts(id: number): ProblemFacts | null;
  /**
   * Writes a problem of another session, whose hash none has here, as removed; it is in the bin.
   * @param bytes its program, encoded @param facts as stored there, or null
   * @throws EngineError `problem-unreadable` where a row of that hash is here and cannot be read
   */
  adopt(problem: ProblemRow, bytes: Uint8Array, facts: ProblemFacts | null, removedAt: number): ProblemRow;
  /** Forgets problems whose rows are deleted. */
  forget(ids: readonly number[]): void;
  /** Of a problem whose file stated none. */
  stateOptimum(id: number, optimum: number): ProblemRow;
  /** What a user edits, as of runs (`RunStore.edit`). */
  edit(changes: readonly ProblemEdit[]): { readonly back: readonly ProblemEdit[]; readonly settle: () => void };
}

/** A name that none of the others has: itself, or with the first free number from 2 on behind it. */
export function distinctName(name: string, others: Iterable<{ readonly name: string }>): string {
  const taken = new Set([...others].map((other) => other.name));
  let shown = name;
  for (let k = 2; taken.has(shown); k++) shown = `${name} (${k})`;
  return shown;
}

/** A problem under a name that tells it from the others. */
function named(problem: ProblemRow, others: Iterable<{ readonly name: string }>): ProblemRow {
  return { ...problem, name: distinctName(problem.ownName, others) };
}

/** Whether a stored name is a program's own, or that told apart from others. */
export function isNameOf(stored: string, own: string): boolean {
  return stored.startsWith(own) && /^( \(\d+\))*$/.test(stored.slice(own.length));
}

/** Without a negative zero, which a REAL column cannot hold. */
function plusZero(value: number | null): number | null {
  return value === null ? null : value + 0;
}

/** Decoded programs that are kept, and their nonzeros together: 24 bytes each, with the normal form. */
const KEPT = { most: 4, mostWeight: 4_000_000 };

/** A row that is not what a problem may be is none of them (`Checksums.readable`). */
export function createProblemStore(database: Database, checksums: Checksums): ProblemStore {
  const columns = 'id, hash, name, origin, added_at AS addedAt, sense, variables, rows, nonzeros, warnings, published_optimum AS publishedOptimum, typed_optimum AS typedOptimum, removed_at AS removedAt';
  const rows = new Map<number, ProblemRow>();
  const bin = new Map<number, ProblemRow>();
  const stored = database.prepare(`SELECT ${columns} FROM problem ORDER BY id`).iterate();
  for (const parsed of checksums.readable('problem', stored, ProblemRow)) {
    const own = { ...parsed, ownName: parsed.name };
    if (parsed.removedAt === null) rows.set(parsed.id, named(own, rows.values()));
    else bin.set(parsed.id, own);
  }
  const insert = database.prepare(
    `INSERT INTO problem (hash, name, origin, added_at, sense, variables, rows, nonzeros, warnings, published_optimum, typed_optimum,
      removed_at, program) VALUES (${Array.from({ length: 13 }, () => '?').join(', ')})`,
  );
  const idOfHash = database.prepare('SELECT id FROM problem WHERE hash = ?').pluck();
  const replace = database.prepare(
    `UPDATE problem SET name = ?, origin = ?, added_at = ?, sense = ?, variables = ?, rows = ?, nonzeros = ?, warnings = ?,
      published_optimum = ?, typed_optimum = ?, removed_at = ?, program = ?, facts = NULL WHERE hash = ?`,
  );
  /** A row of this program that could not be read is written anew and keeps its number, which its runs go by. */
  const put = (hash: string, ...values: readonly unknown[]): { readonly lastInsertRowid: number | bigint } => {
    const unreadable = idOfHash.get(hash) as number | bigint | undefined;
    if (unreadable === undefined) return insert.run(hash, ...values);
    if (!ProblemId.safeParse(unreadable).success) throw new EngineError(
      'problem-unreadable', `This problem is in the session already, under the number ${String(unreadable)}, which cannot be read.`,
      'Open it in a new session, or open a backup of this one.',
    );
    replace.run(...values, hash);
    return { lastInsertRowid: Number(unreadable) };
  };
  const readProgram = database.prepare('SELECT program FROM problem WHERE id = ?').pluck();
  const readFacts = database.prepare('SELECT facts FROM problem WHERE id = ?').pluck();
  const writeFacts = database.prepare('UPDATE problem SET facts = ? WHERE id = ?');
  const writeOptimum = database.prepare('UPDATE problem SET published_optimum = ? WHERE id = ?');
  const writeEdited = database.prepare('UPDATE problem SET typed_optimum = ?, removed_at = ? WHERE id = ?');
  const writeName = database.prepare('UPDATE problem SET name = ? WHERE id = ?');
  const decoded = createRecent<number, DecodedProgram>({ ...KEPT, weightOf: ({ program }) => program.rows.value.length });

  const row = (id: number): ProblemRow => {
    const found = rows.get(id);
    if (found === undefined) throw new EngineError(
      'problem-missing', `There is no problem ${id} in this session.`,
      bin.has(id) ? 'It was removed; restore it from the bin.' : 'It was removed; the list of problems shows what is there.',
    );
    return found;
  };
  /** Writes a new row and its checksum, both or neither. */
  const sealed = database.transaction((write: () => { readonly lastInsertRowid: number | bigint }) => {
    const written = write();
    checksums.seal('problem', Number(written.lastInsertRowid));
    checksums.count('problem');
    return written;
  });
  const resealed = database.transaction((id: number, write: () => unknown) => {
    const intact = checksums.intact('problem', id);
    write();
    if (intact) checksums.seal('problem', id);
  });
  const encoded = (id: number): Uint8Array => {
    const { hash, name } = row(id);
    const bytes = z.instanceof(Uint8Array).parse(readProgram.get(id));
    if (lazyCrypto().createHash('sha256').update(bytes).digest('hex') !== hash) {
      throw new EngineError(
        'problem-damaged', `The stored program of “${name}” is damaged.`,
        'Open the problem file again, or open a backup of the session. Its runs can still be read.',
      );
    }
    return bytes;
  };
  const keep = (id: number, program: Program): DecodedProgram => {
    const kept = { program, form: normalForm(program) };
    decoded.put(id, kept);
    return kept;
  };
  const decode = (id: number): DecodedProgram => {
    return decoded.get(id) ?? keep(id, decodeProgram(encoded(id)));
  };
  const storedFacts = (id: number): ProblemFacts | null => {
    const text = z.string().nullable().parse(readFacts.get(id));
    if (text === null) return null;
    try {
      const stored = StoredFacts.parse(JSON.parse(text));
      return stored.version === FACTS_VERSION ? stored.facts : null;
    } catch {
      // A damaged cache is computed anew.
      return null;
    }
  };

  const edit: ProblemStore['edit'] = (changes) => {
    const there = new Map(rows);
    const renamed: ProblemRow[] = [];
    const keepName = (problem: ProblemRow): ProblemRow => {
      if (problem.name === problem.ownName) return problem;
      resealed(problem.id, () => writeName.run(problem.name, problem.id));
      return { ...problem, ownName: problem.name };
    };
    // What a name was told apart from may go, or come back under another one.
    if (changes.some(({ change }) => change.removedAt !== undefined)) {
      for (const problem of there.values()) {
        const kept = keepName(problem);
        if (kept === problem) continue;
        there.set(problem.id, kept);
        renamed.push(kept);
      }
    }
    const edited = changes.flatMap(({ id, change }) => {
      const before = there.get(id) ?? bin.get(id);
      if (before === undefined) return [];
      const { typedOptimum, removedAt } = { ...before, ...change };
      const changed = { ...before, typedOptimum: plusZero(typedOptimum), removedAt };
      resealed(id, () => writeEdited.run(changed.typedOptimum, changed.removedAt, id));
      const after = removedAt === null && !there.has(id) ? keepName(named(changed, there.values())) : changed;
      if (removedAt === null) there.set(id, after);
      else there.delete(id);
      const back = Object.fromEntries(Object.keys(change).map((column) => [column, before[column as keyof typeof change]]));
      return [{ after, back: { id, change: back } }];
    });
    return {
      back: edited.map(({ back }) => back),
      settle() {
        for (const problem of renamed) rows.set(problem.id, problem);
        settleBin(rows, bin, edited.map(({ after }) => after));
      },
    };
  };

  const stateOptimum = (id: number, optimum: number): ProblemRow => {
    resealed(id, () => writeOptimum.run(optimum, id));
    const stated = { ...(rows.get(id) ?? bin.get(id) ?? row(id)), publishedOptimum: optimum + 0 };
    (stated.removedAt === null ? rows : bin).set(id, stated);
    return stated;
  };
  const write = (fresh: Omit<ProblemRow, 'id'>, bytes: Uint8Array, by: typeof put): ProblemRow => {
    const { lastInsertRowid } = sealed(() => by(
      fresh.hash,
      fresh.ownName,
      fresh.origin,
      fresh.addedAt,
      fresh.sense,
      fresh.variables,
      fresh.rows,
      fresh.nonzeros,
      JSON.stringify(fresh.warnings),
      fresh.publishedOptimum,
      fresh.typedOptimum,
      fresh.removedAt,
      bytes,
    ));
    return { ...fresh, id: Number(lastInsertRowid) };
  };

  return {
    rows,
    bin,
    row,
    adopt({ id: _id, ...problem }, bytes, facts, removedAt) {
      // Written anew, it would have to go again with the runs of that row where the merge is undone.
      if (idOfHash.get(problem.hash) !== undefined) throw new EngineError(
        'problem-unreadable', 'This problem is in the session already, in a row that cannot be read.', 'Open the problem file first.',
      );
      const adopted = write({ ...problem, name: problem.ownName, removedAt }, bytes, (...values) => insert.run(...values));
      if (facts !== null) resealed(adopted.id, () => writeFacts.run(JSON.stringify({ version: FACTS_VERSION, facts }), adopted.id));
      bin.set(adopted.id, adopted);
      return adopted;
    },
    forget: (ids) => ids.forEach((id) => void (rows.delete(id), bin.delete(id))),
    stateOptimum,
    add({ program, fallbackName, origin, warnings, publishedOptimum }, addedAt, touch) {
      const bytes = encodeProgram(program);
      const hash = lazyCrypto().createHash('sha256').update(bytes).digest('hex');
      const thrown = [...bin.values()].find((each) => each.hash === hash);
      if (thrown !== undefined) {
        touch();
        edit([{ id: thrown.id, change: { removedAt: null } }]).settle();
      }
      const known = [...rows.values()].find((each) => each.hash === hash);
      if (known !== undefined) {
        if (known.publishedOptimum !== null || publishedOptimum === null) return known;
        // The same problem, this time from a source that states its optimum.
        touch();
        return stateOptimum(known.id, publishedOptimum);
      }
      touch();
      const ownName = oneLine(program.name === '' ? fallbackName : program.name);
      const fresh: Omit<ProblemRow, 'id'> = {
        hash,
        name: distinctName(ownName, rows.values()),
        ownName,
        origin: oneLine(origin),
        addedAt,
        sense: program.sense,
        variables: program.objective.length,
        rows: program.rowLower.length,
        nonzeros: program.rows.value.length,
        warnings: warnings.map(oneLine),
        publishedOptimum: publishedOptimum === null ? null : publishedOptimum + 0,
        typedOptimum: null,
        removedAt: null,
      };
      const added = write(fresh, bytes, put);
      // Of a row that was written anew others may come after it.
      settleBin(rows, bin, [added]);
      keep(added.id, program);
      return added;
    },
    edit,
    encoded,
    decoded: decode,
    storedFacts,
    formOrNull(id) {
      try {
        return decode(id).form;
      } catch {
        return null;
      }
    },
    facts(id) {
      row(id);
      checksums.check('problem', id);
      const known = storedFacts(id);
      if (known !== null) return known;
      const facts = ProblemFacts.parse(programFacts(decode(id).program));
      resealed(id, () => writeFacts.run(JSON.stringify({ version: FACTS_VERSION, facts }), id));
      return facts;
    },
  };
}
