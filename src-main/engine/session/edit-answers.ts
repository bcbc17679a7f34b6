/** What an open session answers about its edits: undo, redo, and what is in the bin. */
import type { BinEntry } from '../../../src-contract/session.ts';
import { methodOf } from '../../../src-contract/tables/run-facts.ts';
import type { CommandAnswers, CommandsOf, Kept } from './kept.ts';

export function editAnswers({ problems, runs, standings, edits, notes }: Kept): CommandAnswers<CommandsOf<'session'>> {
  return {
    'session.undo': () => edits.undo(),
    'session.redo': () => edits.redo(),
    'session.note': () => notes.read(),
    'session.write-note'({ note }) {
      edits.perform('notes of the session', { note });
      return null;
    },
    'session.bin'() {
      const entries = new Map<number, { removedAt: number; problems: BinEntry['problems'][number][]; runs: BinEntry['runs'][number][] }>();
      const entryAt = (removedAt: number): NonNullable<ReturnType<typeof entries.get>> => {
        const entry = entries.get(removedAt) ?? { removedAt, problems: [], runs: [] };
        entries.set(removedAt, entry);
        return entry;
      };
      for (const { id, ownName, removedAt, variables, rows } of problems.bin.values()) {
        entryAt(removedAt ?? 0).problems.push({ id, name: ownName, variables, rows });
      }
      for (const row of runs.bin.values()) {
        const { id, problemName, kind, seed, status, objective, label, studyMethod, methodName } = standings.summary(row);
        entryAt(row.removedAt ?? 0).runs.push({
          id, problemName: problemName === '' ? (problems.bin.get(row.problemId)?.ownName ?? '') : problemName, kind,
          method: methodOf({ label, studyMethod, methodName }), seed, status, objective,
        });
      }
      return [...entries.values()].sort((a, b) => b.removedAt - a.removedAt);
    },
    'session.restore'({ runs: runIds, problems: problemIds }) {
      const back = { removedAt: null };
      return edits.perform(restoreWords(runIds, problemIds, (id) => problems.bin.get(id)?.ownName), {
        runs: runIds.filter((id) => runs.bin.has(id)).map((id) => ({ id, change: back })),
        problems: problemIds.filter((id) => problems.bin.has(id)).map((id) => ({ id, change: back })),
      });
    },
  };
}

function restoreWords(runIds: readonly number[], problemIds: readonly number[], nameOf: (id: number) => string | undefined): string {
  const [problem] = problemIds;
  if (problem === undefined) return `restore ${runsInWords(runIds)}`;
  return problemIds.length === 1 ? `restore ${nameOf(problem) ?? 'a problem'}` : `restore ${problemIds.length} problems`;
}

/** `run 3`, or `3 runs`. */
export function runsInWords(ids: readonly number[]): string {
  return ids.length === 1 ? `run ${ids[0]}` : `${ids.length} runs`;
}
