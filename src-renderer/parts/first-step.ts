/** What an empty view offers: an exact solve where there is a problem to solve, else to open one. */
import { runCommand } from '../state/command-actions.ts';

export interface FirstStep {
  readonly label: string;
  readonly run: () => void;
}

export function solveOrOpen(problemCount: number): FirstStep[] {
  return problemCount > 0
    ? [{ label: 'Solve exactly…', run: () => void runCommand('new-exact-run') }]
    : [{ label: 'Open a problem…', run: () => void runCommand('open-problem') }];
}
