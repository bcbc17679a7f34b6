/** Tables of `starts.bench.ts`. A program is the unit: what is compared is its mean over the seeds of a method. */
import { signedRanks, studentInterval } from '../src-science/statistics/paired.ts';
import { table } from './report.ts';

/** One method on one program. */
export interface MethodCell {
  /** Gaps in percent, one a seed. */
  readonly gaps: readonly number[];
  readonly feasible: number;
  readonly seconds: number;
}

export interface StartsRow {
  readonly name: string;
  readonly group: string;
  readonly methods: readonly MethodCell[];
}

export const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

/** |z − z*| / max(|z|, |z*|) in percent; 100 where nothing feasible was found. */
export function primalGap(objective: number | null, best: number): number {
  if (objective === null) return 100;
  const size = Math.max(Math.abs(objective), Math.abs(best));
  return size === 0 ? 0 : Math.min(100, (100 * Math.abs(objective - best)) / size);
}

export function methodCell(outcomes: readonly { readonly objective: number | null; readonly seconds: number }[], best: number): MethodCell {
  return {
    gaps: outcomes.map(({ objective }) => primalGap(objective, best)),
    feasible: outcomes.filter(({ objective }) => objective !== null).length,
    seconds: mean(outcomes.map(({ seconds }) => seconds)),
  };
}

function cellText({ gaps, feasible, seconds }: MethodCell): string {
  const least = Math.min(...gaps).toFixed(2);
  const most = Math.max(...gaps).toFixed(2);
  const found = feasible === 0 ? 'none' : least === most ? least : `${mean(gaps).toFixed(2)} [${least}–${most}]`;
  return `${found} (${seconds.toFixed(1)} s)`;
}

/** A row a program; then a row a group, and one of all. */
export function startsTable(names: readonly string[], rows: readonly StartsRow[]): string {
  const lines = rows.map(({ name, methods }) => [name, ...methods.map(cellText)]);
  const sums = [...new Set(rows.map(({ group }) => group)), 'all'].map((group) => {
    const own = rows.filter((row) => group === 'all' || row.group === group);
    const cells = names.map((_, n) => {
      const cells = own.flatMap(({ methods }) => methods[n] ?? []);
      const always = cells.filter(({ feasible, gaps }) => feasible === gaps.length).length;
      return `**${String(always)}, ${mean(cells.map(({ gaps }) => mean(gaps))).toFixed(2)} %**`;
    });
    return [`**${group}**, ${String(own.length)}: feasible with every seed, mean gap`, ...cells];
  });
  return table(['program', ...names], [...lines, ...sums]);
}

/** How many times smaller a mean gap is than another. */
const timesBetter = (of: number, than: number): number => (of === than ? 1 : than / of);

/** A method against its own control, by group and over all. */
export function againstControl(
  rows: readonly StartsRow[], ours: number, control: number,
): { readonly markdown: string; readonly times: number; readonly p: number } {
  const gap = (row: StartsRow, n: number): number => mean(row.methods[n]?.gaps ?? [Number.NaN]);
  const lines = [...new Set(rows.map(({ group }) => group)), 'all'].map((group) => {
    const own = rows.filter((row) => group === 'all' || row.group === group);
    const differences = own.map((row) => gap(row, ours) - gap(row, control));
    return {
      group, programs: own.length, of: mean(own.map((row) => gap(row, ours))), than: mean(own.map((row) => gap(row, control))), differences,
      test: signedRanks(differences), interval: studentInterval(differences),
    };
  });
  const all = lines.at(-1);
  const markdown = table(
    [
      'programs', 'best start, mean gap %', 'no descent, mean gap %', 'times better', 'difference, points', 'better on', 'worse on',
      'effect r', 'p',
    ],
    lines.map(({ group, programs, of, than, differences, test, interval }) => [
      `${group}, ${String(programs)}`, of.toFixed(3), than.toFixed(3), timesBetter(of, than).toFixed(2),
      `${interval.mean.toFixed(3)} ± ${interval.half.toFixed(3)}`, String(differences.filter((value) => value < 0).length),
      String(differences.filter((value) => value > 0).length), test.effect.toFixed(2), test.p.toFixed(4),
    ]),
  );
  return { markdown, times: timesBetter(all?.of ?? Number.NaN, all?.than ?? Number.NaN), p: all?.test.p ?? 1 };
}

export interface BoundRow {
  readonly seed: number;
  /** Optimum of the linear relaxation. */
  readonly linear: number;
  /** By preset; null where none was proven. */
  readonly bounds: readonly (number | null)[];
}

/** Bounds as percent of the relaxation's. @returns the least of the first preset */
export function boundTable(names: readonly string[], rows: readonly BoundRow[]): { readonly markdown: string; readonly least: number } {
  const share = (row: BoundRow, n: number): number => (100 * (row.bounds[n] ?? Number.NEGATIVE_INFINITY)) / row.linear;
  const text = (percent: number): string => (Number.isFinite(percent) ? `${percent.toFixed(1)} %` : 'none');
  const lines = rows.map((row) => [`SC ${String(row.seed)}`, row.linear.toFixed(3), ...names.map((_, n) => text(share(row, n)))]);
  const sums = names.map((_, n) => {
    const shares = rows.map((row) => share(row, n));
    const none = shares.filter((percent) => !Number.isFinite(percent)).length;
    if (none > 0) return `**none on ${String(none)} of ${String(rows.length)}**`;
    return `**${text(mean(shares))}**, ${Math.min(...shares).toFixed(1)} at least`;
  });
  return {
    markdown: table(['program', 'LP bound', ...names.map((name) => `${name}, bound after 1 s`)], [...lines, ['**mean**', '', ...sums]]),
    least: Math.min(...rows.map((row) => share(row, 0))),
  };
}
