/** Runs as a table for people: one row a run, what is special of its numbers in words below. */
import { feasibleWord } from '../../src-contract/exact-status.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { RUN_FACTS } from '../../src-contract/tables/run-facts.ts';
import type { OtherRuns, RunFactName } from '../../src-contract/tables/run-facts.ts';
import { oneLine } from '../../src-science/program/one-line.ts';
import { statusText } from '../engine/study/study.ts';
import { gapNotes, gapText, objectiveText, secondsText, tableText } from './number-text.ts';

/** Facts that a terminal shows otherwise than as they are. */
const WRITTEN: Partial<Record<RunFactName, (run: RunSummary) => string>> = {
  objective: objectiveText,
  feasible: feasibleWord,
  gap: gapText,
  seconds: ({ seconds }) => (seconds === null ? '' : secondsText(seconds)),
  status: statusText,
};

/** What a study calls a run's method is not what the run calls it. */
interface TableRow {
  readonly run: RunSummary;
  readonly method?: string;
}

/** @param facts the columns, in this order */
export function runTable(rows: readonly TableRow[], facts: readonly RunFactName[]): string {
  const others: OtherRuns = { apart: new Map(), ids: new Set(rows.map(({ run }) => run.id)) };
  const cell = ({ run, method }: TableRow, name: RunFactName): string =>
    name === 'methodName' && method !== undefined ? method : (WRITTEN[name]?.(run) ?? String(RUN_FACTS[name].value(run, others) ?? ''));
  const columns = facts.map((name) => ({
    label: name === 'methodName' ? 'method' : RUN_FACTS[name].label,
    numeric: RUN_FACTS[name].numeric,
  }));
  return tableText(columns, rows.map((row) => facts.map((name) => cell(row, name)))) +
    gapNotes(rows.map(({ run }) => run)) + failureNotes(rows.map(({ run }) => run));
}

/** Reasons are printed for so many runs; --json has all. */
const REASONS = 10;

function failureNotes(runs: readonly RunSummary[]): string {
  const failed = runs.flatMap(({ id, reason }) => (reason === null ? [] : [`Run ${id}: ${oneLine(reason)}\n`]));
  const more = failed.length > REASONS ? `… and ${failed.length - REASONS} more that failed\n` : '';
  return failed.length === 0 ? '' : `\n${failed.slice(0, REASONS).join('')}${more}`;
}
