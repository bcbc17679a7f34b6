/** What a mutation run prints: a table by folder and the list of survivors. */
import type { Mutant } from './mutants.ts';
import { scoreOf, type Stratum } from './score.ts';
import type { Outcome } from './trials.ts';

export interface Trial {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
}

/** Folder of src-science that a source stands in, such as `program/formats`. */
export function folderOf(file: string): string {
  return file.split('/').slice(1, -1).join('/');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, n) => (n === 0 ? String(cell).padEnd(22) : String(cell).padStart(n === cells.length - 1 ? 18 : 10))).join('');
}

/** @param sizes mutants by folder, tried or not */
export function table(sizes: ReadonlyMap<string, number>, trials: readonly Trial[]): string {
  const lines = [row(['folder', 'mutants', 'tried', 'killed', 'timed out', 'survived', 'unreached', 'score', '95 % interval'])];
  const strata: Stratum[] = [];
  const count = (of: readonly Trial[], outcome: Outcome): number => of.filter((trial) => trial.outcome === outcome).length;
  const line = (name: string, size: number, of: readonly Trial[], parts: readonly Stratum[]): string => {
    const { share, low, high } = scoreOf(parts);
    const whole = of.length === size;
    const outcomes = (['killed', 'timed-out', 'survived', 'unreached'] as const).map((outcome) => count(of, outcome));
    return row([name, size, of.length, ...outcomes, percent(share), whole ? 'all tried' : `${percent(low)} – ${percent(high)}`]);
  };
  for (const [folder, size] of [...sizes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = trials.filter(({ mutant }) => folderOf(mutant.file) === folder);
    if (own.length === 0) continue;
    const stratum = { size, tried: own.length, noticed: count(own, 'killed') + count(own, 'timed-out') };
    strata.push(stratum);
    lines.push(line(folder, size, own, [stratum]));
  }
  lines.push(line('all, by size', strata.reduce((sum, { size }) => sum + size, 0), trials, strata));
  return lines.join('\n');
}

/** One line a survivor: where, what kind, what became what, and the line of source. */
export function survivors(trials: readonly Trial[], lineOf: (mutant: Mutant) => string): string {
  const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text).replaceAll(/\s+/g, ' ');
  return trials
    .filter(({ outcome }) => outcome === 'survived' || outcome === 'unreached')
    .map(({ mutant, outcome }) => {
      const { file, line, column, operator, original, replacement } = mutant;
      const became = replacement.trim() === ';' ? '(removed)' : short(replacement);
      return `${file}:${String(line)}:${String(column)}  ${operator}, ${outcome}: ${short(original)}  →  ${became}\n    ${lineOf(mutant).trim()}`;
    })
    .join('\n');
}
