/**
 * The lines of GLPK's branch-and-cut log that say something new: its progress lines
 * (`+  265: >>>>>   3.089e+03 >=   2.964e+03   4.0% (47; 35)`) and the solutions of its heuristics.
 */
export interface GlpkNews {
  /** Objective of its best solution, as given to GLPK. */
  readonly incumbent: number | null;
  readonly bound: number | null;
  /** Nodes already done with. */
  readonly nodes: number | null;
}

const PROGRESS = /^\+\s*\d+: (?:mip =|>>>>>)\s+(not found yet|\S+)\s+[<>]=\s+(tree is empty|\S+).*\(\d+; (\d+)\)/;
const HEURISTIC = /^Solution found by heuristic: (\S+)/;

/** What a line says, or null if it is not one of those. */
export function parseGlpkLine(line: string): GlpkNews | null {
  const progress = PROGRESS.exec(line);
  if (progress !== null) {
    return { incumbent: finiteOrNull(progress[1]), bound: finiteOrNull(progress[2]), nodes: finiteOrNull(progress[3]) };
  }
  const heuristic = HEURISTIC.exec(line);
  return heuristic === null ? null : { incumbent: finiteOrNull(heuristic[1]), bound: null, nodes: null };
}

function finiteOrNull(text: string | undefined): number | null {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
