/** A text that is saved when it rests; what is still unsaved goes out when the view goes. */
import { useEffect, useRef, useState } from 'react';
import { attempt } from '../common/notify.tsx';

const PAUSE_MS = 800;

/** @returns the text, what changes it, and what saves it now */
export function useSavedText(
  stored: string, save: (text: string) => Promise<unknown>,
): readonly [string, (text: string) => void, () => void] {
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
