/** Copies a text through the main process (the page itself has no clipboard permission) and says how it went. */
import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { request } from '../api/request.ts';

interface Props {
  /** The text, or a function that makes it. */
  readonly text: string | (() => string);
  readonly label: string;
}

export function CopyButton({ text, label }: Props): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await request({ type: 'clipboard.copy', text: typeof text === 'string' ? text : text() });
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
    setTimeout(() => setOutcome(null), 1500);
  };
  return (
    <Button
      variant="default"
      leftSection={outcome === 'copied' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      onClick={() => void copy()}
    >
      {outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Could not copy' : label}
    </Button>
  );
}
