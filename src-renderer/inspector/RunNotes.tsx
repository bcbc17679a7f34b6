/** A run's label, tags and note, written when the field is left or after a pause in typing. */
import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';
import { Block } from '../common/Facts.tsx';
import { TagEditor } from '../parts/TagEditor.tsx';

const PAUSE_MS = 800;

export function RunNotes({ run }: { readonly run: RunSummary }): JSX.Element {
  const [label, setLabel, saveLabel] = useSaved(
    run.label, (text) => request({ type: 'run.update', ids: [run.id], change: { label: text } }),
  );
  const [note, setNote, saveNote] = useSaved(run.note, (text) => request({ type: 'run.update', ids: [run.id], change: { note: text } }));
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
        <Textarea
          label="Note"
          maxLength={100_000}
          placeholder="What you saw, what to try next"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          onBlur={saveNote}
          autosize
          minRows={2}
          maxRows={12}
        />
      </div>
    </Block>
  );
}

/** A text that is saved when it rests; what is still unsaved goes out when the view goes. */
function useSaved(stored: string, save: (text: string) => Promise<unknown>): readonly [string, (text: string) => void, () => void] {
  const [text, setText] = useState(stored);
  const pending = useRef<string | null>(null);
  // Changed elsewhere, by an undo or for several runs at once; what is being typed stays.
  useEffect(() => {
    if (pending.current === null) setText(stored);
  }, [stored]);
  const latestSave = useRef(save);
  useEffect(() => {
    latestSave.current = save;
  });
  const flush = (): void => {
    const waiting = pending.current;
    pending.current = null;
    if (waiting !== null) attempt(() => latestSave.current(waiting));
  };
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      flush();
    },
    [],
  );
  const change = (next: string): void => {
    setText(next);
    pending.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, PAUSE_MS);
  };
  return [text, change, flush];
}
