/** A field in a table whose text counts once it is left or Enter is pressed; Escape gives the old one back. */
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import { RowTextError } from '../../src-science/program/row-text.ts';

interface Props {
  readonly label: string;
  readonly text: string;
  /** Takes what was typed. @throws RowTextError with the sentence why it cannot */
  readonly onCommit: (text: string) => void;
}

export function Cell({ label, text, onCommit }: Props): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const leave = (): void => {
    setTyped(null);
    setComplaint(null);
  };
  const commit = (): void => {
    if (typed === null || typed.trim() === text) return leave();
    try {
      onCommit(typed.trim());
      leave();
    } catch (failure) {
      if (!(failure instanceof RowTextError)) throw failure;
      setComplaint(failure.message);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape' || typed === null) return;
    event.stopPropagation();
    leave();
  };
  return (
    <>
      <input
        className="lz-program-cell mono"
        aria-label={label}
        aria-invalid={complaint !== null}
        value={typed ?? text}
        data-typed={typed !== null}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {complaint !== null && <div className="lz-complaint" role="alert">{complaint}</div>}
    </>
  );
}

export function Remove(
  { what, onClick, disabled = false }: { readonly what: string; readonly onClick: () => void; readonly disabled?: boolean },
): JSX.Element {
  const label = `Remove ${what}`;
  return (
    <button type="button" className="lz-bar-button" aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      <IconX size={13} aria-hidden />
    </button>
  );
}
