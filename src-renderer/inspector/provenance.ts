/**
 * Which run's x̂ or solution another run begins with: the runs before one, up to where its x̂ was first made, and the runs that came
 * of it, as rows of a tree. A run begins with one other run at most. Pure.
 */
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { settingWords } from '../../src-contract/setting-words.ts';
import { formatCount } from '../format/index.ts';

export interface Lineage {
  readonly byId: ReadonlyMap<number, RunSummary>;
  /** The runs that begin with one, by its number, which may be that of a run that was removed; oldest first. */
  readonly children: ReadonlyMap<number, readonly RunSummary[]>;
}

/** The run that a run begins with; null where none is known. */
const parentOf = ({ origin }: RunSummary): number | null => (origin === null || 'file' in origin ? null : origin.runId);

/** Cost: O(runs). @param runs by id */
export function lineageOf(runs: readonly RunSummary[]): Lineage {
  const children = new Map<number, RunSummary[]>();
  for (const run of runs) {
    const parent = parentOf(run);
    if (parent === null) continue;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [run]);
    else known.push(run);
  }
  return { byId: new Map(runs.map((run) => [run.id, run])), children };
}

/** The runs before one, the first first, and what stands before those: a run that is there no more, a file, or nothing known. */
export interface Ancestry {
  readonly runs: readonly RunSummary[];
  readonly before: { readonly removed: number } | { readonly file: string } | null;
}

export function ancestryOf({ byId }: Lineage, run: RunSummary): Ancestry {
  const runs: RunSummary[] = [];
  // A file made by hand may name a run that came of the run itself.
  const seen = new Set([run.id]);
  let at = run;
  for (;;) {
    const { origin } = at;
    if (origin === null) return { runs, before: null };
    if ('file' in origin) return { runs, before: { file: origin.file } };
    const parent = byId.get(origin.runId);
    if (parent === undefined) return { runs, before: { removed: origin.runId } };
    if (seen.has(parent.id)) return { runs, before: null };
    seen.add(parent.id);
    runs.unshift(parent);
    at = parent;
  }
}

/** All runs that came of one, whatever lies between; itself apart. */
export function descendantsOf({ children }: Lineage, id: number): readonly number[] {
  const found = new Set<number>();
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const child of children.get(at) ?? []) {
      if (child.id === id || found.has(child.id)) continue;
      found.add(child.id);
      waiting.push(child.id);
    }
  }
  return [...found];
}

export type ProvenanceRow =
  & { readonly key: string; readonly level: number }
  & (
    | {
      readonly kind: 'run';
      readonly run: RunSummary;
      readonly place: 'before' | 'self' | 'after';
      /** How it uses the run above it, or how it begins where there is none. */
      readonly how: string;
      /** How many runs begin with it; those of runs before this one are counted and not listed. */
      readonly children: number;
      /** Null where it does not open. */
      readonly open: boolean | null;
    }
    | { readonly kind: 'removed'; readonly runId: number }
    | { readonly kind: 'file'; readonly file: string }
    /** Runs before this one that are passed over. */
    | { readonly kind: 'between'; readonly count: number }
    /** Runs for which there is no room. */
    | { readonly kind: 'more'; readonly ids: readonly number[] }
  );

/** Of a longer chain the first and the last of the runs before are shown. */
const MOST_BEFORE = 9;
const ENDS_SHOWN = 4;
/** So many of the runs that begin with one are listed. */
const MOST_CHILDREN = 12;
/** Deeper levels stand under each other: the inspector is narrow. */
const MOST_INDENT = 5;

const VERBS: Readonly<Record<JobKind, string>> = {
  exact: 'solves from', descent: 'descends from', estimate: 'estimates at', decode: 'decodes', quality: 'measures gradients at',
  train: 'trains beside', predict: 'predicts beside',
};

