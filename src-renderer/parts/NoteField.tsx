/** A note: read as Markdown, written as text. */
import { Button, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';
import { NoteText } from './NoteText.tsx';
import { useSavedText } from './use-saved-text.ts';

interface Props {
  readonly label: string;
  readonly stored: string;
  readonly placeholder: string;
  readonly rows: number;
  readonly save: (note: string) => Promise<unknown>;
}

const HELP = 'Markdown: # heading, - list, **strong**, *emphasis*, `code`. #12 leads to run 12, [[p0033]] to that problem.';

export function NoteField({ label, stored, placeholder, rows, save }: Props): JSX.Element {
  const [note, setNote, flush] = useSavedText(stored, save);
  const [writing, setWriting] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (writing) field.current?.focus();
  }, [writing]);
  if (note !== '' && !writing) {
    return (
      <div>
        <div className="row">
          <span className="lz-label grow">{label}</span>
          <Button
            variant="subtle" color="gray" className="lz-tool" leftSection={<IconPencil size={13} aria-hidden />}
            onClick={() => setWriting(true)}
          >
            Edit
          </Button>
        </div>
        <NoteText note={note} />
      </div>
    );
  }
  return (
    <Textarea
      label={label}
      title={HELP}
      maxLength={100_000}
      placeholder={placeholder}
      value={note}
      ref={field}
      onFocus={() => setWriting(true)}
      onChange={(event) => setNote(event.currentTarget.value)}
      onBlur={() => {
        flush();
        setWriting(false);
      }}
      autosize
      minRows={rows}
      maxRows={24}
    />
  );
}
