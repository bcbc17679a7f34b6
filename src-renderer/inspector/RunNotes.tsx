/** A run's label, tags and note, written when the field is left or after a pause in typing. */
import { TextInput } from '@mantine/core';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { Block } from '../common/Facts.tsx';
import { NoteField } from '../parts/NoteField.tsx';
import { TagEditor } from '../parts/TagEditor.tsx';
import { useSavedText } from '../parts/use-saved-text.ts';

export function RunNotes({ run }: { readonly run: RunSummary }): JSX.Element {
  const [label, setLabel, saveLabel] = useSavedText(
    run.label, (text) => request({ type: 'run.update', ids: [run.id], change: { label: text } }),
  );
  return (
    <Block title="Label, tags and note">
      <div className="lz-inspector-text stack">
        <TextInput
          label="Label"
          maxLength={200}
          placeholder="A short name of your own"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          onBlur={saveLabel}
        />
        <div>
          <div className="lz-label">Tags</div>
          <TagEditor runs={[run]} />
        </div>
        <NoteField
          label="Note"
          stored={run.note}
          placeholder="What you saw, what to try next"
          rows={2}
          save={(text) => request({ type: 'run.update', ids: [run.id], change: { note: text } })}
        />
      </div>
    </Block>
  );
}
