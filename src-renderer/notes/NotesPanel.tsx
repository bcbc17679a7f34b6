/** What was noted: of the session, and below of its runs. */
import type { JSX } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useRuns, useSession } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { CopyButton } from '../common/CopyButton.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Swatch } from '../common/Swatch.tsx';
import { NoteField } from '../parts/NoteField.tsx';
import { NoteText } from '../parts/NoteText.tsx';
import { useSelection } from '../state/selection.ts';
import './notes.css';

export function NotesPanel(): JSX.Element {
  const edition = useSession().data?.noteEdition ?? 0;
  const note = useQuery({
    queryKey: ['session-note', edition], queryFn: () => request({ type: 'session.note' }), placeholderData: (before) => before,
  });
  const noted = useRuns().filter((run) => run.note !== '');
  if (note.isError) return <ErrorNote error={errorValueOf(note.error)} />;
  if (note.data === undefined) return <></>;
  const all = [note.data, ...noted.map((run) => `## #${run.id}\n\n${run.note}`)].filter((text) => text !== '').join('\n\n');
  return (
    <div className="lz-notes">
      <NoteField
        label="Notes of the session"
        stored={note.data}
        placeholder="What is asked, what was seen, what to do next. #12 leads to run 12, [[p0033]] to that problem."
        rows={8}
        save={(text) => request({ type: 'session.write-note', note: text })}
      />
      {all !== '' && <div><CopyButton text={all} label="Copy as Markdown" /></div>}
      {noted.length > 0 && (
        <section aria-label="Notes of runs">
          <div className="lz-label">Notes of runs</div>
          {noted.map((run) => (
            <article key={run.id}>
              <button type="button" className="lz-link row-tight" onClick={() => useSelection.getState().selectRuns([run.id])}>
                <Swatch run={run} /> #{run.id} {run.label === '' ? run.methodName : run.label} on {run.problemName}
              </button>
              <NoteText note={run.note} />
            </article>
          ))}
        </section>
      )}
    </div>
  );
}
