/**
 * What the benchmarks share: rounds that go by turns, so that what disturbs one contender disturbs all;
 * medians with their spread; Markdown tables; and the report a program hands to `scripts/bench.mjs`,
 * which puts it in its place in docs/benchmarks.md. Run by itself a program only prints.
 */
import { appendFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** One of the goals that docs/benchmarks.md lists, and what was found. */
export interface Target {
  /** The goal as the list has it. */
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  readonly native?: string;
  readonly numpy?: string;
  readonly reached: boolean;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? Number.NaN, least: sorted[0] ?? Number.NaN, greatest: sorted.at(-1) ?? Number.NaN };
}

/** Measures one round: seconds a call, or null where this contender is missing. */
export type Contender = (seconds: number) => number | null;

/** A contender that runs here; one call before it counts. */
export function callsOf(call: () => void): Contender {
  call();
  return (seconds) => {
    const began = performance.now();
    let calls = 0;
    do {
      call();
      calls++;
    } while (performance.now() - began < 1000 * seconds);
    return (performance.now() - began) / 1000 / calls;
  };
}

/** Rounds of all contenders by turns, after one that does not count. */
export function interleave<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>, rounds: number, seconds: number,
): Record<Name, Spread | null> {
  const names = Object.keys(contenders) as Name[];
  const found = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const took = contenders[name](seconds);
      if (took !== null && round > 0) found.get(name)?.push(took);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, found.get(name)?.length === 0 ? null : spreadOf(found.get(name) ?? [])]),
  ) as Record<Name, Spread | null>;
}

/** `median (least–greatest)` of seconds in the given unit. */
export function inUnit(spread: Spread | null, unit: number, digits: number, missing: string): string {
  if (spread === null) return missing;
  const show = (seconds: number): string => (seconds / unit).toFixed(digits);
  return `${show(spread.median)} (${show(spread.least)}–${show(spread.greatest)})`;
}

/** How many times the median of `other` is that of `own`. */
export function ratio(other: Spread | null, own: Spread | null, missing: string): string {
  if (other === null || own === null) return missing;
  const times = other.median / own.median;
  return `${times.toPrecision(times < 10 ? 2 : 3)}×`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** The machine and the day, for the foot of a section. */
export function machineLine(): string {
  const day = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day}: ${String(cpus().length)} cores of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, Node ${process.version}.`;
}

function hand(entry: object): void {
  const file = process.env['LEIBNIZ_BENCH_REPORT'];
  if (file !== undefined && file !== '') appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/**
 * Prints a section and hands it over.
 * @param id of its markers in docs/benchmarks.md
 */
export function section(id: string, markdown: string): void {
  console.log(`\n${markdown}`);
  hand({ section: id, markdown });
}

/** Prints a verdict on a goal and hands it over. */
export function target(found: Target): void {
  console.log(`${found.reached ? 'reached' : 'MISSED '}  ${found.name}: ${found.measured} (goal ${found.goal})`);
  hand({ target: found });
}