/** `decodes its x̂ at iteration 400`, `solves from its solution threshold`; of a run without one before it, how it begins. */
export function howItBegins({ kind, origin, configuration }: RunSummary): string {
  if (origin === null) {
    const words = kind === 'descent' ? settingWords(configuration.settings, ['start']).join(', ') : '';
    return words === '' ? '' : `begins with ${words}`;
  }
  if ('file' in origin) return `${VERBS[kind]} a solution`;
  const { iteration, solution } = origin;
  if (solution !== undefined) return `${VERBS[kind]} its solution ${solution}`;
  return `${VERBS[kind]} its x̂${iteration === null ? '' : ` at iteration ${formatCount(iteration)}`}`;
}

/**
 * The rows of a run's tree: what came before it, one under the other, then itself, then what came of it, level by level.
 * @param opened keys of rows that are open besides the run itself; `between` opens what is passed over
 */
export function provenanceRows(lineage: Lineage, run: RunSummary, opened: ReadonlySet<string>): readonly ProvenanceRow[] {
  const { runs, before } = ancestryOf(lineage, run);
  const rows: ProvenanceRow[] = [];
  if (before !== null) rows.push('file' in before
    ? { key: 'file', kind: 'file', level: 0, file: before.file }
    : { key: 'removed', kind: 'removed', level: 0, runId: before.removed });
  const countOf = (id: number): number => lineage.children.get(id)?.length ?? 0;
  runs.forEach((each, k) => {
    const isPassedOver = runs.length > MOST_BEFORE && !opened.has('between') && k >= ENDS_SHOWN && k < runs.length - ENDS_SHOWN;
    if (!isPassedOver) rows.push({
      key: `before ${each.id}`, kind: 'run', level: 0, run: each, place: 'before', how: howItBegins(each), children: countOf(each.id),
      open: null,
    });
    else if (k === ENDS_SHOWN) rows.push({ key: 'between', kind: 'between', level: 0, count: runs.length - 2 * ENDS_SHOWN });
  });
  rows.push({
    key: 'self', kind: 'run', level: 0, run, place: 'self', how: howItBegins(run), children: countOf(run.id), open: null,
  });
  const above = new Set([...runs.map(({ id }) => id), run.id]);
  const addChildren = (of: number, level: number): void => {
    const all = (lineage.children.get(of) ?? []).filter(({ id }) => !above.has(id));
    const listed = all.slice(0, MOST_CHILDREN);
    for (const child of listed) {
      const children = countOf(child.id);
      const key = `after ${child.id}`;
      const open = children === 0 ? null : opened.has(key);
      rows.push({
        key, kind: 'run', level: Math.min(level, MOST_INDENT), run: child, place: 'after', how: howItBegins(child), children, open,
      });
      if (open !== true) continue;
      above.add(child.id);
      addChildren(child.id, level + 1);
      above.delete(child.id);
    }
    if (listed.length < all.length) {
      rows.push({ key: `more ${of}`, kind: 'more', level: Math.min(level, MOST_INDENT), ids: all.map(({ id }) => id) });
    }
  };
  addChildren(run.id, 1);
  return rows;
}

/** A piece of the lines that join the rows: beside a stop of a level, over half of a row, or across to the next level. */
export interface Rail {
  readonly level: number;
  readonly part: 'upper' | 'lower' | 'across';
}

/** The lines of each row. Cost: O(rows · levels). */
export function railsOf(rows: readonly { readonly level: number }[]): readonly (readonly Rail[])[] {
  // Whether a level goes on below a row: from the last row upwards.
  const goesOn: boolean[] = [];
  const rails: Rail[][] = [];
  for (let k = rows.length - 1; k >= 0; k--) {
    const level = rows[k]?.level ?? 0;
    const own: Rail[] = [];
    if (level === 0) {
      if (k > 0) own.push({ level: 0, part: 'upper' });
    } else {
      own.push({ level: level - 1, part: 'upper' }, { level: level - 1, part: 'across' });
      for (let l = 1; l <= level; l++) {
        if (goesOn[l] !== true) continue;
        if (l < level) own.push({ level: l - 1, part: 'upper' });
        own.push({ level: l - 1, part: 'lower' });
      }
    }
    const next = rows[k + 1]?.level;
    if (next !== undefined && (next > level || level === 0)) own.push({ level, part: 'lower' });
    goesOn.length = level;
    goesOn[level] = true;
    rails[k] = own;
  }
  return rails;
}
