/** The 24 px bar at the bottom: the session, whether it is saved, what it holds, and which solvers answer. */
import type { JSX } from 'react';
import { useAppInfo, useRuns, useSession, useSettings } from '../api/queries.ts';
import { formatCount } from '../format/index.ts';
import { runCommand } from '../state/command-actions.ts';
import { savedWords } from './saved-words.ts';

const count = (n: number, one: string, many: string): string => `${formatCount(n)} ${n === 1 ? one : many}`;

export function StatusBar(): JSX.Element {
  const session = useSession().data;
  const info = useAppInfo().data;
  const settings = useSettings().data;
  const runs = useRuns();
  const going = runs.filter((run) => run.status === 'running' || run.status === 'cancelling').length;
  return (
    <footer className="lz-statusbar tabular" aria-label="Status">
      {session !== undefined && (
        <>
          <span className="truncate" title={session.name}>
            {session.name}
          </span>
          <button
            type="button"
            className="lz-link"
            data-unsaved={session.unsavedChanges}
            title="Save the session"
            onClick={() => runCommand('save-session')}
          >
            {session.unsavedChanges && <span aria-hidden>● </span>}
            {savedWords(session)}
          </button>
          <span>{count(session.problems, 'problem', 'problems')}</span>
          <span>
            {count(runs.length, 'run', 'runs')}
            {going > 0 && `, ${going} running`}
          </span>
          {session.removed > 0 && (
            <button
              type="button"
              className="lz-link"
              title="What was removed since the session was opened"
              onClick={() => runCommand('show-bin')}
            >
              {formatCount(session.removed)} in the bin
            </button>
          )}
          {(settings?.autosaveMinutes ?? 0) > 0 && <span title="Sessions with a file are saved by themselves; see the settings">autosave on</span>}
          <span title="Every change is kept in a working copy that survives a crash">recovery copy on</span>
          {session.recovered && <span>recovered after a crash</span>}
        </>
      )}
      <span className="grow" />
      {info !== undefined && (
        <>
          <span title={`The solver’s own version, as results carry it; from the package glpk.js ${info.versions.packages.glpk}`}>
            GLPK {info.versions.glpk}
          </span>
          <span title={`The solver’s own version, as results carry it; from the package highs ${info.versions.packages.highs}`}>
            HiGHS {info.versions.highs}
          </span>
        </>
      )}
    </footer>
  );
}
